"""Random numbers that are the same in machine code and in plain Python.

L'Ecuyer, Efficient and portable combined random number generators, CACM 31 (1988), 742-749; period 2.3e18.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers.compiling import compiled

Chance = NDArray[np.int64]

_FIRST, _SECOND = 2147483563, 2147483399


def chance(*seed: int) -> Chance:
    """Return the state of a generator; every tuple of numbers gives another stream."""
    words = np.random.SeedSequence(seed).generate_state(2, np.uint64)
    return np.array([1 + int(words[0]) % (_FIRST - 1), 1 + int(words[1]) % (_SECOND - 1)], np.int64)


@compiled
def draw(state: Chance) -> float:
    """Return a number between 0 and 1, both excluded."""
    first = 40014 * state[0] % _FIRST
    second = 40692 * state[1] % _SECOND
    state[0] = first
    state[1] = second
    mixed = first - second
    if mixed < 1:
        mixed += _FIRST - 1
    return float(mixed * 4.656613e-10)


@compiled
def below(state: Chance, limit: int) -> int:
    """Return a whole number from 0 to ``limit`` - 1."""
    return int(draw(state) * limit)


@compiled
def shuffle(state: Chance, values: NDArray[np.int64]) -> None:
    """Put ``values`` into random order, in place."""
    for last in range(len(values) - 1, 0, -1):
        other = below(state, last + 1)
        values[last], values[other] = values[other], values[last]
