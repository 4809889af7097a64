"""What a statement rests on: the quotes it cites, and what the tools said of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.crew import Writer
from plant_agents.first_line.line import first_line, ruled
from plant_agents.proof import Lexicon, Unproven, unproven, with_rows
from plant_agents.telling.cases import is_case, told_cases
from plant_agents.telling.sentences import told
from plant_agents.unarmed import steers
from plant_knowledge_ingest.language import LANGUAGES
from plant_tools.evidence import Citation, RecordsCitation


def kept_of(
    statements: Sequence[Statement],
    evidence: Sequence[MarkedEvidence],
    citations: Sequence[Citation],
    writer: Writer,
    lexicon: Lexicon | None,
) -> tuple[tuple[Statement, ...], list[list[Unproven]]]:
    """Return the statements that are proven, and what the others lack."""
    kept: list[Statement] = []
    dropped: list[list[Unproven]] = []
    for statement in statements:
        gaps = groundless(statement, evidence, citations, lexicon)
        if writer.model and any(steers(citations[mark - 1].quote) for mark in statement.marks if not gaps):
            gaps = [Unproven("source", statement.text, "the cited text speaks to language models")]
        if not gaps:
            kept.append(statement)
        else:
            dropped.append(gaps)
    return tuple(kept), dropped


def groundless(
    statement: Statement, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation], lexicon: Lexicon | None
) -> list[Unproven]:
    """Return what of ``statement`` its citations do not prove; a figure may be rounded, and say what was asked.

    Figures are compared with the sentences that code makes of them, in every language.
    """
    if not statement.marks or not all(0 < mark <= len(citations) for mark in statement.marks):
        return [Unproven("source", statement.text, "nothing is cited")]
    cited = [citations[mark - 1] for mark in statement.marks]
    found = [found for found in evidence if set(found.marks) & set(statement.marks)]
    computed = all(isinstance(citation, RecordsCitation) for citation in cited)
    sources = sources_of([citation.quote for citation in cited], found, computed=computed)
    return unproven(_without_ruling(statement, found), sources, lexicon, rounded=computed)


def _without_ruling(statement: Statement, found: Sequence[MarkedEvidence]) -> str:
    """Return a first line without its yes or no, where that follows from the fact: its value is the asker's own."""
    for fact in (one.details["fact"] for one in found if "fact" in one.details):
        for said in (ruled(language, fact) for language in LANGUAGES):
            if statement.leads and said and statement.text.startswith(said):
                return statement.text.removeprefix(said)
    return statement.text


def sources_of(quotes: Sequence[str], found: Sequence[MarkedEvidence], *, computed: bool) -> tuple[str, ...]:
    """Return what may prove a statement: quotes, rows with their headings, and what code says of a figure."""
    if computed:
        return (*quotes, *(text for one in found for text in _computed(one)))
    rows = with_rows(quotes, [line for one in found for line in one.statement.splitlines()])
    return (*rows, *(text for one in found for text in counted(quotes, one.details)))


def counted(quotes: Sequence[str], details: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said in each language of the number of rows, where as many stand in ``quotes``."""
    fact = details.get("fact") or {}
    if fact.get("kind") == "count" and len(with_rows(quotes, fact["rows"])) - len(quotes) == fact["number"]:
        yield from (first_line(language, fact) for language in LANGUAGES)


def _computed(found: MarkedEvidence) -> Iterator[str]:
    """Yield what is said of a figure in each language, and its value as it was computed."""
    yield found.statement
    yield json.dumps([found.value, found.unit], ensure_ascii=False, default=str)
    if "query" in found.details or is_case(found):
        tell = told_cases if is_case(found) else told
        for language in LANGUAGES:
            yield from tell(language, found)
