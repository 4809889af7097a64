"""Follow-up questions: what a thread remembers makes "and last year?", "那P-102呢？" or "Was hat das gekostet?" whole.

No model: a question that asks nothing by itself changes the one before it; one that asks something, but of "it", is
asked of what the one before it was about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from plant_agents.choosing import chosen
from plant_agents.elliptic import is_elliptic
from plant_agents.leaning import EARLIER, GLUE, LATER, LEAD, ONLY, PRONOUN, TAIL
from plant_agents.parts import ASKS
from plant_agents.remembered import Remembered
from plant_tools.history.words.moments import periods
from plant_tools.history.words.sentence import Sentence

_SUBJECT = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-zÄÖÜ]{1,5}[-_]\d+|[A-ZÄÖÜ]{1,4}\d{2,})[A-Za-z]?(?:[-_]\d+)*(?![A-Za-z0-9])"
)
_ASKS = re.compile(ASKS, re.IGNORECASE)
_SHORT = 40  # characters that may stand for a thing alone: "and the shrink packer?"
# What of a query says which records are meant; the two ends of a window go together.
_SELECTS = (
    "assets",
    "with_parts",
    "locations",
    "types",
    "states",
    "kinds",
    "codes",
    "not_codes",
    "text",
    "where",
    "dataset",
)
_WINDOW = ("since", "until")


@dataclass(frozen=True, slots=True)
class Followed:
    """A question made whole. ``inherits``: it is asked of the records that were asked before, but for what it says.

    ``topic`` is the question before, where this one points at it.
    """

    text: str
    inherits: bool = False
    topic: str = ""


def subjects(text: str) -> tuple[str, ...]:
    """Return the tags and codes that stand in a text, each once."""
    return tuple(dict.fromkeys(match[0] for match in _SUBJECT.finditer(text)))


def follow(text: str, before: Remembered, today: date, *, part: bool = False) -> Followed:
    """Make ``text`` whole with what is remembered; ``part``: it is a later part of the same question."""
    if not before.text:
        return Followed(text)
    if before.choices:
        return Followed(chosen(text, before.text, before.choices) or text)
    only = ONLY.sub("", text, count=1)
    if only != text and before.query and not _SUBJECT.search(text):
        return Followed(f"{before.text.rstrip(' ?？!！。.')} {only}", inherits=True)
    body = TAIL.sub("", LEAD.sub("", text, count=1), count=1)
    led = body != text or text.rstrip("？? ").endswith("呢")
    moved = _moved(body, before.query)
    window = moved or _window(body, today)
    named = _SUBJECT.findall(body)
    core = _core(body, today)
    if not core or (led and not named and len(core) <= _SHORT and not _ASKS.search(core)):
        thing = " ".join(named) or core
        if thing or window:
            return Followed(_changed(before, thing, window, today), inherits=True)
    return _inheriting(text, before, led=led, part=part)


def _inheriting(text: str, before: Remembered, *, led: bool, part: bool) -> Followed:
    """Ask ``text`` of what was spoken of before, where it names nothing of its own and leans on it."""
    if _SUBJECT.search(text):
        return Followed(text, inherits=part)
    points = PRONOUN.search(text) is not None
    elliptic = not (points or led or part) and bool(before.asset) and is_elliptic(text)
    if not (points or led or part or elliptic):
        return Followed(text)
    topic = before.text if points or elliptic else ""
    return Followed(f"{text.rstrip()} {before.asset}".rstrip(), inherits=True, topic=topic)


def merged(query: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return a history query of the records that the one before it meant, except where it says otherwise."""
    if query.get("records") != before.get("records"):
        return dict(query)
    kept = {name: before[name] for name in _SELECTS if name in before and name not in query}
    if not any(name in query for name in _WINDOW):
        kept |= {name: before[name] for name in _WINDOW if name in before}
    if query.get("codes") or query.get("text"):
        kept.pop("codes", None), kept.pop("text", None)
    return {**query, **kept}


def selects_nothing(query: Mapping[str, Any]) -> bool:
    """Tell whether a history query is a figure of no records in particular: "花了多少钱？" leaves out of what."""
    return query.get("metric") != "count" and query.keys() <= {"metric", "field", "order", "limit", "formula", "per"}


def remember(before: Remembered, query: Mapping[str, Any]) -> Remembered:
    """Return what is remembered, with the query that came of it and the assets it names."""
    assets = " ".join(query.get("assets") or ())
    text = before.text if not assets or subjects(before.text) else f"{before.text} {assets}"
    return replace(before, text=text, query=dict(query), asset=assets or before.asset)


def _core(body: str, today: date) -> str:
    """Return what is left of a question without things, times and the words that hold them."""
    for start, end in reversed(_times(body, today)):
        body = body[:start] + " " + body[end:]
    for pattern in (EARLIER, LATER, _SUBJECT):
        body = pattern.sub(" ", body)
    return GLUE.sub(" ", body).strip()


def _window(body: str, today: date) -> str:
    return " ".join(body[start:end] for start, end in _times(body, today))


def _times(text: str, today: date) -> list[tuple[int, int]]:
    """Return where times stand in ``text``, which is in the one writing that ``Sentence`` has."""
    return [(piece.start, piece.end) for piece in periods(Sentence.of(text), today, "en")]


def _changed(before: Remembered, thing: str, window: str, today: date) -> str:
    """Return the question before with another thing or another time in the place of its own."""
    text = Sentence.of(before.text).shown.rstrip(" ?？!！。.")
    if window:
        for start, end in reversed(_times(text, today)):
            text = text[:start] + " " + text[end:]
        text = f"{text} {window}"
    if thing:
        found = _SUBJECT.search(text)
        text = f"{text[: found.start()]} {thing} {text[found.end() :]}" if found else f"{text} {thing}"
    return f"{' '.join(text.split())}?"


def _moved(body: str, query: Mapping[str, Any]) -> str:
    """Return the window before or after the one that was asked, where "the year before" is said; or ""."""
    earlier, later = EARLIER.search(body), LATER.search(body)
    if not (earlier or later) or not all(query.get(name) for name in _WINDOW):
        return ""
    since, until = (date.fromisoformat(str(query[name])[:10]) for name in _WINDOW)
    if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31):
        years = (until.year - since.year + 1) * (-1 if earlier else 1)
        first, last = since.year + years, until.year + years
        return f"{first}" if first == last else f"{first} to {last}"
    days = until - since + timedelta(days=1)
    moved = (since - days, until - days) if earlier else (since + days, until + days)
    return f"{moved[0]} to {moved[1]}"
