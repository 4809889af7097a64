"""Many comparisons at once: what is left when chance had many tries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ACCEPTED = 0.05
"""At most so large a share of what is reported is expected to be chance."""


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return the p-values of Benjamini and Hochberg (1995): the false discovery rate at which each is reported.

    >>> [round(p, 3) for p in adjusted([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.053, 0.053, 0.5]
    """
    if not p_values:
        return []
    order = np.argsort(p_values)[::-1]
    count = len(p_values)
    scaled = np.asarray(p_values, float)[order] * count / np.arange(count, 0, -1)
    result = np.empty(count)
    result[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return [float(value) for value in result]
