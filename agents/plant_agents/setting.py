"""An answer as Markdown: hazards and isolation, then the best quote, then the others, then where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.first_line.phrases import phrases
from plant_agents.gaps import Gap, gap_text
from plant_agents.isolated import isolated, tells_isolation
from plant_agents.messages import say
from plant_agents.related import is_related, related_lines
from plant_agents.safety.order import hands_on
from plant_agents.telling.holdings import records_named
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.language import LANGUAGES, UNDETERMINED, base
from plant_tools.evidence import Citation, LayoutCitation, RecordsCitation


def set_answer(
    language: str,
    statements: Sequence[Statement],
    evidence: Sequence[MarkedEvidence],
    citations: Sequence[Citation],
    *,
    refused: bool,
    gaps: Sequence[Gap],
) -> str:
    """Return the Markdown of an answer in ``language``."""
    parts = [say(language, "refused")] if refused else []
    if not statements:
        return "\n\n".join(parts or [_nothing(language, gaps)])
    hazardous = {mark for found in evidence if found.kind == "hazard" for mark in found.marks}
    hazards = [s for s in statements if set(s.marks) <= hazardous]
    related = [s for s in statements if is_related(s, evidence)]
    statements = [s for s in statements if s not in related]
    figures = [s for s in statements if all(isinstance(citations[m - 1], RecordsCitation) for m in s.marks)]
    lead = [s for s in statements if s.leads and s not in figures]
    isolation = [s for s in statements if tells_isolation(s, evidence)]
    before = [*hazards, *isolation, *figures, *lead]
    prose = [s for s in statements if s.phrased == "prose" and s not in before]
    facts = [s for s in statements if s not in before and s not in prose]
    also = next((at for at, s in enumerate(facts) if at and not s.phrased), len(facts))
    if hazards:
        parts.append("\n".join([f"**⚠ {say(language, 'hazards')}**", "", *(f"- {_warning(s)}" for s in hazards)]))
    facts_first = [s for s in lead if not s.phrased and not hands_on(s, frozenset())]
    parts.extend(f"**{s.text}** {_marks(s)}" for s in facts_first)
    parts.extend(isolated(language, isolation, evidence))
    parts.extend(map(_told, figures))
    parts.extend(f"**{s.text}** {_marks(s)}" for s in lead if s not in facts_first)
    parts.extend(f"{s.text} {_marks(s)}" for s in prose)
    parts.extend(_introduced(language, s, citations) for s in facts[:1])
    parts.extend(_shown(language, s) for s in facts[1:also])
    if facts[also:]:
        parts.append("\n\n".join([f"*{say(language, 'also')}*", *(_shown(language, s) for s in facts[also:])]))
    parts.extend(related_lines(language, related))
    listed = [f"[{mark}] {place(language, citation)}" for mark, citation in enumerate(citations, 1)]
    parts.append("\n".join([f"**{say(language, 'sources')}**", "", *(f"- {line}" for line in listed)]))
    return "\n\n".join(parts)


def place(language: str, citation: Citation) -> str:
    """Return where a citation stands, as an engineer would say it in ``language``."""
    if isinstance(citation, RecordsCitation):
        return records_named(language, citation.dataset, citation.total)
    if isinstance(citation, LayoutCitation):
        return str(citation)
    document = citation.document
    if citation.revision:
        document = say(language, "revision", document=document, revision=citation.revision)
    if citation.printed_page not in {"", str(citation.page)}:
        where = say(language, "page_printed", document=document, page=citation.page, printed=citation.printed_page)
    else:
        where = say(language, "page", document=document, page=citation.page)
    if citation.language == language:
        return where
    named = citation.language if citation.language in {*LANGUAGES, UNDETERMINED} else "other"
    return say(language, "source_language", place=where, language=say(language, named))


def _nothing(language: str, gaps: Sequence[Gap]) -> str:
    return gap_text(language, gaps) or say(language, "not_on_record")


def _warning(statement: Statement) -> str:
    """Set a safety message on one line, its signal word in bold."""
    signal, *message = statement.text.splitlines()
    return f"**{signal}** {' '.join(message)} {_marks(statement)}"


def _marks(statement: Statement) -> str:
    return "".join(f"[{mark}]" for mark in statement.marks)


def _introduced(language: str, statement: Statement, citations: Sequence[Citation]) -> str:
    """Set a quote, in another language than the asker's with a line that names it."""
    cited = citations[statement.marks[0] - 1]
    if not isinstance(cited, PageCitation) or base(cited.language) in {base(language), UNDETERMINED}:
        return _quoted(statement)
    named = say(language, cited.language if cited.language in LANGUAGES else "other")
    return f"{phrases(language)['says'].format(language=named)}\n\n{_quoted(statement)}"


def _shown(language: str, statement: Statement) -> str:
    """Set a quote; a translation as what it is."""
    if not statement.phrased:
        return _quoted(statement)
    return f"*{say(language, 'translated')}:*\n\n{statement.text} {_marks(statement)}"


def _told(statement: Statement) -> str:
    """Set a figure: its sentence with the mark, then its table."""
    sentence, *table = statement.text.split("\n\n", 1)
    return "\n\n".join([f"{sentence} {_marks(statement)}", *table])


def _quoted(statement: Statement) -> str:
    *before, last = statement.text.splitlines()
    return "\n>\n".join(f"> {line}" for line in [*before, f"{last} {_marks(statement)}"])
