"""Writing without a model: quotes, as they stand, each with its mark."""

from __future__ import annotations

from collections.abc import Sequence

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.question import Question
from plant_tools.evidence import Citation


class QuotingWriter:
    """Says what the tools found in their own words: hazards first, then the best quote, then the others."""

    model: str | None = None

    def write(
        self,
        question: Question,  # noqa: ARG002 - quotes stay as they are, whoever asks
        evidence: Sequence[MarkedEvidence],
        citations: Sequence[Citation],  # noqa: ARG002 - the evidence already says what they hold
    ) -> tuple[Statement, ...]:
        """Return one statement per piece of evidence."""
        ordered = sorted(evidence, key=lambda found: found.kind != "hazard")
        return tuple(Statement(found.statement, found.marks) for found in ordered)
