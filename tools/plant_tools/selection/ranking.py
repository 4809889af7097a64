"""Options in order: dominated ones out, then nearness to the ideal, and how firm the first place is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
DRAWS = 2_000
SWING = 0.20


def dominators(values: Matrix, benefit: NDArray[np.bool_]) -> list[int | None]:
    """Return for each option (row) one that is nowhere worse and somewhere better, None where there is none."""
    good = np.where(benefit, values, -values)
    found: list[int | None] = []
    for one in good:
        better = (good >= one).all(axis=1) & (good > one).any(axis=1)
        found.append(int(np.argmax(better)) if better.any() else None)
    return found


def closeness(values: Matrix, weights: Matrix, benefit: NDArray[np.bool_]) -> Matrix:
    """Return how near each option (row) is to the ideal one, 0 to 1: TOPSIS (Hwang & Yoon 1981).

    r_ij = x_ij / sqrt(sum_i x_ij^2), v_ij = w_j r_ij; S+ and S- the distances of v_i to the best and the worst of each
    column; C = S- / (S+ + S-). Options that are all alike are 1. ``weights`` may be many rows; so is the result then.
    """
    norms = np.sqrt((values**2).sum(axis=0))
    scaled = np.divide(values, norms, out=np.zeros_like(values), where=norms > 0)
    high, low = scaled.max(axis=0), scaled.min(axis=0)
    best, worst = np.where(benefit, high, low), np.where(benefit, low, high)
    away, off = (np.sqrt(weights**2 @ ((scaled - point) ** 2).T) for point in (best, worst))
    total = away + off
    near: Matrix = np.divide(off, total, out=np.ones_like(off), where=total > 0)
    return near


@dataclass(frozen=True, slots=True)
class Ranking:
    """Options from the best on (``order``, rows), with their ``closeness`` by row.

    ``stays`` is the share of draws, each weight moved by up to 20 %, in which the first stays first; ``reversals`` are
    (left out, first then) where leaving one of the others out gives another first.
    """

    order: tuple[int, ...]
    closeness: tuple[float, ...]
    stays: float
    reversals: tuple[tuple[int, int], ...]


def ranked(values: Matrix, weights: Matrix, benefit: NDArray[np.bool_], *, seed: int = 0) -> Ranking:
    """Return the ranking of options (rows of ``values``, one column a criterion)."""
    near = closeness(values, weights, benefit)
    order = tuple(int(row) for row in np.argsort(-near, kind="stable"))
    first = order[0]
    return Ranking(
        order,
        tuple(float(one) for one in near),
        _stays(values, weights, benefit, first, seed),
        tuple(_reversals(values, weights, benefit, first)),
    )


def _stays(values: Matrix, weights: Matrix, benefit: NDArray[np.bool_], first: int, seed: int) -> float:
    if len(values) == 1:
        return 1.0
    moved = weights * np.random.default_rng(seed).uniform(1 - SWING, 1 + SWING, (DRAWS, len(weights)))
    moved /= moved.sum(axis=1, keepdims=True)
    return float((closeness(values, moved, benefit).argmax(axis=1) == first).mean())


def _reversals(values: Matrix, weights: Matrix, benefit: NDArray[np.bool_], first: int) -> list[tuple[int, int]]:
    rows = np.arange(len(values))
    found = []
    for out in rows:
        left = rows[rows != out]
        if out == first or len(left) < 2:
            continue
        then = int(left[int(np.argmax(closeness(values[left], weights, benefit)))])
        if then != first:
            found.append((int(out), then))
    return found
