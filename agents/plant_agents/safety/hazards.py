"""Safety messages of the cited pages: all of them, first, and as severe as the maker wrote them."""

from __future__ import annotations

from collections.abc import Sequence

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.proof.binding import read
from plant_tools.evidence import Citation

_NONE = 99


def with_hazards(
    statements: Sequence[Statement], evidence: Sequence[MarkedEvidence], citations: Sequence[Citation]
) -> list[Statement]:
    """Return the safety messages of the pages that ``statements`` cite, the gravest first, then the statements.

    A message that a writer left out is put in; one that it lowered is put as it stands in the source.
    """
    hazards = [found for found in evidence if found.kind == "hazard"]
    marks = {mark for found in hazards for mark in found.marks}
    others = [statement for statement in statements if not set(statement.marks) <= marks]
    pages = {_page(citations[mark - 1]) for statement in statements for mark in statement.marks}
    needed = [found for found in hazards if {_page(citations[mark - 1]) for mark in found.marks} & pages]
    told = [_told(found, statements) for found in needed]
    first = sorted(dict.fromkeys(told), key=lambda statement: severity(statement.text))
    return [*first, *others]


def _told(found: MarkedEvidence, statements: Sequence[Statement]) -> Statement:
    """Return how the writer told a message, if it is as severe as the message; else the message."""
    for statement in statements:
        if set(statement.marks) == set(found.marks) and severity(statement.text) <= severity(found.statement):
            return statement
    return Statement(found.statement, found.marks)


def severity(text: str) -> int:
    """Return the rank of the gravest signal word in ``text``, 0 the gravest, 99 without one."""
    ranks = (int(fact.key) for sentence in read(text) for fact in sentence.facts if fact.kind == "signal")
    return min(ranks, default=_NONE)


def _page(citation: Citation) -> tuple[object, ...]:
    return tuple(getattr(citation, name, "") for name in ("document", "revision", "page"))
