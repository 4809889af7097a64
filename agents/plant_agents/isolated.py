"""How a machine is isolated, as Markdown, for whoever is about to work on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.messages import say
from plant_tools.manuals.isolation import ISOLATION


def tells_isolation(statement: Statement, evidence: Sequence[MarkedEvidence]) -> bool:
    """Tell whether a statement stands before the work, as how the machine is isolated."""
    return not statement.leads and statement.text in _texts(evidence)


def isolated(language: str, statements: Sequence[Statement], evidence: Sequence[MarkedEvidence]) -> Iterator[str]:
    """Yield for each machine what to do before work: the steps quoted, then one line for each energy."""
    known = _texts(evidence)
    for machine, group in groupby(statements, key=lambda s: str(known[s.text].details["machine"])):
        told = list(group)
        steps = [_quoted(s) for s in told if "energy" not in known[s.text].details]
        energies = [_energy(language, s, known[s.text]) for s in told if "energy" in known[s.text].details]
        heading = f"**{say(language, 'isolation', machine=machine)}**"
        yield "\n\n".join(part for part in (heading, *steps, "\n".join(energies)) if part)


def _texts(evidence: Sequence[MarkedEvidence]) -> dict[str, MarkedEvidence]:
    return {found.statement: found for found in evidence if found.kind == ISOLATION}


def _energy(language: str, statement: Statement, found: MarkedEvidence) -> str:
    kind = say(language, f"energy_{found.details['energy']}")
    return f"- **{kind}**: {' '.join(statement.text.splitlines())} {_marks(statement)}"


def _quoted(statement: Statement) -> str:
    *before, last = statement.text.splitlines()
    return "\n>\n".join(f"> {line}" for line in [*before, f"{last} {_marks(statement)}"])


def _marks(statement: Statement) -> str:
    return "".join(f"[{mark}]" for mark in statement.marks)
