"""Rows of the manuals' fault tables that fit what is seen, and the causes that a row lists, one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plant_knowledge_ingest.alarms import Alarm, records
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import possible_codes
from plant_tools.drafts.likeness import Likeness
from plant_tools.evidence import Evidence

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_knowledge_ingest.library import Library

_PASSAGES = 8
_ALIKE = 0.45  # from this likeness on the symptom of a row is taken for the one that is seen
_NEAR_BEST = 0.8
_MOST_ROWS = 3
# Between two causes of one cell: a comma that is in no number, a semicolon, a line, or "or" in the languages read.
_BETWEEN = re.compile(
    r"\s*(?:(?<!\d),|,(?!\d)|[;；，、。]|\n)\s*(?:or\s+|oder\s+|或者?)?|\s+(?:or|oder)\s+|或者?|(?<=[.])\s+(?=[A-ZÄÖÜ])"
)
_BARE = re.compile(r"^(?:and|und|or|oder|then|dann|和|或)\s+|[\s.。]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A row of a fault table with the place where it stands; ``likeness`` to what was asked, 1 for its code."""

    row: Alarm
    asset: str
    citation: PageCitation
    likeness: float

    @property
    def symptom(self) -> str:
        """The code and its meaning."""
        return ": ".join(part for part in (self.row.code, self.row.meaning) if part)

    @property
    def evidence(self) -> Evidence:
        """The row, quoted."""
        return Evidence("root_cause", self.citation.quote, (self.citation,))


def fault_rows(
    library: Library, text: str, asset: str, principal: Principal, embedder: Callable[[], Embedder] | None
) -> list[FaultRow]:
    """Return the rows for a symptom or code, best first; none where nothing is like it."""
    found = library.search(text, principal, limit=_PASSAGES, asset=asset or None, kind="alarms")
    rows = [
        (row, PageCitation.of(hit.passage, range(row.span, row.span + 1)))
        for hit in found.hits
        for row in records(hit.passage)
    ]
    return _fitting(text, asset, rows, embedder)


def causes_of(cell: str) -> list[str]:
    """Return the causes that a cell lists, verbatim pieces of it.

    >>> causes_of("Reel empty, film torn, or film sensor B12 dirty; gap over 1,0 mm")
    ['Reel empty', 'film torn', 'film sensor B12 dirty', 'gap over 1,0 mm']
    """
    pieces = (_BARE.sub("", piece).strip() for piece in _BETWEEN.split(cell) if piece)
    return list(dict.fromkeys(piece for piece in pieces if piece))


def _fitting(
    text: str, asset: str, rows: list[tuple[Alarm, PageCitation]], embedder: Callable[[], Embedder] | None
) -> list[FaultRow]:
    asked = possible_codes(text)
    named = [FaultRow(row, asset, at, 1.0) for row, at in rows if _bare(row.code) in asked]
    if named:
        return named[:_MOST_ROWS]
    meant = [(row, at) for row, at in rows if row.meaning]
    likeness = Likeness([row.meaning for row, _ in meant], embedder).of(text)
    ranked = [FaultRow(row, asset, at, float(like)) for (row, at), like in zip(meant, likeness, strict=True)]
    ranked.sort(key=lambda one: -one.likeness)
    return list(_alike(ranked))[:_MOST_ROWS]


def _bare(code: str) -> str:
    """Return a code as ``possible_codes`` has it: "ER-038" is ER038."""
    return re.sub(r"[-./_\s]", "", code).upper()


def _alike(ranked: list[FaultRow]) -> Iterator[FaultRow]:
    for one in ranked:
        if one.likeness >= max(_ALIKE, _NEAR_BEST * ranked[0].likeness):
            yield one
