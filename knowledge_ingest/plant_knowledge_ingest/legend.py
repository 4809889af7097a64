"""The legend of a drawing: entries that begin with the numbers shown in it, without full stops between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_ENTRY = re.compile(r"\(?(?P<number>\d{1,2})\)?[\s\u3000]+[^\W\d_]")
_FEWEST = 3


def entries(lines: Sequence[str]) -> list[range]:
    """Return which of ``lines`` make an entry each; all of them one stretch where they are no legend.

    >>> entries(["1 Head spindle", "2 Setting ring", "with scale", "3 Cone"]), entries(["8 bottles", "in a pack"])
    ([range(0, 1), range(1, 3), range(3, 4)], [range(0, 2)])
    """
    found = {i: int(match["number"]) for i, line in enumerate(lines) if (match := _ENTRY.match(line))}
    numbers = sorted(found.values())
    counted = len(numbers) >= _FEWEST and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not counted or 0 not in found:
        return [range(len(lines))]
    return [range(start, stop) for start, stop in pairwise([*found, len(lines)])]
