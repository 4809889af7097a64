"""No hand on a machine before it is isolated and proven to be without energy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plant_agents.answer import Statement
from plant_agents.proof.rows import CELLS
from plant_agents.safety.isolating import Progress
from plant_agents.safety.stages import Stage, stages
from plant_knowledge_ingest.alarms import roles

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]\s|[•-]\s)", re.MULTILINE)


def in_order(
    statements: Sequence[Statement], quoted: frozenset[str], progress: Progress | None = None
) -> tuple[list[Statement], list[Statement], bool]:
    """Return the statements that may be said, those that may not, and whether work is told of without isolation.

    ``quoted`` are texts as tools gave them: they keep their own order inside, and steps of isolation among them are
    put before the work. What a writer has put together itself is dropped where it comes too early: before each of
    the energies of ``progress`` is isolated and proven gone.
    """
    progress = progress or Progress.of(())
    kept: list[Statement] = []
    dropped: list[Statement] = []
    bare = False
    for statement in _isolation_first(statements, quoted):
        verbatim = statement.text in quoted
        after, early = progress.copy(), False
        for step in statement.text.splitlines():
            early |= Stage.INTERVENE in stages(step) and not after.is_safe
            after.take(step)
        if early and not verbatim:
            dropped.append(statement)
            continue
        progress = after
        bare |= early and has_steps(statement.text)
        kept.append(statement)
    return kept, dropped, bare


def hands_on(statement: Statement, quoted: frozenset[str]) -> bool:
    """Tell whether a statement has people lay hands on a machine: of quotes numbered steps and remedies do."""
    acts = any(Stage.INTERVENE in stages(step) for step in statement.text.splitlines())
    return acts and (statement.text not in quoted or has_steps(statement.text))


def has_steps(text: str) -> bool:
    """Tell whether a text is made of steps, or is a row of a table of faults whose remedy is an act."""
    return is_numbered(text) or any(Stage.INTERVENE in stages(remedy) for remedy in _remedies(text))


def is_numbered(text: str) -> bool:
    """Tell whether a text is made of steps."""
    return _NUMBERED.search(text) is not None


def _remedies(text: str) -> Iterator[str]:
    """Yield what rows of tables of alarms and faults say is to be done."""
    for line in text.splitlines():
        cells = [cell.partition(": ") for cell in line.split(CELLS)]
        known = roles(tuple(title for title, *_ in cells)) if len(cells) > 1 else ()
        yield from (cell for role, (*_, cell) in zip(known, cells, strict=False) if role == "remedy")


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
