"""What a language model phrased, and where it stands in an answer beside what code says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plant_agents.answer import Notice, Statement
from plant_agents.messages import say
from plant_agents.proof import Unproven


@dataclass(frozen=True, slots=True)
class Phrased:
    """Proven sentences of a model, what others lacked, and what is to be known of how they came about."""

    statements: tuple[Statement, ...] = ()
    dropped: tuple[tuple[Unproven, ...], ...] = ()
    notices: tuple[Notice, ...] = ()


def joined(told: Sequence[Statement], phrased: Phrased) -> tuple[Statement, ...]:
    """Return what code says with the model's sentences behind its first line, and translations behind their quotes."""
    prose = [s for s in phrased.statements if s.phrased == "prose"]
    first = next((at for at, s in enumerate(told) if s.leads), -1) + 1
    ordered = [*told[:first], *prose, *told[first:]]
    for translation in (s for s in phrased.statements if s.phrased == "translation"):
        at = [
            i for i, s in enumerate(ordered) if not s.phrased and not s.leads and set(translation.marks) <= {*s.marks}
        ]
        if at:
            ordered.insert(at[-1] + 1, translation)
    return tuple(ordered)


def phrasing_notices(
    language: str, phrased: Phrased, statements: Sequence[Statement], model: str | None
) -> Iterator[Notice]:
    """Yield what is to be known; that nothing of a model stands, where the gate held back what was proven."""
    yield from phrased.notices
    if phrased.statements and not any(s.phrased for s in statements):
        yield Notice("model_unproven", say(language, "model_unproven", model=model))


def _quotes(statement: Statement, translation: Statement) -> bool:
    """Tell whether ``statement`` is the quote that ``translation`` translates."""
    return not statement.phrased and not statement.leads and set(translation.marks) <= set(statement.marks)
