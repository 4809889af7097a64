"""Rows of tables as documents have them in words: "Code: E0451 · Meaning: Film torn"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def columns(text: str) -> dict[str, str]:
    """Return the cells of a row by their columns; {} of other text.

    >>> columns("Code: E0451 · Meaning: Film torn")
    {'Code': 'E0451', 'Meaning': 'Film torn'}
    """
    cells = [cell.partition(": ") for cell in text.split(" · ")]
    if len(cells) < 2 or not all(column and separator for column, separator, _ in cells):
        return {}
    return {column: words for column, _, words in cells}


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
