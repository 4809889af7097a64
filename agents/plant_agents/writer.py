"""Writing without a model: quotes as they stand, figures as sentences, each with its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.first_line.line import first_line
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
        """Return the first line, then one statement per quote; of a figure one per sentence."""
        ordered = sorted(evidence, key=lambda found: (found.kind != "hazard", not _is_told(found)))
        leading = next((found for found in ordered if found.kind != "hazard"), None)
        return tuple(
            statement for found in ordered for statement in _stated(question.language, found, leads=found is leading)
        )


def _stated(language: str, found: MarkedEvidence, *, leads: bool) -> Iterator[Statement]:
    """Yield what is said of evidence; of the one that ``leads``, its fact in the asker's language before its quote."""
    if leads and "fact" in found.details:
        yield Statement(first_line(language, found.details["fact"]), found.marks, leads=True)
    for at, text in enumerate(_said(language, found)):
        yield Statement(text, found.marks, leads=leads and at == 0 and _is_told(found))


def _said(language: str, found: MarkedEvidence) -> tuple[str, ...]:
    if is_case(found):
        return told_cases(language, found)
    return told(language, found) if "query" in found.details else (found.statement,)


def _is_told(found: MarkedEvidence) -> bool:
    """Tell whether evidence is told in the asker's language rather than quoted."""
    return "query" in found.details or is_case(found)
