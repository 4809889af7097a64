"""Whether the values of datasheets stand where they say: the quote on its page, and the number in the quote."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.principal import Principal
from plant_tools.selection.datasheet import UNITS, Candidate, Cell, Cite

PROVEN, NOT_PROVEN, NOT_HELD = "proven", "not proven", "not in the library"
_FACTORS: Mapping[str, Mapping[str, float]] = {
    "mm": {"mm": 1, "cm": 10, "m": 1_000},
    "kg": {"kg": 1, "t": 1_000},
    "kW": {"kW": 1, "W": 0.001},
    "s": {"s": 1, "min": 60, "ms": 0.001},
    "min": {"min": 1, "h": 60, "s": 1 / 60},
    "1/h": {"/h": 1, "/min": 60},
    "": {"%": 0.01},
}
_NUMBER = re.compile(
    r"(?<![A-WYZa-wyz\d.,])(?<![A-Za-z]-)"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u2009\u202f',.]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"\s*(?:\S{0,12}(?P<per>/h|/min)\b|(?P<unit>mm|cm|kg|kW|min|ms|m|t|W|s|h|%)(?![a-zA-Z]))?"
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a cited value: ``state``, and ``why`` where it is not proven; where proven, its place."""

    candidate: str
    field: str
    value: Any
    cite: Cite
    state: str
    why: str = ""
    place: PageCitation | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it in plain fields; ``rectangle`` is that of the quote, None where it is not proven."""
        told = {"candidate": self.candidate, "field": self.field, "value": self.value, "state": self.state}
        rectangle = [round(side, 1) for side in self.place.rectangle] if self.place else None
        return told | {"why": self.why, "rectangle": rectangle} | self.cite.model_dump()


class Shelf:
    """The pages of the library that ``principal`` may see; each document is opened once."""

    def __init__(self, library: Library, principal: Principal) -> None:
        self._library, self._principal = library, principal
        self._pages: dict[tuple[str, str], list[Passage] | None] = {}

    def proofs(self, candidates: Sequence[Candidate]) -> Iterator[Proof]:
        """Yield what becomes of each value that names its page."""
        for candidate in candidates:
            for field, cell in candidate.cells():
                if cell.cite is not None:
                    yield self._proof(candidate.id, field, cell, cell.cite)

    def _proof(self, candidate: str, field: str, cell: Cell[Any], cite: Cite) -> Proof:
        passages = self._passages(cite)
        if passages is None:
            return Proof(candidate, field, cell.value, cite, NOT_HELD, f"{cite.document} is not there")
        place = _place(passages, cite)
        if place is None:
            return Proof(candidate, field, cell.value, cite, NOT_PROVEN, f"the quote is not on page {cite.page}")
        if not says(cite.quote, cell.value, UNITS.get(field, "s" if field.startswith("cycles.") else "")):
            return Proof(candidate, field, cell.value, cite, NOT_PROVEN, f"{cite.quote!r} does not say {cell.value}")
        return Proof(candidate, field, cell.value, cite, PROVEN, place=place)

    def _passages(self, cite: Cite) -> list[Passage] | None:
        """Return the passages of the revision that is cited, of the one in force where none is."""
        key = (cite.document, cite.revision)
        if key not in self._pages:
            held = [e for e in self._library.documents(self._principal) if e.document.name == cite.document]
            meant = [
                e
                for e in held
                if (e.document.revision == cite.revision if cite.revision else self._library.is_current(e))
            ]
            self._pages[key] = self._library.contents(meant[0]) if meant else None
        return self._pages[key]


def _place(passages: Sequence[Passage], cite: Cite) -> PageCitation | None:
    """Return the lines of the page in which the quote stands; blanks and line ends do not count."""
    wanted = _bare(cite.quote)
    for passage in passages:
        lines = [_bare(passage.text[span.start : span.end]) for span in passage.spans]
        at = "".join(lines).find(wanted) if passage.page == cite.page else -1
        if at >= 0:
            ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
            first = next(n for n, end in enumerate(ends) if end > at)
            last = next(n for n, end in enumerate(ends) if end >= at + len(wanted))
            return PageCitation.of(passage, range(first, last + 1))
    return None


def _bare(text: str) -> str:
    return "".join(text.split())


def says(quote: str, value: Any, unit: str) -> bool:
    """Tell whether each number (or word) of ``value``, which is in ``unit``, is in ``quote``, in whatever unit."""
    if isinstance(value, str):
        return value.casefold() in quote.casefold()
    if isinstance(value, (tuple, list)):
        return all(says(quote, one, unit) for one in value)
    return any(math.isclose(number, value, rel_tol=1e-6) for number in _numbers(quote, unit))


def _numbers(quote: str, unit: str) -> Iterator[float]:
    """Yield the numbers of a quote in ``unit``; in "2.4 x 1.6 x 2.1 m" all three are metres."""
    factors, factor = _FACTORS[unit], 1.0
    for found in reversed(list(_NUMBER.finditer(quote))):
        if told := found["per"] or found["unit"]:
            factor = factors.get(told, 1.0)
        yield from (number * factor for number in _readings(found["digits"]))


def _readings(digits: str) -> Iterator[float]:
    """Yield what digits may mean: "1.800" is 1800 in German and 1.8 in English; "0,8" and "1,800" are clear."""
    bare = re.sub(r"[ \u00a0\u2009\u202f']", "", digits)
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", bare):
        yield float(bare.replace(",", ""))
        return
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", bare):
        yield float(bare.replace(".", "").replace(",", "."))
    if bare.count(".") + bare.count(",") <= 1:
        yield float(bare.replace(",", "."))
