"""Cards that Teams takes: an answer too large for one goes on in the next, and no element is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

Json = dict[str, Any]

LARGEST = 24_000
"""Bytes of one card. Teams takes a message of 28 KB; the rest is for what stands around the card."""

VERSION = "1.5"
KIND = "application/vnd.microsoft.card.adaptive"


def card(body: Sequence[Json], actions: Sequence[Json] = (), *, language: str, said: str = "") -> Json:
    """Return an Adaptive Card. ``said`` stands in place of a card that a client cannot draw."""
    told = {
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": language,
        "msteams": {"width": "full"},
        "body": list(body),
    }
    return told | ({"actions": list(actions)} if actions else {}) | ({"fallbackText": said[:1_000]} if said else {})


def size(told: Json) -> int:
    """Return the bytes of a card as it is sent."""
    return len(orjson.dumps(told))


def parted(body: Sequence[Json], end: Sequence[Json], *, largest: int = LARGEST) -> list[list[Json]]:
    """Return the elements of each card: ``body`` in order, then ``end``, which stays together where it fits."""
    cards: list[list[Json]] = [[]]
    filled = 0
    for stretch in [*([one] for one in body), *_together(end, largest)]:
        needed = sum(map(size, stretch)) + len(stretch)
        if cards[-1] and filled + needed > largest:
            cards.append([])
            filled = 0
        cards[-1] += stretch
        filled += needed
    return cards


def _together(elements: Sequence[Json], largest: int) -> list[list[Json]]:
    return [list(elements)] if sum(map(size, elements)) < largest else [[one] for one in elements]
