"""Weights of criteria: from comparisons two by two, with a check of their consistency, or as they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plant_tools.selection.brief import Compared, Criterion
from plant_tools.selection.errors import SelectionRefused

LARGEST_RATIO = 0.10
RANDOM_INDEX = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random matrices by their size, 0 to 10 (Saaty, The Analytic Hierarchy Process, 1980)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights that add up to 1. ``eigenvalue`` and ``ratio`` are 0 where they were given and not compared."""

    values: NDArray[np.float64]
    eigenvalue: float = 0.0
    ratio: float = 0.0


def weights_of(criteria: Sequence[Criterion], comparisons: Sequence[Compared]) -> Weights:
    """Return the weights. Raises ``SelectionRefused`` for comparisons that lack or contradict one another."""
    if not comparisons:
        given = np.array([criterion.weight or 0.0 for criterion in criteria])
        return Weights(given / given.sum())
    names = [criterion.id for criterion in criteria]
    matrix = _matrix(names, comparisons)
    found = compared(matrix)
    if found.ratio > LARGEST_RATIO:
        raise SelectionRefused(
            f"The comparisons contradict one another: consistency ratio {found.ratio:.3f} > {LARGEST_RATIO:.2f}.",
            remedy=_worst(names, matrix, found.values),
        )
    return found


def compared(matrix: NDArray[np.float64]) -> Weights:
    """Return the weights of a reciprocal matrix (n, n): its principal eigenvector, made to add up to 1.

    CI = (lambda_max - n) / (n - 1), CR = CI / RI(n) (Saaty 1980). Raises ``SelectionRefused`` above 10 criteria.
    """
    size = len(matrix)
    if size >= len(RANDOM_INDEX):
        raise SelectionRefused(f"{size} criteria are too many to compare.", remedy="Compare 10 or fewer.")
    values, vectors = np.linalg.eig(matrix)
    top = int(np.argmax(values.real))
    vector = np.abs(vectors[:, top].real)
    largest = float(values[top].real)
    index = (largest - size) / (size - 1) if size > 1 else 0.0
    ratio = max(index, 0.0) / RANDOM_INDEX[size] if RANDOM_INDEX[size] else 0.0
    return Weights(vector / vector.sum(), largest, ratio)


def _matrix(names: list[str], comparisons: Sequence[Compared]) -> NDArray[np.float64]:
    size = len(names)
    matrix = np.zeros((size, size)) + np.eye(size)
    for one in comparisons:
        a, b = names.index(one.a), names.index(one.b)
        if a == b or matrix[a, b]:
            raise SelectionRefused(f"{one.a} and {one.b} are compared twice.", remedy="Compare each pair once.")
        matrix[a, b], matrix[b, a] = one.times, 1 / one.times
    lacking = [f"{names[a]} with {names[b]}" for a in range(size) for b in range(a) if not matrix[a, b]]
    if lacking:
        raise SelectionRefused(f"Not compared: {', '.join(lacking[:5])}.", remedy="Compare each pair once.")
    return matrix


def _worst(names: list[str], matrix: NDArray[np.float64], weights: NDArray[np.float64]) -> str:
    """Name the pair that is furthest from what all others say of it."""
    fitting = weights[:, None] / weights[None, :]
    a, b = np.unravel_index(int(np.argmax(np.abs(np.log(matrix / fitting)))), matrix.shape)
    if fitting[a, b] < 1:
        a, b = b, a
    said, fits = matrix[a, b], fitting[a, b]
    return f"Look again at {names[a]} against {names[b]}: you said {said:.2g}, the others together say {fits:.2g}."
