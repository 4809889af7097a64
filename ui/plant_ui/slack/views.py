"""Dialogs of Slack: why an answer did not help, and what is to be changed of a draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from plant_copilot.feedback import REASONS
from plant_ui.channels.approving import BY
from plant_ui.channels.words import say
from plant_ui.slack.buttons import plain
from plant_ui.slack.words import say as slack_say

Json = dict[str, Any]

WHY, CHANGE = "why", "change"
"""What a dialog is for: its callback id."""

_LONGEST_TITLE = 24
_LONGEST_INPUT = 3_000
_MOST_INPUTS = 40
_MULTILINE = 80


def why(language: str, carried: Json) -> Json:
    """Return the dialog that asks why an answer did not help."""
    options = [{"text": plain(say(language, reason)), "value": reason} for reason in REASONS]
    reasons = {"type": "radio_buttons", "action_id": "reason", "options": options}
    words = {"type": "plain_text_input", "action_id": "comment", "multiline": True, "max_length": 2_000}
    return _dialog(
        WHY,
        language,
        slack_say(language, "feedback_title"),
        carried,
        [
            _input("reason", say(language, "thumb_why"), reasons),
            {**_input("comment", say(language, "thumb_comment"), words), "optional": True},
        ],
    )


def change(language: str, title: str, carried: Json, fields: Mapping[str, Any]) -> Json:
    """Return the dialog that asks for values of ``fields``."""
    inputs = list(_inputs(fields))[:_MOST_INPUTS]
    return _dialog(CHANGE, language, title, carried, inputs)


def typed(view: Json) -> dict[str, str]:
    """Return what was typed or chosen in a dialog, by its field."""
    found = {}
    for field, held in view["state"]["values"].items():
        for value in held.values():
            chosen = value.get("selected_option") or {}
            found[str(field)] = str(value.get("value") or chosen.get("value") or "").strip()
    return found


def _inputs(fields: Mapping[str, Any]) -> Iterator[Json]:
    for name, value in fields.items():
        told = "" if value is None else str(value)
        if name == BY or len(told) > _LONGEST_INPUT:
            continue
        element: Json = {"type": "plain_text_input", "action_id": "value", "max_length": _LONGEST_INPUT}
        element |= {"multiline": True} if len(told) > _MULTILINE else {}
        element |= {"initial_value": told} if told else {}
        yield {**_input(name, name, element), "optional": True}


def _input(block: str, label: str, element: Json) -> Json:
    return {"type": "input", "block_id": block, "label": plain(label, 150), "element": element}


def _dialog(callback: str, language: str, title: str, carried: Json, blocks: list[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, _LONGEST_TITLE),
        "submit": plain(slack_say(language, "send"), _LONGEST_TITLE),
        "close": plain(slack_say(language, "cancel"), _LONGEST_TITLE),
        "private_metadata": json.dumps(carried, ensure_ascii=False),
        "blocks": blocks,
    }
