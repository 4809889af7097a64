"""How many: the rows of a table that are of the kind asked for, counted; a computed fact, each row in its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.passage import Document, Hit, Passage, Span
from plant_knowledge_ingest.tokens import for_search
from plant_tools.manuals.asking import Reading
from plant_tools.manuals.fitting import about
from plant_tools.manuals.told import Shelf
from plant_tools.manuals.wanted import Wanted

# Words that questions are made of are no subject, but a table may list what they name.
_LISTED = frozenset({"alarm", "spare_part", "energy"})
_FEWEST = 2
_NOTHING = re.compile(r"(?:none|keine?[rs]?|无|無)(?:\s*[:：,，].*)?|[-–—]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of a table that have something under ``title``, each as its passage and the number of its span."""

    title: str
    rows: tuple[tuple[Passage, int], ...]

    @property
    def citations(self) -> tuple[PageCitation, ...]:
        """One citation for each passage, from its first row to its last."""
        spans: dict[Passage, list[int]] = defaultdict(list)
        for passage, at in self.rows:
            spans[passage].append(at)
        return tuple(PageCitation.of(passage, range(min(at), max(at) + 1)) for passage, at in spans.items())


def counted(
    wanted: Wanted, hits: Sequence[Hit], documents: Mapping[str, Document], shelf: Shelf, glossary: Glossary
) -> Counted | None:
    """Return the rows of the table with a column of what is counted; None where there is none.

    Of alarms, spare parts and energies the heading tells as well. Of several tables that of the document about the
    machine alone is meant, then the longest.
    """
    sought = wanted.asked.sought or wanted.query.concepts & _LISTED
    if not wanted.counts or not sought:
        return None
    tables: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[tuple[Passage, int]]] = defaultdict(list)
    worth: dict[str, float] = {}
    for hit in hits:
        passage = hit.passage
        told = shelf.of(passage, documents[passage.issue], glossary)
        if not all(reading & (sought | told.said) for reading in wanted.parts):
            continue  # some of the rows are asked for
        worth[passage.issue] = about(wanted, told)
        for at, span in enumerate(passage.spans):
            if span.cells and span.columns and worth[passage.issue] > 0:
                tables[passage.issue, passage.headings, span.columns].append((passage, at))
    found = [
        (worth[issue], len(counts.rows), counts)
        for (issue, _, columns), rows in tables.items()
        for counts in _told(sought, columns, sorted(rows, key=_place), glossary)
    ]
    return max(found, key=lambda one: one[:2])[2] if found else None


def _told(
    sought: Reading, columns: Sequence[str], rows: Sequence[tuple[Passage, int]], glossary: Glossary
) -> Iterator[Counted]:
    passage = rows[0][0]
    spoken = base(passage.language)
    named = [title for title in columns if sought & glossary.find(title, spoken)]
    heading = passage.headings[-1] if passage.headings else ""
    if not named and sought & _LISTED & glossary.find(heading, spoken) and len(columns) == len(set(columns)):
        named = [columns[0]]
    for title in named[:1]:
        at = columns.index(title)
        kept = tuple((passage, row) for passage, row in rows if _says(passage, passage.spans[row], at))
        if len(kept) >= _FEWEST:
            yield Counted(title.rpartition(" > ")[2], kept)


def _says(passage: Passage, span: Span, column: int) -> bool:
    """Tell whether a row has something in a column: neither nothing, nor "none", nor the column's own title."""
    start, end = span.cells[column] if column < len(span.cells) else (0, 0)
    text = for_search(passage.text[start:end])
    return bool(text) and text != span.columns[column] and _NOTHING.fullmatch(text) is None


def _place(row: tuple[Passage, int]) -> tuple[int, float, int]:
    passage, at = row
    return passage.page, passage.rectangle[1], at
