"""What a spoken code is matched against: the tags, codes and part numbers that the plant has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from plant_tools.spoken.likeness import unlikeness
from plant_tools.spoken.symbols import canonical

ASSET = "asset"

RHYMING = 0.45
"""Codes that cost no more than this to take for each other are taken for each other, in noise."""

ONE_SIGN = 0.85
"""Codes that differ by one sign only."""

_MISREAD = 0.4
_TELLING, _SAME_NUMBER = 3, 0.8
"""A number of so many digits tells which code is meant, whatever letters were heard, at no more than this cost."""


@dataclass(frozen=True, slots=True)
class Code:
    """One of them: as it is written, what it is called, and whether it is an "asset" or another "code"."""

    code: str
    name: str = ""
    kind: str = ASSET

    @property
    def signs(self) -> str:
        """Its letters and digits."""
        return _signs(self.code)


class Register:
    """All codes; where two are written alike but for hyphens, the first one stands for both."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._by_signs: dict[str, Code] = {}
        for code in codes:
            if len(code.signs) > 1:
                self._by_signs.setdefault(code.signs, code)
        self._by_digits: dict[str, list[Code]] = {}
        for signs, code in self._by_signs.items():
            self._by_digits.setdefault(_digits(signs), []).append(code)
        self._numbered = lru_cache(maxsize=4_096)(self._numbers_like)
        self.neighbours = lru_cache(maxsize=4_096)(self._neighbours)

    def __len__(self) -> int:
        return len(self._by_signs)

    @property
    def codes(self) -> list[Code]:
        """The codes, in the order they were given."""
        return list(self._by_signs.values())

    def like(self, signs: str, within: float) -> Iterator[tuple[Code, float]]:
        """Give the codes that can be taken for ``signs`` at a cost of up to ``within``, and the cost."""
        for digits in self._numbered(_digits(signs), within):
            for code in self._by_digits[digits]:
                if abs(len(code.signs) - len(signs)) > 3:
                    continue
                cost = unlikeness(signs, code.signs)
                if len(digits) >= _TELLING and digits == _digits(signs):
                    cost = min(cost, _SAME_NUMBER + cost / 10)
                if cost <= within:
                    yield code, cost

    def _numbers_like(self, digits: str, within: float) -> list[str]:
        """Return the numbers of codes that could be meant: letters may add to the cost, or stand for a digit."""
        return [number for number in self._by_digits if unlikeness(digits, number) <= within + _MISREAD]

    @cached_property
    def longest(self) -> int:
        """The signs of the longest code."""
        return max(map(len, self._by_signs), default=0)

    def _neighbours(self, meant: Code, within: float, fixed: frozenset[int] = frozenset()) -> tuple[Code, ...]:
        """Return the other codes that sound like this one, the nearest first; places in ``fixed`` are beyond doubt.

        An asset has assets as neighbours only: valves and sensors of a manual that sound like it belong to it mostly.
        """
        signs = meant.signs
        found = [
            (cost, code.code, code)
            for code, cost in self.like(signs, within)
            if code.signs != signs
            and (code.kind == ASSET or meant.kind != ASSET)
            and not any(code.signs[n : n + 1] != signs[n] for n in fixed)
        ]
        return tuple(code for *_, code in sorted(found, key=lambda each: each[:2]))


@lru_cache(maxsize=16_384)
def _signs(code: str) -> str:
    return canonical(code)


def _digits(signs: str) -> str:
    return "".join(filter(str.isdecimal, signs))
