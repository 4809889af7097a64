"""Rows of tables: told with the headings of their columns, cited without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plant_agents.proof.spelling import spelt

CELLS = " · "


def with_rows(quotes: Sequence[str], lines: Iterable[str]) -> tuple[str, ...]:
    r"""Return ``quotes`` and those of ``lines`` that are rows whose cells all stand in one of them, word for word.

    >>> with_rows(["Impeller nut\\n65 Nm"], ["Joint: Impeller nut · Torque: 65 Nm", "Joint: Cover · Torque: 9 Nm"])
    ('Impeller nut\\n65 Nm', 'Joint: Impeller nut · Torque: 65 Nm')
    """
    known = [bare(quote) for quote in quotes]
    return (*quotes, *(line for line in lines if CELLS in line and any(_stands(line, quote) for quote in known)))


def _stands(line: str, quote: str) -> bool:
    """Tell whether the cells of ``line`` stand in ``quote`` in their order, each whole or after its heading."""
    start = 0
    for cell in line.split(CELLS):
        ends = [at + len(form) for form in _forms(cell) if (at := quote.find(form, start)) >= 0]
        if not ends:
            return False
        start = min(ends)
    return True


def _forms(cell: str) -> Iterator[str]:
    """Yield the cell, and what is left of it behind each colon."""
    yield bare(cell)
    at = cell.find(": ")
    while at >= 0:
        yield bare(cell[at + 2 :])
        at = cell.find(": ", at + 2)


def bare(text: str) -> str:
    """Return ``text`` as ``spelt``, without blanks."""
    return "".join(spelt(text).split())
