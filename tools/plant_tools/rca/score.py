"""How right rankings were: hits, Brier score, and whether 70 % meant seven times in ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

FEW = 30
"""Of fewer confirmed causes the calibration says little."""
_BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """A ranking whose cause is known: asset class, probabilities in order (none: it gave none), place of the cause.

    ``rank`` is 1-based, None where the cause was not among the candidates.
    """

    kind: str
    probabilities: tuple[float, ...]
    rank: int | None

    @property
    def brier(self) -> float:
        """Sum over all causes of (probability - 1 for the right one, else 0) squared: 0 best, 2 worst (Brier 1950)."""
        right = 0 if self.rank is None else self.probabilities[self.rank - 1]
        return sum(p * p for p in self.probabilities) - right**2 + (1 - right) ** 2


def scored(outcomes: Sequence[Outcome]) -> Json:
    """Return {n, hit@1, hit@3, brier, ece, few, bins: [{from, to, n, said, right}]}; None where there is nothing."""
    n = len(outcomes)
    if not n:
        return {"n": 0, "hit@1": None, "hit@3": None, "brier": None, "ece": None, "few": True, "bins": []}
    sure = [one for one in outcomes if one.probabilities]
    bins = [made for at in range(_BINS) if (made := _bin(at, sure))]
    away = sum(b["n"] * abs(b["said"] - b["right"]) for b in bins)
    return {
        "n": n,
        "hit@1": round(sum(one.rank == 1 for one in outcomes) / n, 3),
        "hit@3": round(sum(one.rank is not None and one.rank <= 3 for one in outcomes) / n, 3),
        "brier": round(sum(one.brier for one in sure) / len(sure), 3) if sure else None,
        "ece": round(away / len(sure), 3) if sure else None,
        "few": n < FEW,
        "bins": bins,
    }


def _bin(at: int, sure: Sequence[Outcome]) -> Json | None:
    mine = [one for one in sure if min(int(one.probabilities[0] * _BINS), _BINS - 1) == at]
    if not mine:
        return None
    said = sum(one.probabilities[0] for one in mine) / len(mine)
    right = sum(one.rank == 1 for one in mine) / len(mine)
    return {
        "from": at / _BINS,
        "to": (at + 1) / _BINS,
        "n": len(mine),
        "said": round(said, 3),
        "right": round(right, 3),
    }
