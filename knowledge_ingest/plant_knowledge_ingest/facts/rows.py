"""Facts of table rows: what each cell says of the component, task, alarm or part that the row is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from plant_knowledge_ingest.alarms import records
from plant_knowledge_ingest.facts.card import ALARM, INTERVAL, NAME, PART, VALUE, Card
from plant_knowledge_ingest.facts.values import is_value
from plant_knowledge_ingest.passage import Passage, Span
from plant_knowledge_ingest.tokens import for_search

_INTERVAL = re.compile(r"interval|frequency|every|intervall|alle|turnus|wann|周期|週期|频率|頻率", re.IGNORECASE)
_NUMBER = re.compile(
    r"part (?:no\.?|number)|(?:item |order )?(?:no\.?|number)|(?:teile|bestell|artikel)?-?(?:nr\.?|nummer)|teile-nr\.?|"
    r"件号|料號|料号|编号|編號|图号",
    re.IGNORECASE,
)
_NOTE = re.compile(r"notes?|remarks?|who|bemerkung|wer|备注|備註|人员|人員", re.IGNORECASE)


class Cell(NamedTuple):
    """A cell with the title of its column."""

    title: str
    text: str


def row_cards(passage: Passage) -> Iterator[Card]:
    """Yield the facts of the rows of ``passage``, of each row those of its cells in order."""
    alarms = {alarm.span: alarm for alarm in records(passage)}
    titles = {span.columns for span in passage.spans}
    for at, span in enumerate(passage.spans):
        if (alarm := alarms.get(at)) is not None:
            yield Card(at, ALARM, alarm.code, "", alarm.meaning, cause=alarm.cause, remedy=alarm.remedy)
        elif span.cells and not _is_titles(passage, span, titles):
            for cells in _facts_apart(_cells(passage, span)):
                yield from _of_row(at, cells)


def _texts(passage: Passage, span: Span) -> tuple[str, ...]:
    return tuple(for_search(passage.text[start:end]) for start, end in span.cells)


def _is_titles(passage: Passage, span: Span, titles: Collection[tuple[str, ...]]) -> bool:
    """Tell whether a row is that of the titles."""
    texts = _texts(passage, span)
    return texts in titles or (not span.columns and texts == _titles_above(passage, span))


def _cells(passage: Passage, span: Span) -> list[Cell]:
    titles = span.columns or _titles_above(passage, span)
    return [Cell(title, text) for title, text in zip(titles, _texts(passage, span), strict=True)]


def _titles_above(passage: Passage, span: Span) -> Sequence[str]:
    """Return the words of the first row as wide as ``span`` where it looks like titles: without a digit."""
    first = next(other for other in passage.spans if len(other.cells) == len(span.cells))
    texts = _texts(passage, first)
    if len(texts) > 2 and all(texts) and not any(map(str.isdigit, "".join(texts))):
        return texts
    return ("",) * len(span.cells)


def _facts_apart(cells: list[Cell]) -> Iterator[list[Cell]]:
    """Yield the parts of a row whose columns begin again: "item, value, item, value" are two facts."""
    titles = [cell.title for cell in cells]
    half = len(titles) // 2
    if half and len(titles) % 2 == 0 and titles[:half] == titles[half:] and any(titles):
        yield cells[:half]
        yield cells[half:]
    else:
        yield cells


def _of_row(at: int, cells: list[Cell]) -> Iterator[Card]:
    told = [cell for cell in cells if cell.text]
    subject = next((c for c in told if not _names_row(c.title) and not c.text.isdigit()), told[0] if told else None)
    if subject is None or len(told) < 2:
        return
    note = next((c.text for c in told if _NOTE.fullmatch(c.title) and c is not subject), "")
    for cell in told:
        if cell is not subject and not _NOTE.fullmatch(cell.title):
            yield Card(at, _kind(cell), subject.text, cell.title, cell.text, note=note)
    if note:
        title = next(c.title for c in told if _NOTE.fullmatch(c.title))
        yield Card(at, NAME, subject.text, title, note)


def _names_row(title: str) -> bool:
    """Tell whether a column only orders the rows, by interval or number, or remarks on them."""
    return any(words.fullmatch(title.strip()) for words in (_INTERVAL, _NUMBER, _NOTE))


def _kind(cell: Cell) -> str:
    if _INTERVAL.fullmatch(cell.title.strip()):
        return INTERVAL
    if _NUMBER.fullmatch(cell.title.strip()):
        return PART
    return VALUE if is_value(cell.text) else NAME
