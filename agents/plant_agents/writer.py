"""Writing without a model: quotes as they stand, figures as sentences, each with its mark."""

from __future__ import annotations

from collections.abc import Sequence

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.question import Question
from plant_agents.telling.cases import is_case, told_cases
from plant_agents.telling.sentences import told
from plant_tools.evidence import Citation


class QuotingWriter:
    """Says what the tools found: hazards first, then figures in the asker's language, then the quotes, best first."""

    model: str | None = None

    def write(
        self,
        question: Question,
        evidence: Sequence[MarkedEvidence],
        citations: Sequence[Citation],  # noqa: ARG002 - the evidence already says what they hold
    ) -> tuple[Statement, ...]:
        """Return one statement per quote; of a figure one per sentence."""
        ordered = sorted(evidence, key=lambda found: (found.kind != "hazard", not _is_told(found)))
        return tuple(Statement(text, found.marks) for found in ordered for text in _said(question.language, found))


def _said(language: str, found: MarkedEvidence) -> tuple[str, ...]:
    if is_case(found):
        return told_cases(language, found)
    return told(language, found) if "query" in found.details else (found.statement,)


def _is_told(found: MarkedEvidence) -> bool:
    """Tell whether evidence is told in the asker's language rather than quoted."""
    return "query" in found.details or is_case(found)
