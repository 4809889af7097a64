"""What Teams takes as an Adaptive Card of version 1.5: the elements and properties there are, and how large it may be.

https://adaptivecards.io/explorer, of which only what cannot load, link or hide anything is let through here: pictures
come as attachments, text as rich text, and the one address is that of the chat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

Json = dict[str, Any]

LARGEST_MESSAGE = 28_000
"""Bytes of a message to Teams."""

_AROUND = 1_000  # bytes of a message around its card: who, where, and that it is the last of a stream
_ANY = {"type", "spacing", "separator", "id"}
_KNOWN = {
    "AdaptiveCard": {"type", "version", "lang", "msteams", "body", "actions", "fallbackText"},
    "Container": _ANY | {"items", "style", "selectAction"},
    "RichTextBlock": _ANY | {"inlines"},
    "TextRun": {"type", "text", "size", "weight", "color", "isSubtle"},
    "Table": _ANY | {"columns", "rows", "firstRowAsHeader"},
    "TableRow": {"type", "cells"},
    "TableCell": {"type", "items"},
    "Input.Text": _ANY | {"label", "value", "isMultiline", "maxLength"},
    "Input.ChoiceSet": _ANY | {"label", "style", "choices"},
    "Action.Execute": {"type", "title", "verb", "data", "style"},
    "Action.Submit": {"type", "title", "tooltip", "data"},
    "Action.ShowCard": {"type", "title", "card"},
    "Action.OpenUrl": {"type", "title", "url"},
}
_VALUES = {
    "style": {"attention", "emphasis", "positive", "destructive", "expanded"},
    "size": {"Default", "Medium"},
    "weight": {"Bolder"},
    "color": {"Attention", "Accent"},
    "spacing": {"Small", "Default"},
}
_INSIDE = ("body", "items", "inlines", "columns", "rows", "cells", "actions", "card", "selectAction")
_FILLED = ("body", "items", "inlines", "rows", "cells")
_LONGEST_TITLE = 60


def faults(card: Json) -> list[str]:
    """Return what Teams would refuse in ``card``, or draw otherwise than it is meant."""
    found = [fault for place, one in _elements(card, "card") for fault in _wrong(place, one)]
    if (size := len(orjson.dumps(card)) + _AROUND) > LARGEST_MESSAGE:
        found.append(f"a message of {size} bytes")
    if card.get("version") != "1.5":
        found.append(f"version {card.get('version')}")
    return found


def _elements(told: Any, place: str) -> Iterator[tuple[str, Json]]:
    if isinstance(told, dict):
        yield place, told
        for name in _INSIDE:
            if name != "columns" or told.get("type") != "Table":
                yield from _elements(told.get(name), f"{place}.{name}")
    elif isinstance(told, list):
        for at, one in enumerate(told):
            yield from _elements(one, f"{place}[{at}]")


def _wrong(place: str, told: Json) -> Iterator[str]:
    known = _KNOWN.get(str(told.get("type")))
    if known is None:
        yield f"{place}: no element of type {told.get('type')}"
        return
    yield from (f"{place}: no property {name}" for name in told.keys() - known)
    yield from (f"{place}: {name} is empty" for name in _FILLED if name in told and not told[name])
    for name, values in _VALUES.items():
        if name in told and told[name] not in values:
            yield f"{place}: {name} is {told[name]!r}"
    if told["type"].startswith("Action.") and len(told.get("title", "")) > _LONGEST_TITLE:
        yield f"{place}: a title of {len(told['title'])} characters"
    if told["type"] == "Action.OpenUrl" and not told["url"].startswith("https://"):
        yield f"{place}: an address that is not https"
    if told["type"] == "TextRun" and not isinstance(told.get("text"), str):
        yield f"{place}: no text"
    if told["type"] == "Table" and any(len(row["cells"]) != len(told["columns"]) for row in told["rows"]):
        yield f"{place}: rows of another number of cells than columns"
