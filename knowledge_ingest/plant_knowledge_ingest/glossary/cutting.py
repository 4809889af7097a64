"""Where Chinese, which has no blanks, is cut into terms."""

from __future__ import annotations

from collections.abc import Collection, Iterator


def cuts(run: str, known: Collection[str], longest: int) -> Iterator[str]:
    """Yield the terms of ``run`` that are ``known``, of at most ``longest`` characters, so that they cover most of it.

    Of cuts that cover as much that with the fewest terms holds.

    >>> list(cuts("电机轴承", {"电机", "电机轴", "轴承"}, 3))
    ['电机', '轴承']
    """
    worth, lengths = [(0, 0)] * (len(run) + 1), [0] * len(run)
    for at in reversed(range(len(run))):
        worth[at] = worth[at + 1]
        for length in range(1, min(longest, len(run) - at) + 1):
            covered, fewer = worth[at + length]
            if run[at : at + length] in known and (covered + length, fewer - 1) >= worth[at]:
                worth[at], lengths[at] = (covered + length, fewer - 1), length
    at = 0
    while at < len(run):
        if lengths[at]:
            yield run[at : at + lengths[at]]
        at += lengths[at] or 1
