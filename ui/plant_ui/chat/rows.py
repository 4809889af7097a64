"""Rows of tables as the chat shows them: one as lines under its columns' names, several of one table as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plant_ui.chat.verbatim import verbatim

_STEP = re.compile(r"^(\d{1,2})\\\.(?= )", re.MULTILINE)


def columns(text: str) -> dict[str, str]:
    """Return the cells of a row such as "Code: E0451 · Meaning: Film torn" by their columns; {} of other text."""
    cells = [cell.partition(": ") for cell in text.split(" · ")]
    if len(cells) < 2 or not all(column and separator for column, separator, _ in cells):
        return {}
    return {column: words for column, _, words in cells}


def as_lines(text: str) -> str:
    """Return a row as lines with the columns' names in bold; other text as it stands, its steps' numbers in bold."""
    if row := columns(text):
        return "\n".join(f"**{verbatim(column)}:** {verbatim(words)}" for column, words in row.items())
    return _STEP.sub(r"**\1\\.**", verbatim(text))


def as_table(rows: Sequence[tuple[str, str]]) -> str:
    """Return rows of one table, each with the links of its marks, as a Markdown table."""
    heads = [_cell(column) for column in columns(rows[0][0])]
    lines = [heads, ["---"] * len(heads)]
    for text, links in rows:
        cells = [_cell(words) for words in columns(text).values()]
        lines.append([*cells[:-1], f"{cells[-1]}\u00a0{links}"])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def together(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the numbers of ``texts`` in order; rows of one table that follow one another come together."""
    run: list[int] = []
    for number, text in enumerate(texts):
        here = list(columns(text))
        if run and (not here or here != list(columns(texts[run[-1]]))):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _cell(text: str) -> str:
    return " ".join(verbatim(text).split("\n")) or " "
