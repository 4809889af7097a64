"""What each symptom says for and against each cause: counts, log-lifts with back-off, and their tempered sum.

log-lift(s, c) = ln(p(s | c) / p(s)), with p(s | c) = (n(s, c) + a p(s)) / (n(c) + a) over the fleet; where the class
of the asset is known, the same over the class with the fleet's p(s | c) in place of p(s), and so on to the asset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.case import Symptoms, Value
from plant_tools.rca.encoding import is_numeric, label

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

_PULL = 5.0  # a of the formula: cases' worth of what is usual
_FELT = 0.1  # log-lifts nearer to 0 say nothing
_BEYOND_CHANCE = 1.645
_PARTS = 5  # ranges that a number is told apart by


@dataclass(frozen=True, slots=True)
class Speaks:
    """What one symptom says: log-lifts and numbers of cases with it, by cause, and the number of cases with it at all.

    ``told``: cases of each cause in which it was looked at; ``level``: "asset", "class" or "fleet", the nearest at
    which there are cases.
    """

    name: str
    value: str
    lifts: Array
    having: Ints
    told: Ints
    share: float
    level: str

    def tells(self, cause: int) -> bool:
        """Tell whether cases of a cause had it more or less often than usual, beyond what chance would do.

        One-sided at 5 %, by the normal approximation, on the same side as the log-lift.
        """
        told, lift = int(self.told[cause]), float(self.lifts[cause])
        spread = np.sqrt(told * self.share * (1 - self.share))
        away = (int(self.having[cause]) - told * self.share) / max(float(spread), 1e-9)
        return abs(lift) >= _FELT and away * np.sign(lift) >= _BEYOND_CHANCE


class LogLifts:
    """Counts of past symptoms by cause. ``y``: the number of each case's cause, below ``causes``."""

    def __init__(self, past: Sequence[Symptoms], y: Ints, causes: int) -> None:
        self._y, self.causes = y, causes
        told = [one.seen for one in past]
        self.names = tuple(sorted({name for seen in told for name in seen}))
        self._cuts = {name: _cuts(told, name) for name in self.names if is_numeric(told, name)}
        self._labels: dict[str, dict[str, int]] = {}
        self._held: dict[str, Ints] = {}
        for name in self.names:
            said = [self.reading(name, seen.get(name)) for seen in told]
            places = {value: at for at, value in enumerate(sorted({value for value in said if value}))}
            self._labels[name] = places
            self._held[name] = np.array([places[value] if value else -1 for value in said])
        self._where = {"class": _by(past, "kind"), "asset": _by(past, "asset")}
        self._fleet = {name: self._counts(name, None) for name in self.names}
        self.sizes = np.bincount(y, minlength=causes)

    def reading(self, name: str, value: Value) -> str:
        """Return a value as it is counted: a category, or the range that a number lies in; "" for none."""
        cuts = self._cuts.get(name)
        if cuts is None or not isinstance(value, (int, float)):
            return "" if cuts is not None else label(value)
        at = int(np.searchsorted(cuts, value))
        low, high = ("" if at == 0 else f"> {cuts[at - 1]:g}"), ("" if at == len(cuts) else f"≤ {cuts[at]:g}")
        return ", ".join(part for part in (low, high) if part) or "a number"

    def knows(self, name: str, value: Value) -> bool:
        """Tell whether any past case had this value."""
        return self.reading(name, value) in self._labels.get(name, {})

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values that past cases had."""
        return tuple(self._labels[name])

    def given(self, name: str) -> Array:
        """Return p(value | cause) over the fleet, shape (values, causes)."""
        counts = self._fleet[name].astype(np.float64)
        usual = counts.sum(1, keepdims=True) / max(1.0, counts.sum())
        return np.asarray((counts + _PULL * usual) / (counts.sum(0) + _PULL))

    def speaks(self, symptoms: Symptoms) -> list[Speaks]:
        """Return what each symptom says that past cases know."""
        rows = {level: self._where[level].get(key) for level, key in _places(symptoms)}
        return [
            self._said(name, self._labels[name][reading], {k: v for k, v in rows.items() if v is not None}, reading)
            for name, value in symptoms.seen.items()
            if name in self._labels and (reading := self.reading(name, value)) in self._labels[name]
        ]

    def shared(self, symptoms: Symptoms) -> Array:
        """Return the share of the symptoms that each past case has as well; place counts as two of them."""
        found = np.zeros(len(self._y))
        known = [(n, self.reading(n, v)) for n, v in symptoms.seen.items() if n in self._labels]
        for name, reading in known:
            found += self._held[name] == self._labels[name].get(reading, -1 if not reading else -2)
        for rows in self.places(symptoms):
            found[rows] += 1
        return found / max(1, len(known) + len(_places(symptoms)))

    def places(self, symptoms: Symptoms) -> list[Ints]:
        """Return the past cases of the same class, and those of the same asset, as far as there are any."""
        found = (self._where[level].get(key) for level, key in _places(symptoms))
        return [rows for rows in found if rows is not None]

    @property
    def log_prior(self) -> Array:
        """Natural logarithm of how frequent causes are; each counts half a case more."""
        return np.asarray(np.log((self.sizes + 0.5) / (len(self._y) + 0.5 * self.causes)))

    def scores(self, symptoms: Symptoms, tempered: float) -> Array:
        """Return log prior + ``tempered`` x sum of log-lifts, by cause."""
        return np.asarray(
            self.log_prior + tempered * sum((said.lifts for said in self.speaks(symptoms)), np.zeros(self.causes))
        )

    def _said(self, name: str, at: int, rows: Mapping[str, Ints], reading: str) -> Speaks:
        counts, level = self._fleet[name], "fleet"
        share = counts[at].sum() / counts.sum()
        chance = (counts[at] + _PULL * share) / (counts.sum(0) + _PULL)
        for place, cases in rows.items():
            near = self._counts(name, cases)
            chance = (near[at] + _PULL * chance) / (near.sum(0) + _PULL)
            level = place if near.sum() else level
        return Speaks(name, reading, np.log(chance / share), counts[at], counts.sum(0), float(share), level)

    def _counts(self, name: str, cases: Ints | None) -> Ints:
        held, y = (self._held[name], self._y) if cases is None else (self._held[name][cases], self._y[cases])
        there = held >= 0
        size = len(self._labels[name])
        return np.bincount(held[there] * self.causes + y[there], minlength=size * self.causes).reshape(size, -1)


def _places(symptoms: Symptoms) -> list[tuple[str, str]]:
    return [(level, key) for level, key in (("class", symptoms.kind), ("asset", symptoms.asset)) if key]


def _by(past: Sequence[Symptoms], name: str) -> dict[str, Ints]:
    found: dict[str, list[int]] = {}
    for at, one in enumerate(past):
        if key := getattr(one, name):
            found.setdefault(key, []).append(at)
    return {key: np.array(places) for key, places in found.items()}


def _cuts(told: Sequence[Mapping[str, Value]], name: str) -> list[float]:
    values = [float(v) for seen in told if isinstance(v := seen.get(name), (int, float))]
    return [float(cut) for cut in np.unique(np.quantile(values, np.linspace(0, 1, _PARTS + 1)[1:-1]))]
