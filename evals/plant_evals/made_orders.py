"""Work orders of a large plant that does not exist, as columns: the same for every seed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]

ASSETS, CODES = 2_000, 80
_START, _YEARS = np.datetime64("2014-01-01T06:00:00"), 10


def made_orders(number: int, seed: int = 0) -> Columns:
    """Return ``number`` orders: some assets and codes far more often than others, a third corrective, ten years.

    Columns: source_id, asset_tag, wo_type, problem_code, finished_at (to the second), labour_h.
    """
    random = np.random.default_rng(seed)
    assets = np.array([f"P-{tag:04}" for tag in range(ASSETS)])
    codes = np.array([f"F{code:03}" for code in range(CODES)])
    seconds = random.integers(0, _YEARS * 365 * 86_400, number)
    return {
        "source_id": np.array([f"WO{n:07}" for n in range(number)]),
        "asset_tag": assets[_uneven(random, ASSETS, number)],
        "wo_type": np.where(random.random(number) < 1 / 3, "corrective", "preventive"),
        "problem_code": codes[_uneven(random, CODES, number)],
        "finished_at": _START + seconds.astype("timedelta64[s]"),
        "labour_h": np.round(random.gamma(2.0, 1.5, number), 2),
    }


def _uneven(random: np.random.Generator, kinds: int, number: int) -> NDArray[np.int64]:
    """Draw kinds of which the n-th comes up in proportion to 1/sqrt(n)."""
    weights = 1 / np.sqrt(np.arange(1, kinds + 1))
    return random.choice(kinds, number, p=weights / weights.sum())
