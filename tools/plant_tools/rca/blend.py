"""Two models that err differently, put together: logistic regression and extremely randomised trees.

Probability = the geometric mean of both, each with a little added so that neither can forbid a cause alone. The
strengths are fixed and modest; how sure the blend may be is learnt by ``calibration``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.features import Columns
from plant_tools.rca.logistic import Logistic
from plant_tools.rca.trees import Forest

Matrix = NDArray[np.float32]

_STRENGTH = 0.3
_TREES, _CASES = 400, 3_000  # beyond so many cases each tree tells more and fewer are grown
_FEWEST = 60
_FLOOR = 1e-3
_OF_TREES = 0.6  # weight of the trees in the mean


class Blend:
    """Both models over past cases; ``tell`` is told what is being fitted."""

    def __init__(
        self,
        past: Columns,
        y: NDArray[np.int64],
        causes: int,
        *,
        seed: int = 0,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        if tell:
            tell(f"fitting {causes} causes over {len(y):,} cases")
        self._logistic = Logistic(past.linear, y, causes, _STRENGTH)
        width = past.trees.shape[1]
        trees = max(_FEWEST, min(_TREES, _TREES * _CASES // max(1, len(y))))
        tried = max(3, round(min(width * 0.2, 3 * width**0.5)))
        if tell:
            tell(f"growing {trees} trees")
        self._forest = Forest(past.trees, y, causes, trees=trees, tried=tried, seed=seed)

    def probabilities(self, columns: Columns) -> Matrix:
        """Return the probability of each cause, shape (cases, causes)."""
        logistic = np.log(self._logistic.probabilities(columns.linear) + _FLOOR)
        trees = np.log(self._forest.probabilities(columns.trees) + _FLOOR)
        raised = np.exp(_OF_TREES * trees + (1 - _OF_TREES) * logistic)
        return np.asarray(raised / raised.sum(1, keepdims=True))
