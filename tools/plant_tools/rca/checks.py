"""Which symptom that nobody has looked at yet would tell most: expected information gain, in bits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.loglift import LogLifts

_LEAST = 0.005  # bits; less tells nothing


@dataclass(frozen=True, slots=True)
class Check:
    """A symptom to look at, the bits that it is expected to tell, and what speaks for which of two causes."""

    symptom: str
    bits: float
    here: str = ""
    there: str = ""


def informative(lifts: LogLifts, p: NDArray[np.float64], given: Collection[str], limit: int) -> list[Check]:
    """Return the symptoms not in ``given`` that are expected to tell most of causes with probabilities ``p``."""
    gains = [(name, gain(lifts.given(name), p)) for name in lifts.names if name not in given]
    best = sorted(gains, key=lambda pair: (-pair[1], pair[0]))[:limit]
    return [Check(name, round(bits, 4)) for name, bits in best if bits >= _LEAST]


def between(lifts: LogLifts, p: NDArray[np.float64], first: int, second: int, given: Collection[str]) -> Check | None:
    """Return the symptom that best tells two causes apart, with the value that speaks most for each of them."""
    two = np.zeros_like(p)
    two[[first, second]] = p[[first, second]]
    found = informative(lifts, two, given, 1)
    if not found:
        return None
    chances, values = lifts.given(found[0].symptom), lifts.values(found[0].symptom)
    away = np.log(chances[:, first] / chances[:, second]) * (chances[:, first] + chances[:, second])
    return Check(found[0].symptom, found[0].bits, values[int(away.argmax())], values[int(away.argmin())])


def gain(chances: NDArray[np.float64], p: NDArray[np.float64]) -> float:
    """Return H(causes) - E[H(causes | value)]: ``chances`` is p(value | cause), shape (values, causes)."""
    whole = p / max(float(p.sum()), 1e-12)
    joint = chances * whole
    values = joint.sum(1)
    return max(0.0, _entropy(whole) + _entropy(values) - _entropy(joint.ravel()))


def _entropy(p: NDArray[np.float64]) -> float:
    there = p[p > 0]
    return -float((there * np.log2(there)).sum())
