"""The buttons below an answer. Each carries the token of that answer; whose it is and what it cites is looked up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from plant_ui.channels.parts import Choice, Rendered
from plant_ui.channels.words import say
from plant_ui.slack.words import say as slack_say

Json = dict[str, Any]

ASK, PAGE, RATE, DECIDE, DRAFT = "ask", "page", "rate", "decide", "draft"
"""What a button does; its action id begins with it."""

FEEDBACK = "feedback"
DECISION = "decision"
"""The blocks that go once they have been used."""

LONGEST_LABEL = 75
_LONGEST_VALUE = 2_000
_BUTTON_PAGES = 4
_MOST_OPTIONS = 100
_STYLES = {"approve": "primary", "reject": "danger"}


def below(told: Rendered, token: str) -> list[Json]:
    """Return the blocks of buttons: what was meant or is to be decided, pages, whether it helped, what is next."""
    asks = [_asking(choice.label, choice.asks) for choice in told.choices if choice.asks]
    decides = [_deciding(choice, token, told) for choice in told.choices if choice.decision]
    blocks = [_actions("", asks), _actions(f"{DECISION}:{token}", decides), *_pages(told, token)]
    blocks += [_actions(f"{FEEDBACK}:{token}", _ratings(told, token))]
    blocks += [_actions("", [_asking(text, text) for text in told.follow_ups[:3]])]
    return [block for block in blocks if block["elements"]]


def read(value: str) -> Json:
    """Return what a button carries; {} where it is none of ours."""
    try:
        carried = json.loads(value)
    except ValueError:
        return {}
    return carried if isinstance(carried, dict) else {}


def button(kind: str, number: int | str, label: str, carried: Json, **more: Any) -> Json:
    """Return a button; its id is its own within a message."""
    return {
        "type": "button",
        "action_id": f"{kind}:{number}",
        "text": plain(label),
        "value": json.dumps(carried, ensure_ascii=False, separators=(",", ":"))[:_LONGEST_VALUE],
        **more,
    }


def plain(text: str, most: int = LONGEST_LABEL) -> Json:
    """Return a label, cut to what Slack takes."""
    words = " ".join(text.split())
    return {"type": "plain_text", "text": words if len(words) <= most else f"{words[: most - 1]}…", "emoji": False}


def confirmed(language: str, label: str) -> Json:
    """Return the question that is asked before something is written."""
    return {
        "title": plain(label, 100),
        "text": plain(slack_say(language, "sure"), 300),
        "confirm": plain(label, 30),
        "deny": plain(slack_say(language, "cancel"), 30),
    }


def _asking(label: str, text: str) -> Json:
    return button(ASK, abs(hash_of(text)), label, {"q": text[:1_500]})


def hash_of(text: str) -> int:
    """Return a number that is the same for the same text in every process."""
    return sum((at + 1) * ord(sign) for at, sign in enumerate(text)) % 1_000_003


def _deciding(choice: Choice, token: str, told: Rendered) -> Json:
    style = _STYLES.get(choice.decision)
    more: Json = {"style": style} if style else {}
    if choice.decision == "approve":
        more["confirm"] = confirmed(told.language, choice.label)
    return button(DECIDE, choice.decision, choice.label, {"t": token, "c": choice.decision}, **more)


def _pages(told: Rendered, token: str) -> Iterator[Json]:
    """Yield buttons for the cited pages, a list where there are many."""
    pages = [one for one in told.sources if one.has_page_image]
    if len(pages) <= _BUTTON_PAGES:
        named = [(one.mark, say(told.language, "show_page", mark=one.mark)) for one in pages]
        yield _actions("", [button(PAGE, mark, label, {"t": token, "m": mark}) for mark, label in named])
        return
    options = [{"text": plain(f"[{one.mark}] {one.label}"), "value": f"{one.mark}"} for one in pages[:_MOST_OPTIONS]]
    yield _actions(
        f"{PAGE}:{token}",
        [
            {
                "type": "static_select",
                "action_id": f"{PAGE}:any",
                "placeholder": plain(slack_say(told.language, "more_pages"), 150),
                "options": options,
            }
        ],
    )


def _ratings(told: Rendered, token: str) -> list[Json]:
    if not told.rated:
        return []
    named = (("up", f"👍 {say(told.language, 'worked')}"), ("down", f"👎 {say(told.language, 'did_not')}"))
    return [button(RATE, verdict, label, {"t": token, "v": verdict}) for verdict, label in named]


def _actions(block: str, elements: list[Json]) -> Json:
    return {"type": "actions", **({"block_id": block} if block else {}), "elements": elements[:25]}
