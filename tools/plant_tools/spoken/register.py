"""What a spoken code is matched against: the tags, codes and part numbers that the plant has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from plant_tools.spoken.likeness import unlikeness
from plant_tools.spoken.symbols import canonical

RHYMING = 0.45
"""Codes that cost no more than this to take for each other are taken for each other, in noise."""

ONE_SIGN = 0.85
"""Codes that differ by one sign only."""


@dataclass(frozen=True, slots=True)
class Code:
    """One of them: as it is written, what it is called, and whether it is an "asset" or another "code"."""

    code: str
    name: str = ""
    kind: str = "asset"

    @property
    def signs(self) -> str:
        """Its letters and digits."""
        return canonical(self.code)


class Register:
    """All codes; where two are written alike but for hyphens, the first one stands for both."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._by_signs: dict[str, Code] = {}
        for code in codes:
            if len(code.signs) > 1:
                self._by_signs.setdefault(code.signs, code)
        self._digits = {signs: Counter(filter(str.isdecimal, signs)) for signs in self._by_signs}
        self.neighbours = lru_cache(maxsize=4_096)(self._neighbours)

    def __len__(self) -> int:
        return len(self._by_signs)

    @property
    def codes(self) -> list[Code]:
        """The codes, in the order they were given."""
        return list(self._by_signs.values())

    def like(self, signs: str, within: float) -> Iterator[tuple[Code, float]]:
        """Give the codes that can be taken for ``signs`` at a cost of up to ``within``, and the cost."""
        heard = Counter(filter(str.isdecimal, signs))
        for meant, code in self._by_signs.items():
            if abs(len(meant) - len(signs)) > 3 or not _near(heard, self._digits[meant]):
                continue
            if (cost := unlikeness(signs, meant)) <= within:
                yield code, cost

    @cached_property
    def longest(self) -> int:
        """The signs of the longest code."""
        return max(map(len, self._by_signs), default=0)

    def _neighbours(self, signs: str, within: float, fixed: frozenset[int] = frozenset()) -> tuple[Code, ...]:
        """Return the other codes that sound like this one, the nearest first; places in ``fixed`` are beyond doubt."""
        found = [
            (cost, code.code, code)
            for code, cost in self.like(signs, within)
            if code.signs != signs and not any(code.signs[n : n + 1] != signs[n] for n in fixed)
        ]
        return tuple(code for *_, code in sorted(found, key=lambda each: each[:2]))


def _near(heard: Counter[str], meant: Counter[str]) -> bool:
    """Say whether two counts of digits are worth a closer look: half of those meant were heard, or nearly."""
    there = sum((heard & meant).values())
    return there * 2 >= sum(meant.values()) - 1
