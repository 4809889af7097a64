"""How an annealing goes through its budget: in rounds, each from hot to cold, in pieces small enough to cool well."""

from __future__ import annotations

from dataclasses import dataclass

_SMOOTH = 0.002  # of the budget between two temperatures


@dataclass(frozen=True, slots=True)
class Round:
    """A stretch of the budget, until share ``end``: from ``hot`` to ``cold``, from the best plan or a new one."""

    end: float
    hot: float
    cold: float
    from_best: bool = False


class Pieces:
    """The length of the pieces, in iterations; it follows how much of the budget the last one took."""

    def __init__(self, first: int, most: int) -> None:
        self.iterations, self._most = first, most
        self._before = 0.0

    def follow(self, share: float) -> None:
        """Make the next piece longer or shorter; ``share`` of the budget is used."""
        used, self._before = share - self._before, share
        if used > 2 * _SMOOTH and self.iterations > 10:
            self.iterations //= 2
        elif used < _SMOOTH and 2 * self.iterations <= self._most:
            self.iterations *= 2


def temperature(stretch: Round, begin: float, share: float) -> float:
    """Return the temperature of a round that began at share ``begin``; it falls by the same factor in equal times."""
    done = min(max((share - begin) / max(stretch.end - begin, 1e-12), 0.0), 1.0)
    return float(stretch.hot * (stretch.cold / stretch.hot) ** done)
