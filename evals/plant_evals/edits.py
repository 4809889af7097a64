"""How far two texts are apart."""

from __future__ import annotations


def edits(a: str, b: str) -> int:
    """Return how many characters must be put in, taken out or replaced to make ``b`` of ``a`` (Levenshtein, 1966).

    >>> edits("Ventil", "Ventll"), edits("48 Stück", "48Stück"), edits("", "ab")
    (1, 1, 2)
    """
    before = list(range(len(b) + 1))
    for row, character in enumerate(a, 1):
        now = [row]
        for column, other in enumerate(b, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (character != other)))
        before = now
    return before[-1]
