"""What a plant may be asked about: its assets, those around the one at hand first, and the codes of its documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from plant_knowledge_ingest.tokens import codes
from plant_tools.assets.card import registered
from plant_tools.history.known import loosely
from plant_tools.records.tables import Asset
from plant_tools.spoken.register import Code
from plant_tools.spoken.symbols import canonical

if TYPE_CHECKING:
    from plant_knowledge_ingest.entry import Entry
    from plant_knowledge_ingest.library import Library
    from plant_tools.records.sight import Who
    from plant_tools.records.store import Store

HOTWORDS = 40
"""Whisper is told of so many; it reads no more than 220 tokens of them, and a tag has five."""

_PAGES = 1_500
"""Codes are read from so many pages; more are searched, but not matched."""

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*")
_asset = Asset.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


def assets(store: Store, who: Who, entries: Iterable[Entry], at_hand: str) -> list[Code]:
    """Return the assets that ``who`` sees: that at hand, those around it, those of documents, then the others.

    ``entries`` are the documents that the asker may see.
    """
    named = {one.tag: one.name for one in registered(store, who)}
    documented = [tag for entry in entries for tag in entry.document.assets]
    ordered = dict.fromkeys([at_hand, *_around(store, who, at_hand), *documented, *named])
    known = named.keys() | set(documented)
    return [Code(tag, named.get(tag, "")) for tag in ordered if tag in known]


def documented(entries: Iterable[Entry]) -> list[Code]:
    """Return the assets of documents, without what only the records tell."""
    return [Code(tag) for tag in dict.fromkeys(tag for entry in entries for tag in entry.document.assets)]


def _around(store: Store, who: Who, tag: str) -> list[str]:
    """Return the assets in the same place as ``tag``, and those that it is part of or that are part of it."""
    if not tag:
        return []
    c = _asset.c
    with store.reading(who) as connection:
        mine = connection.execute(select(c.dataset_id, c.location_code, c.parent_tag).where(c.tag == tag)).first()
        if mine is None:
            return []
        near = (c.location_code == mine.location_code) | (c.parent_tag == tag) | (c.tag == mine.parent_tag)
        return list(
            connection.execute(select(c.tag).where(c.dataset_id == mine.dataset_id, near).order_by(c.tag)).scalars()
        )


class DocumentCodes:
    """The alarm codes and part numbers that documents name. Those of a document are read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[str, frozenset[str]] = {}

    def about(self, entries: Iterable[Entry], at_hand: str) -> Iterator[Code]:
        """Give the codes of ``entries``, which the asker may see; where an asset is at hand, of those about it."""
        pages = 0
        for entry in sorted(entries, key=lambda each: each.pages):
            tags = {loosely(tag) for tag in entry.document.assets}
            if at_hand and loosely(at_hand) not in tags:
                continue
            pages += entry.pages
            if pages > _PAGES:
                return
            for code in sorted(self._of(entry)):
                yield Code(code, entry.document.name, "code")

    def _of(self, entry: Entry) -> frozenset[str]:
        issue = entry.document.issue
        if issue not in self._kept:
            written = (_written(passage.text) for passage in self._library.contents(entry))
            self._kept[issue] = frozenset(code for each in written for code in each)
        return self._kept[issue]


def _written(text: str) -> Iterator[str]:
    """Give the codes of a text as it writes them, with their hyphens."""
    known = {code for code in codes(text) if _speakable(code)}
    for word in _WORD.findall(text) if known else ():
        if canonical(word) in known:
            yield word


def _speakable(code: str) -> bool:
    """Say whether somebody would say this code: letters and at least two digits, in Latin."""
    return code.isascii() and 4 <= len(code) <= 14 and sum(map(str.isdecimal, code)) > 1 and code[0].isalpha()
