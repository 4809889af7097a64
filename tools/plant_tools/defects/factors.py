"""What inspections can be compared by: the levels of each factor, those of numbers made by thirds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Float, and_, case, cast, func

from plant_tools.defects.inspections import FIELDS, Inspections, columns

Flags: TypeAlias = NDArray[np.bool_]

_FEW_VALUES, _ODD_WORDS = 5, 10
_BINS = 3
_MOST = 200  # levels of a factor that are compared


@dataclass(frozen=True, slots=True)
class Level:
    """One value of a factor, or one stretch of a number: above ``low``, up to ``high``."""

    name: str
    at: Flags
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """A field, or a parameter by its heading; ``known``: where anything is on record; ``odd``: cells not numbers.

    ``more``: levels that are too rare, beyond the most frequent, to be among ``levels``.
    """

    name: str
    parameter: bool
    known: Flags
    levels: tuple[Level, ...]
    number: bool = False
    odd: tuple[str, ...] = ()
    more: int = 0

    def is_known(self) -> ColumnElement[bool]:
        """Return the condition of rows of which the factor is known."""
        stands = and_(self.text().is_not(None), self.text() != "")
        return and_(stands, self.text().not_in(self.odd)) if self.odd else stands

    def holds(self, level: Level) -> ColumnElement[bool]:
        """Return the condition of rows at a level."""
        if not self.number:
            return and_(self.text() == level.name)
        number = cast(func.replace(self.text(), ",", "."), Float)
        value = case((self.text().in_(self.odd), None), else_=number) if self.odd else number
        above = [value > level.low] if level.low is not None else []
        return and_(*above, *([value <= level.high] if level.high is not None else []))

    def text(self) -> ColumnElement[Any]:
        """Return what is on record of the factor, as text."""
        c = columns()
        text: ColumnElement[Any] = c.extra[self.name].as_string() if self.parameter else c[self.name]
        return text


def factors_of(read: Inspections) -> Iterator[Factor]:
    """Yield what differs between inspections: fields first, then parameters by their headings."""
    for name in FIELDS:
        yield from _categories(name, [value or None for value in read.values[name]], parameter=False)
    for heading, cells in read.parameters.items():
        texts = [None if cell is None or str(cell).strip() == "" else _said(cell) for cell in cells]
        yield from _numbers(heading, texts) or _categories(heading, texts, parameter=True)


def number_in(text: str) -> float | None:
    """Return the number that a cell holds, with a point or a comma; None where it is none.

    >>> number_in("181,5"), number_in("n/a")
    (181.5, None)
    """
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _categories(name: str, texts: Sequence[str | None], *, parameter: bool) -> list[Factor]:
    counted = Counter(text for text in texts if text is not None)
    if len(counted) <= 1:
        return []
    at = {value: place for place, value in enumerate(sorted(counted))}
    places = np.array([-1 if text is None else at[text] for text in texts])
    often = {value for value, times in counted.most_common(_MOST) if times > 1}
    levels = tuple(Level(value, places == place) for value, place in at.items() if value in often)
    more = len(counted) - len(levels)
    return [Factor(name, parameter, places >= 0, levels, more=more)] if levels else []


def _numbers(name: str, texts: Sequence[str | None]) -> list[Factor]:
    """Return the factor of a column of numbers; its stretches are thirds, made without a look at the defects."""
    values = [None if text is None else number_in(text) for text in texts]
    odd = {text for text, value in zip(texts, values, strict=True) if text is not None and value is None}
    there = [value for value in values if value is not None]
    if len(odd) > _ODD_WORDS or len(set(there)) <= _FEW_VALUES or 10 * len(there) < 9 * sum(map(bool, texts)):
        return []
    numbers = np.array([np.nan if value is None else value for value in values])
    inner = np.quantile(there, [at / _BINS for at in range(1, _BINS)], method="lower")
    edges = [None, *dict.fromkeys(float(edge) for edge in inner if edge < max(there)), None]
    levels = tuple(_between(numbers, low, high) for low, high in pairwise(edges))
    return [Factor(name, True, ~np.isnan(numbers), levels, True, tuple(sorted(odd)))] if len(levels) > 1 else []


def _between(numbers: NDArray[np.float64], low: float | None, high: float | None) -> Level:
    known = ~np.isnan(numbers)
    at = known & (numbers > (-np.inf if low is None else low)) & (numbers <= (np.inf if high is None else high))
    if low is None:
        return Level(f"≤ {high:g}", at, low, high)
    return Level(f"> {low:g}" if high is None else f"{low:g} – {high:g}", at, low, high)


def _said(cell: Any) -> str:
    """Return a cell as the database says it as text: whole numbers without a point."""
    return str(cell).strip() if isinstance(cell, str) else str(cell)
