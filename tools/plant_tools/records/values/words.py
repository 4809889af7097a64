"""A source's own words for type, state and kind, read into ours. A word that is not known stays unread."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plant_tools.records.headings import comparable

_NOT = frozenset("not no non nicht kein keine ohne without".split())
_FILE = Path(__file__).with_name("words.yaml")


def word_for(kind: str, text: str, own: Mapping[str, str] | None = None) -> str | None:
    """Return our word of ``kind`` (type, state, event, code) for ``text``, or None. ``own`` words come first."""
    plain = comparable(text)
    if own and (told := own.get(plain)):
        return told
    known = _known()[kind]
    if plain in known:
        return known[plain]
    parts = set(plain.split())
    if parts & _NOT or plain.startswith(("非", "不", "无", "無")):
        return None
    for word, ours in known.items():
        if word in parts or (not word.isascii() and len(word) > 1 and word in plain):
            return ours
    return None


def yes_and_no(heading: str) -> tuple[str, str] | None:
    """Return what yes and no say in a column under ``heading``, such as ("preventive", "corrective")."""
    words = comparable(heading)
    for name, (yes, no) in _vocabulary()["yes_means"].items():
        if name in words.split() or (not name.isascii() and name in words):
            return yes, no
    return None


def our_words(kind: str) -> list[str]:
    """Return our words of a kind."""
    return list(_vocabulary()[kind])


@cache
def _known() -> dict[str, dict[str, str]]:
    """Return our word by the source's, longest first, for each kind."""
    return {
        kind: dict(
            sorted(
                ((comparable(word), ours) for ours, words in groups.items() for word in words),
                key=lambda pair: -len(pair[0]),
            )
        )
        for kind, groups in _vocabulary().items()
        if kind != "yes_means"
    }


@cache
def _vocabulary() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
