"""No hand on a machine before it is isolated and proven to be without energy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plant_agents.answer import Statement
from plant_agents.safety.stages import Stage, stages

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]\s|[•-]\s)", re.MULTILINE)


def in_order(statements: Sequence[Statement], quoted: frozenset[str]) -> tuple[list[Statement], list[Statement], bool]:
    """Return the statements that may be said, those that may not, and whether work is told of without isolation.

    ``quoted`` are texts as tools gave them: they keep their own order inside, and steps of isolation among them are
    put before the work. What a writer has put together itself is dropped where it comes too early.
    """
    ordered = _isolation_first(statements, quoted)
    kept: list[Statement] = []
    dropped: list[Statement] = []
    safe: set[Stage] = set()
    bare = False
    for statement in ordered:
        verbatim = statement.text in quoted
        early = False
        for step in statement.text.splitlines():
            done = stages(step)
            early |= Stage.INTERVENE in done and not _is_safe(safe)
            safe |= done if _follows(done, safe) else set()
        if early and not verbatim:
            dropped.append(statement)
            continue
        bare |= early and _NUMBERED.search(statement.text) is not None
        kept.append(statement)
    return kept, dropped, bare


def _is_safe(done: set[Stage]) -> bool:
    return {Stage.VERIFY} <= done and bool({Stage.ISOLATE, Stage.LOCK} & done)


def _follows(done: frozenset[Stage], safe: set[Stage]) -> bool:
    """Tell whether a step counts: zero energy can be proven only of what is isolated."""
    return Stage.VERIFY not in done or bool({Stage.ISOLATE, Stage.LOCK} & (done | safe))


def _isolation_first(statements: Sequence[Statement], quoted: frozenset[str]) -> list[Statement]:
    """Put quoted steps of isolation before the first quoted act, in their order."""
    ranks = [_rank(statement.text) if statement.text in quoted else None for statement in statements]
    if Stage.INTERVENE not in ranks:
        return list(statements)
    first = ranks.index(Stage.INTERVENE)
    late = [i for i, rank in enumerate(ranks) if i > first and rank is not None and 0 < rank < Stage.INTERVENE]
    moved = [statements[i] for i in sorted(late, key=lambda i: ranks[i] or 0)]
    rest = [statement for i, statement in enumerate(statements) if i not in late]
    return [*rest[:first], *moved, *rest[first:]]


def _rank(text: str) -> Stage:
    """Return what a text is: an act if it holds one, else the last stage of isolation it comes to."""
    done = frozenset().union(*(stages(step) for step in text.splitlines() or [text]))
    isolating = done - {Stage.INTERVENE, Stage.RELEASE}
    return Stage.INTERVENE if Stage.INTERVENE in done else max(isolating, default=Stage.OBSERVE)
