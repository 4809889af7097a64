"""Which tool's examples a question is like: the mean vector of each tool's examples, in all languages together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# How much nearer than the next tool a question must be, as a cosine; measured on evals/plant_evals/cases/routing.jsonl.
_NEARER = 0.01


class Likeness:
    """Compares questions with the examples of tools. ``vector`` gives the unit vector of a text, shape (size,).

    Only the tools ``chosen`` are ever the result; the others are there to be nearer. The examples are embedded when
    the first question comes.
    """

    def __init__(
        self,
        examples: Mapping[str, Sequence[str]],
        vector: Callable[[str], NDArray[np.float32]],
        chosen: frozenset[str],
    ) -> None:
        self._examples = {name: tuple(said) for name, said in examples.items() if said}
        self._vector, self._chosen = vector, chosen

    @cached_property
    def _centroids(self) -> NDArray[np.float32]:
        means = np.stack([np.mean([self._vector(text) for text in said], axis=0) for said in self._examples.values()])
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

    def nearest(self, question: str) -> str:
        """Return the tool whose examples ``question`` is like; "" for none, or where two are nearly as like it."""
        near = self._centroids @ self._vector(question)
        second, best = np.argsort(near)[-2:] if len(near) > 1 else (0, 0)
        name = list(self._examples)[best]
        return name if name in self._chosen and (near[best] - near[second] >= _NEARER or len(near) == 1) else ""
