"""Steps of several procedures made one list: the same act once, with all its sources, the order of each kept.

Two lists are laid beside each other at the steps that are the same, chosen so that no order is broken; between two of
these stand first the steps of one, then those of the other. What is the same but stands in another order is kept
twice and said; values that differ are kept both and said. A person decides on either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from plant_knowledge_ingest.glossary import Glossary
from plant_tools.sop.drafting.joining import joined
from plant_tools.sop.drafting.sameness import alike, may_be_one
from plant_tools.sop.model import Gap, Notice, Origin, Phase, Step

Pair: TypeAlias = Callable[[Mapping[str, str], Mapping[str, str]], Iterable[tuple[str, str]]]
"""Proposes which steps are the same: ({id: action}, {id: action}) -> pairs of ids."""

ORDER_DIFFERS = "order_differs"
_PHASES = (Phase.WORK, Phase.TEST)
_PROPOSED = 1


def merged(
    lists: Sequence[Sequence[Step]], glossary: Glossary, spoken: str, pair: Pair | None = None
) -> tuple[list[Step], list[Notice]]:
    """Return one list of steps and what is to be decided on; each step says where in which list it comes from.

    The steps of the lists have ids of their own, which the result keeps: of steps made one, that of the first.
    ``spoken`` is the reader's language, whose words go before others.
    """
    told = [[_from(step, part, at) for at, step in enumerate(steps, 1)] for part, steps in enumerate(lists, 1)]
    steps, notices = told[0], list[Notice]()
    for other in told[1:]:
        found: list[Step] = []
        for phase in _PHASES:
            mine, theirs = ([s for s in some if s.phase == phase] for some in (steps, other))
            found += _two(mine, theirs, _Meeting(glossary, spoken, pair), notices)
        steps = found
    return [_with_gap(step, at) for at, step in enumerate(steps, 1)], notices


def _from(step: Step, part: int, at: int) -> Step:
    return replace(step, origins=(Origin(part, at),))


def _with_gap(step: Step, at: int) -> Step:
    return replace(step, good=Gap(step.good.field, f"{at}")) if isinstance(step.good, Gap) else step


class _Meeting:
    """Finds which steps of two lists are the same."""

    def __init__(self, glossary: Glossary, spoken: str, pair: Pair | None) -> None:
        self.glossary, self.spoken, self.pair = glossary, spoken, pair

    def same(self, mine: Sequence[Step], theirs: Sequence[Step]) -> dict[tuple[int, int], int]:
        """Return how surely steps are the same, by their places; a model's proposals count least."""
        sure = {
            (i, j): score
            for i, one in enumerate(mine)
            for j, other in enumerate(theirs)
            if (score := alike(one, other, self.glossary))
        }
        return dict.fromkeys(self._proposed(mine, theirs), _PROPOSED) | sure

    def _proposed(self, mine: Sequence[Step], theirs: Sequence[Step]) -> Iterator[tuple[int, int]]:
        if self.pair is None or not mine or not theirs:
            return
        here, there = ({step.id: at for at, step in enumerate(some)} for some in (mine, theirs))
        told = ({step.id: step.action for step in some} for some in (mine, theirs))
        for one, other in self.pair(*told):
            if one in here and other in there and may_be_one(mine[here[one]], theirs[there[other]]):
                yield here[one], there[other]


def _two(mine: Sequence[Step], theirs: Sequence[Step], meeting: _Meeting, notices: list[Notice]) -> list[Step]:
    same = meeting.same(mine, theirs)
    met = _in_both_orders(same, len(mine), len(theirs))
    found, at, there = list[Step](), 0, 0
    for i, j in [*met, (len(mine), len(theirs))]:
        found += [*mine[at:i], *theirs[there:j]]
        if i < len(mine):
            step, said = joined(mine[i], theirs[j], meeting.spoken)
            found.append(step)
            notices += said
        at, there = i + 1, j + 1
    notices += (_differs(mine[i], theirs[j]) for i, j in _crossing(same, met))
    return found


def _in_both_orders(same: Mapping[tuple[int, int], int], mine: int, theirs: int) -> list[tuple[int, int]]:
    """Return the pairs, increasing in both places, that are surest together; the earliest of equals."""
    best = [[0] * (theirs + 1) for _ in range(mine + 1)]
    for i in range(mine - 1, -1, -1):
        for j in range(theirs - 1, -1, -1):
            here = same[i, j] + best[i + 1][j + 1] if (i, j) in same else 0
            best[i][j] = max(here, best[i + 1][j], best[i][j + 1])
    found, i, j = list[tuple[int, int]](), 0, 0
    while i < mine and j < theirs:
        if (i, j) in same and best[i][j] == same[i, j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _crossing(same: Mapping[tuple[int, int], int], met: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that only the order keeps apart, each step once."""
    taken, given = {i for i, _ in met}, {j for _, j in met}
    for i, j in sorted(same, key=lambda pair: (-same[pair], pair)):
        if i not in taken and j not in given:
            taken.add(i)
            given.add(j)
            yield i, j


def _differs(one: Step, other: Step) -> Notice:
    facts = {
        "step": one.id,
        "of": one.action,
        "first_place": place_of(one),
        "second_step": other.id,
        "second": other.action,
        "second_place": place_of(other),
    }
    return Notice(ORDER_DIFFERS, facts)


def place_of(step: Step) -> str:
    """Return where a step stands first, in words."""
    return next((str(source.citation()) for source in step.sources if source.kind == "page"), "")
