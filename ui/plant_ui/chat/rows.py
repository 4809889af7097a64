"""Rows of tables as the chat shows them: one as lines under its columns' names, several of one table as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plant_ui.channels.rows import columns
from plant_ui.chat.verbatim import verbatim

_STEP = re.compile(r"^(\d{1,2})\\\.(?= )", re.MULTILINE)


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


def _cell(text: str) -> str:
    return " ".join(verbatim(text).split("\n")) or " "
