"""A candidate, or the name of an arm, as lines of text that can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from plant_tools.investigation import cited
from plant_tools.investigation.pictures.paper import LINE, branch, broken, line, target, text, width

Json = dict[str, Any]

GAP = 8
_SMALL = 14
_MARKS = {"found": "✔ ", "excluded": "✘ ", "open": ""}


@dataclass(frozen=True, slots=True)
class Told:
    """Lines of a branch ``of`` a picture, and ``small`` ones under them: where it stands."""

    of: str
    lines: Sequence[str]
    small: Sequence[str] = ()

    @classmethod
    def cause(cls, candidate: Json, room: float) -> Told:
        """Return a candidate in lines of at most ``room``."""
        where = " ".join(cited.tags(candidate["evidence"])[:1])
        lines = broken(_MARKS[candidate["state"]] + candidate["cause"], room, 3)
        return cls(candidate["id"], lines, broken(where, room * 1.12, 1))

    @property
    def high(self) -> float:
        """How high it is."""
        return LINE * len(self.lines) + _SMALL * len(self.small)

    @property
    def base(self) -> float:
        """How far under its head the twig is that leads to the bone."""
        return LINE * len(self.lines) - 2

    def at(self, left: float, top: float, wide: float, twig: tuple[float, float] | None = None) -> str:
        """Return it with its upper left corner there; ``twig`` is from where to where a line under it goes."""
        parts = [target(left - 4, top, wide + 8, self.high + 4)]
        parts += [text(left, top + LINE * (at + 0.74), words) for at, words in enumerate(self.lines)]
        below = top + self.base
        parts += [text(left, below + 13 * (at + 1), words, "start", "s") for at, words in enumerate(self.small)]
        if twig:
            parts.append(line(twig[0], below + 2, twig[1], below + 2))
        return branch(self.of, parts)


def height(causes: Iterable[Told]) -> float:
    """Return how much room causes take, one under the other."""
    return sum(cause.high + GAP for cause in causes) + 10


def arm_name(arm: str, told: str, middle: float, foot: float) -> str:
    """Return the name of an arm over its ``middle``."""
    room = width(told) + 16
    return branch(arm, [target(middle - room / 2, foot - 16, room, 24), text(middle, foot, told, "middle", "b")])
