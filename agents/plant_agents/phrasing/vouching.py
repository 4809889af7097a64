"""What a model's sentence must have besides proven facts: words that its sources, or the question, have too."""

from __future__ import annotations

from collections.abc import Sequence

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.grounds import groundless
from plant_agents.proof import Lexicon, Unproven, lost
from plant_agents.proof.binding import concepts_of, stems
from plant_agents.unarmed import steers
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.language import FUNCTION_WORDS, base
from plant_tools.evidence import Citation

_OWN_WORDS = 0.5
"""Of the words of a statement in its source's language at least this share stands there or in the question."""

_STRANGE = 1 / 3
"""At most this share of the concepts of a statement is neither in its source nor in the question: "Anzugsmoment" is a
torque, its translation "tightening torque" is two things."""

_FUNCTION_STEMS = frozenset(stem for word in FUNCTION_WORDS for stem in stems(word))


def faults(
    statement: Statement,
    question: str,
    language: str,
    evidence: Sequence[MarkedEvidence],
    citations: Sequence[Citation],
    lexicon: Lexicon | None,
) -> list[Unproven]:
    """Return what a model's statement in ``language`` says that its citations do not prove."""
    if gaps := groundless(statement, evidence, citations, lexicon):
        return gaps
    cited = [citations[mark - 1] for mark in statement.marks]
    if any(steers(citation.quote) for citation in cited):
        return [Unproven("source", statement.text, "the cited text speaks to language models")]
    told = [found.statement for found in evidence if set(found.marks) & set(statement.marks)]
    source = "\n".join([*(citation.quote for citation in cited), *told])
    named = concepts_of(statement.text, lexicon)
    known = concepts_of(source, lexicon) | concepts_of(question, lexicon)
    if len(named - known) > _STRANGE * len(named):
        return [Unproven("source", statement.text, "it names things that the source does not name")]
    if base(language) in {base(c.language) for c in cited if isinstance(c, PageCitation)}:
        return [] if _in_words_of(statement.text, f"{source}\n{question}") else [_strange(statement)]
    return [] if named & concepts_of(source, lexicon) or not lexicon else [_strange(statement)]


def mistranslated(
    translation: Statement, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation], lexicon: Lexicon | None
) -> bool:
    """Tell whether a translation says what its original does not, or leaves something of it out."""
    marks = translation.marks
    found = next((each for each in evidence if each.marks[:1] == marks[:1] and each.kind == "fact"), None)
    if found is None or any(steers(citations[mark - 1].quote) for mark in marks):
        return True
    return bool(lost(found.statement, translation.text, lexicon))


def _in_words_of(text: str, source: str) -> bool:
    own = stems(text) - _FUNCTION_STEMS
    return len(own & stems(source)) >= _OWN_WORDS * len(own)


def _strange(statement: Statement) -> Unproven:
    return Unproven("source", statement.text, "its words are not those of the source")
