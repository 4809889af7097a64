"""Symptoms as columns of zeros and ones: one a category, one a step that a number exceeds, one for "none"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.case import Symptoms, Value

Matrix = NDArray[np.float32]

_LEAST = 4  # cases that must share a column
_FEW = 6  # different numbers that are still taken for categories


class Encoder:
    """Learns the columns from past symptoms. ``steps``: quantiles that numbers are compared with."""

    def __init__(self, past: Sequence[Symptoms], steps: int) -> None:
        told = [flat(one) for one in past]
        self.names = tuple(sorted({name for one in told for name in one}))
        self.cuts = {name: _cuts(told, name, steps) for name in self.names if is_numeric(told, name)}
        counts = Counter(column for one in told for column in self._columns(one))
        least = min(_LEAST, max(2, len(past) // 20))
        self._place = {name: at for at, name in enumerate(sorted(c for c, n in counts.items() if n >= least))}

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self._place)

    def encode(self, symptoms: Sequence[Symptoms]) -> Matrix:
        """Return the columns, shape (symptoms, width)."""
        made = np.zeros((len(symptoms), self.width), np.float32)
        for row, one in enumerate(symptoms):
            places = [self._place[c] for c in self._columns(flat(one)) if c in self._place]
            made[row, places] = 1.0
        return made

    def _columns(self, told: Mapping[str, Value]) -> list[str]:
        found: list[str] = []
        for name, value in told.items():
            if name not in self.cuts or value is None:
                found.append(f"{name}={label(value)}")
            elif isinstance(value, (int, float)):
                found += [f"{name}=", *(f"{name}>{i}" for i, cut in enumerate(self.cuts[name]) if value > cut)]
        return found


def flat(symptoms: Symptoms) -> dict[str, Value]:
    """Return the symptoms with asset and class, where they are known, among them."""
    place = {" asset": symptoms.asset, " class": symptoms.kind}
    return {**symptoms.seen, **{name: value for name, value in place.items() if value}}


def label(value: Value) -> str:
    """Return a category as text; "" for none."""
    return "" if value is None else str(value)


def is_numeric(told: Sequence[Mapping[str, Value]], name: str) -> bool:
    """Tell whether a symptom is a number rather than one of a few categories."""
    values = {v for one in told if (v := one.get(name)) is not None}
    return len(values) > _FEW and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)


def _cuts(told: Sequence[Mapping[str, Value]], name: str, steps: int) -> list[float]:
    values = [float(v) for one in told if isinstance(v := one.get(name), (int, float))]
    return [float(cut) for cut in np.unique(np.quantile(values, np.linspace(0, 1, steps + 1)[1:-1]))]
