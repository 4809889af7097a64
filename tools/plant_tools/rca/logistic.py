"""Multinomial logistic regression with a ridge, by limited-memory BFGS (Nocedal 1980; Liu and Nocedal 1989)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Matrix = NDArray[np.float32]

_MEMORY, _MOST = 10, 200
_FLAT, _GAIN = 1e-5, 1e-7  # slope and gain that single precision still sees
_ARMIJO, _SHORTEST, _STRAIGHT = 1e-4, 1e-10, 1e-12


class Logistic:
    """p(c | x) = softmax(x W + b); ``strength`` is C of C x sum of losses + |W|^2 / 2. Finds the only minimum."""

    def __init__(self, x: Matrix, y: NDArray[np.int64], classes: int, strength: float) -> None:
        rows, width = x.shape
        target = np.zeros((rows, classes), np.float32)
        target[np.arange(rows), y] = 1.0

        def loss(flat: Array) -> tuple[float, Array]:
            told = flat.reshape(width + 1, classes)
            weights = told[:width]
            p = softmax(x @ weights.astype(np.float32) + told[width].astype(np.float32))
            value = -float(np.log(np.maximum(p[np.arange(rows), y], 1e-30)).sum(dtype=np.float64))
            away = p - target
            slope = np.vstack([x.T @ away, away.sum(0, keepdims=True)]).astype(np.float64)
            slope[:width] += weights / strength
            return (strength * value + float((weights**2).sum()) / 2) / (strength * rows), slope.ravel() / rows

        start = np.zeros((width + 1, classes))
        start[width] = np.log((target.sum(0) + 0.5) / rows)
        found = minimise(loss, start.ravel()).reshape(width + 1, classes)
        self._weights, self._offset = found[:width].astype(np.float32), found[width].astype(np.float32)

    def probabilities(self, x: Matrix) -> Matrix:
        """Return the probability of each class, shape (rows, classes)."""
        return softmax(x @ self._weights + self._offset)


def softmax(scores: Matrix) -> Matrix:
    """Return probabilities of scores, each row its own."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True))


def minimise(loss: Callable[[Array], tuple[float, Array]], start: Array) -> Array:
    """Return where a smooth convex function is least; ``loss`` gives value and slope."""
    at = start
    value, slope = loss(at)
    steps: deque[tuple[Array, Array, float]] = deque(maxlen=_MEMORY)
    for _ in range(_MOST):
        if float(np.abs(slope).max()) < _FLAT:
            break
        way = -_bent(slope, steps)
        down = float(way @ slope)
        length = 1.0 if steps else min(1.0, 1.0 / float(np.abs(slope).sum()))
        there = loss(at + length * way)
        while there[0] > value + _ARMIJO * length * down and length > _SHORTEST:
            length /= 2
            there = loss(at + length * way)
        moved, turned = length * way, there[1] - slope
        gained = value - there[0]
        at, (value, slope) = at + moved, there
        if (curved := float(moved @ turned)) > _STRAIGHT:
            steps.append((moved, turned, 1 / curved))
        if gained < _GAIN * max(1.0, abs(value)):
            break
    return at


def _bent(slope: Array, steps: deque[tuple[Array, Array, float]]) -> Array:
    """Return the slope times the approximate inverse of the curvature (two-loop recursion)."""
    bent = slope.copy()
    shares = []
    for moved, turned, scale in reversed(steps):
        shares.append(scale * float(moved @ bent))
        bent -= shares[-1] * turned
    if steps:
        moved, turned, scale = steps[-1]
        bent *= 1 / (scale * float(turned @ turned))
    for moved, turned, scale in steps:
        bent += (shares.pop() - scale * float(turned @ bent)) * moved
    return bent
