"""The buttons of a card, and what comes back when one is pressed.

A button carries the token of the answer it stands below and nothing else that has a say: whose answer it is, and what
it cites, is looked up, and rights are asked anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plant_copilot.feedback import REASONS
from plant_ui.channels.approving import BY
from plant_ui.channels.parts import Choice, Json, Rendered, Source
from plant_ui.channels.words import say
from plant_ui.teams.words import say as teams_say

PAGE, RATE, DECIDE, DRAFT = "page", "rate", "decide", "draft"

_PAGES = 3
"""Pages that have a button of their own; the others are opened by a tap on their line."""

_LONGEST_LABEL = 60
_LONGEST_VALUE = 1_000
_STYLES = {"approve": "positive", "reject": "destructive"}
_FIELD = "field_"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that somebody pressed: ``verb`` is one of PAGE, RATE, DECIDE and DRAFT.

    ``mark`` is that of a citation, or the number of a draft, which somebody has seen in ``version``.
    """

    verb: str
    token: str
    mark: int = 0
    verdict: str = ""
    reason: str = ""
    comment: str = ""
    choice: str = ""
    version: int = 0
    fields: Mapping[str, Any] | None = None

    @classmethod
    def read(cls, verb: str, data: Mapping[str, Any]) -> Pressed | None:
        """Return what was pressed; None where it is none of our buttons."""
        if verb not in {PAGE, RATE, DECIDE, DRAFT}:
            return None
        fields = {name.removeprefix(_FIELD): value for name, value in data.items() if name.startswith(_FIELD)}
        return cls(
            verb,
            token=str(data.get("token", "")),
            mark=_number(data.get("mark")),
            verdict=str(data.get("verdict", "")),
            reason=str(data.get("reason", "")),
            comment=str(data.get("comment", "")),
            choice=str(data.get("choice", "")),
            version=_number(data.get("version")),
            fields={name: value or None for name, value in fields.items()},
        )


def on_draft(draft: Json, language: str) -> list[Json]:
    """Return the buttons of a draft in the list of those that wait."""
    data = {"mark": draft["draft"], "version": draft["version"]}
    return [
        executing(DRAFT, {**data, "choice": choice}, teams_say(language, choice), style=style)
        for choice, style in _STYLES.items()
    ]


def opened_by_tap(lines: list[Json], told: Source, token: str) -> Json:
    """Return the line of a source; a tap on one that has a page shows it."""
    box = {"type": "Container", "items": lines, "spacing": "Small"}
    return {**box, "selectAction": executing(PAGE, {"token": token, "mark": told.mark})} if told.has_page_image else box


def below(told: Rendered, token: str, pending: Json | None) -> list[Json]:
    """Return the buttons of an answer: what is to be decided or was meant, pages, whether it helped, what is next."""
    pages = [one for one in told.sources if one.has_page_image][:_PAGES]
    asked = [asking(choice.label, choice.asks) for choice in told.choices if choice.asks]
    return [
        *(_deciding(choice, token, told.language, pending or {}) for choice in told.choices if choice.decision),
        *asked,
        *(executing(PAGE, {"token": token, "mark": one.mark}, _page(told.language, one)) for one in pages),
        *(_rating(token, told.language) if told.rated else ()),
        *(asking(text, text) for text in told.follow_ups),
    ]


def _page(language: str, told: Source) -> str:
    return say(language, "show_page", mark=told.mark)


def executing(verb: str, data: Json, title: str = "", **more: Any) -> Json:
    """Return a button that comes back to us as ``verb`` with ``data``."""
    named = {"title": _short(title)} if title else {}
    return {"type": "Action.Execute", "verb": verb, "data": data, **named, **more}


def asking(label: str, text: str) -> Json:
    """Return a button that says ``text`` in the person's place."""
    return {
        "type": "Action.Submit",
        "title": _short(label),
        "tooltip": text[:300],
        "data": {"msteams": {"type": "imBack", "value": text}},
    }


def _rating(token: str, language: str) -> Iterator[Json]:
    yield executing(RATE, {"token": token, "verdict": "up"}, say(language, "worked"))
    why = {
        "type": "Input.ChoiceSet",
        "id": "reason",
        "label": say(language, "thumb_why"),
        "style": "expanded",
        "choices": [{"title": say(language, reason), "value": reason} for reason in REASONS],
    }
    words = {
        "type": "Input.Text",
        "id": "comment",
        "label": say(language, "thumb_comment"),
        "isMultiline": True,
        "maxLength": 2_000,
    }
    send = executing(RATE, {"token": token, "verdict": "down"}, teams_say(language, "send"))
    yield _unfolding(say(language, "did_not"), [why, words], send)


def _deciding(choice: Choice, token: str, language: str, pending: Json) -> Json:
    """Return the button of a decision; one that needs words unfolds the fields for them."""
    data = {"token": token, "choice": choice.decision}
    fields = pending.get("fields", {})
    if choice.decision == "edit":
        inputs = [_field(name, name, value) for name, value in fields.items() if _is_typed(name, value)]
        return _unfolding(choice.label, inputs, executing(DECIDE, data, teams_say(language, "send")))
    if choice.decision in fields:
        inputs = [_field(choice.decision, choice.label, "")]
        return _unfolding(choice.label, inputs, executing(DECIDE, data, teams_say(language, "send")))
    style = _STYLES.get(choice.decision)
    return executing(DECIDE, data, choice.label, **({"style": style} if style else {}))


def _is_typed(name: str, value: Any) -> bool:
    """Tell whether a field is changed in a card: the name that signs is not, nor is a text too long for it."""
    return name != BY and len(str(value)) <= _LONGEST_VALUE


def _field(name: str, label: str, value: Any) -> Json:
    told = "" if value is None else str(value)
    return {
        "type": "Input.Text",
        "id": f"{_FIELD}{name}",
        "label": label,
        "value": told,
        "isMultiline": len(told) > _LONGEST_LABEL,
    }


def _unfolding(title: str, inputs: list[Json], send: Json) -> Json:
    return {
        "type": "Action.ShowCard",
        "title": _short(title),
        "card": {"type": "AdaptiveCard", "version": "1.5", "body": inputs, "actions": [send]},
    }


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
