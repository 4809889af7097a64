"""Layout problems in text files of numbers: slots as QAPLIB has them, and single rows.

Where lines end means nothing. Numbers stand apart by spaces, commas or semicolons; what follows #, %, ! or // is a
remark, and a line with words is a title, or names what follows: "n = 12". How many numbers there are tells what a file
is: n and two n by n tables are slots (a best known cost may follow n); n, n lengths and one table are a single row, of
which half a table will do, or a table alone where all are as long. n may be left out, and lengths may come last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isqrt

from plant_evals.layout_problem import BadInstance, Json, Table

_REMARK = re.compile(r"(?:#|%|!|//).*")
_APART = re.compile(r"[\s,;|()\[\]{}=:]+")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says. ``best`` is a cost that it names itself."""

    family: str
    size: int
    numbers: Json = field(repr=False)
    best: float | None = None


def read_numbers(name: str, text: str) -> Told:
    """Return the problem of a text. Raises ``BadInstance`` naming the file, and where it can the line."""
    lines = [(at, said) for at, line in enumerate(text.splitlines(), 1) if (said := _words(line))]
    for at, tokens in lines:  # words begin a line that is a title; within a line of numbers they are mistakes
        odd = [token for token in tokens if not _NUMBER.fullmatch(token)]
        if odd and _NUMBER.fullmatch(tokens[0]) and len(tokens) > 2 * len(odd):
            raise BadInstance(f"{name}, line {at}: {odd[0]!r} is no number")
    for kept in (_without_titles, _behind_words, _all_numbers):
        values = [float(token) for _, tokens in lines for token in kept(tokens)]
        for told in _readings(values):
            return told
    raise BadInstance(f"{name}{_why_not(lines)}")


def read_plan(name: str, text: str, size: int) -> tuple[list[int] | None, float | None]:
    """Return (slots from 0, cost) as a file with a solution says: n, cost and plan, or only one of both.

    Raises ``BadInstance`` naming the file.
    """
    values = [float(token) for line in text.splitlines() for token in _all_numbers(_words(line))]
    for before in (2, 1, 0):
        plan = [int(value) for value in values[before : before + size]]
        for first in (1, 0):
            if sorted(plan) == list(range(first, first + size)) and (before == 0 or values[0] == size):
                return [value - first for value in plan], values[1] if before == 2 else None
    if len(values) == 2 and values[0] == size:
        return None, values[1]
    raise BadInstance(f"{name}: {len(values)} numbers that are no plan of {size} items: n, the cost, and n slots")


def _words(line: str) -> list[str]:
    return [token for token in _APART.split(_REMARK.sub("", line)) if token]


def _without_titles(tokens: list[str]) -> list[str]:
    return tokens if all(map(_NUMBER.fullmatch, tokens)) else []


def _behind_words(tokens: list[str]) -> list[str]:
    last = max((at for at, token in enumerate(tokens) if not _NUMBER.fullmatch(token)), default=-1)
    return tokens[last + 1 :]


def _all_numbers(tokens: list[str]) -> list[str]:
    return [token for token in tokens if _NUMBER.fullmatch(token)]


def _readings(values: list[float]) -> Iterator[Told]:
    """Yield what the numbers may be, the likeliest first."""
    count, n = len(values) - 1, int(values[0]) if values and abs(values[0]) < 1e6 else 0
    if n > 0 and n == values[0]:
        rest = values[1:]
        if count in (2 * n * n, 2 * n * n + 1):
            yield _slots(n, rest[-2 * n * n :], rest[0] if count % 2 else None)
        if count in (n + n * n, n + n * (n - 1) // 2, n + n * (n + 1) // 2):
            yield _row(n, rest)
        if count == n * n and n > 1:
            yield _row(n, [*[1.0] * n, *rest])
    n = isqrt(len(values) // 2)
    if n > 1 and len(values) == 2 * n * n and values[0] != n:  # else a number is missing somewhere
        yield _slots(n, values, None)
    n = isqrt(len(values))
    if n > 1 and len(values) == n + n * n and values[0] != n:
        yield _row(n, values)


def _slots(n: int, values: list[float], best: float | None) -> Told:
    return Told("slots", n, {"flow": _square(values[: n * n], n), "distance": _square(values[n * n :], n)}, best)


def _row(n: int, values: list[float]) -> Told:
    """Return a row of ``n`` lengths and a table; either may come first, for nothing flows from an item to itself."""
    first, last = (values[:n], values[n:]), (values[-n:], values[:-n])
    tables = [(lengths, _whole(rest, n)) for lengths, rest in (first, last)]
    sound = [(lengths, table) for lengths, table in tables if not any(table[i][i] for i in range(n))]
    lengths, table = (sound or tables)[0]
    return Told("rows", n, {"lengths": lengths, "flow": _one_way(table)})


def _whole(values: list[float], n: int) -> Table:
    """Return an n by n table of all its numbers, or of those above the diagonal, with the diagonal or without it."""
    if len(values) == n * n:
        return _square(values, n)
    skipped = 0 if len(values) == n * (n + 1) // 2 else 1
    left = iter(values)
    return [[next(left) if j >= i + skipped else 0.0 for j in range(n)] for i in range(n)]


def _square(values: list[float], n: int) -> Table:
    return [values[row * n : (row + 1) * n] for row in range(n)]


def _one_way(table: Table) -> Table:
    """Return the upper half; a table that is symmetric names every flow twice."""
    n = len(table)
    twice = all(table[i][j] == table[j][i] for i in range(n) for j in range(i))
    return [[(table[i][j] + (0 if twice else table[j][i])) if j > i else 0.0 for j in range(n)] for i in range(n)]


def _why_not(lines: list[tuple[int, list[str]]]) -> str:
    """Return what is wrong: a line of another length than the rest, or how many numbers there are."""
    values = [token for _, tokens in lines for token in _all_numbers(tokens)]
    counts = Counter(len(tokens) for _, tokens in lines if len(tokens) > 1)
    first = f"{len(values)} numbers, of which the first is {values[0]}" if values else "no numbers"
    usual, often = counts.most_common(1)[0] if counts else (0, 0)
    strange = [(at, len(tokens)) for at, tokens in lines[1:] if len(tokens) != usual]
    if often > 2 * len(strange) and strange:
        return f", line {strange[0][0]}: {strange[0][1]} numbers where most lines have {usual}; {first}"
    return f": {first}: neither slots (n and two n by n tables) nor a single row (n, n lengths and a table)"
