"""An answer while a store is out of reach: what else there is, what is missing from it, and what to do.

The person is not told what a database said: that stands in the log, and ``plant-copilot doctor`` tells it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plant_agents.answer import Answer, Notice
from plant_agents.messages import say
from plant_agents.proving import marked, prove
from plant_agents.state import Found, State
from plant_agents.unarmed import for_writer
from plant_knowledge_ingest.errors import PlantError
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.records.errors import RecordsOutOfReach

if TYPE_CHECKING:
    from plant_agents.crew import Crew

DOCUMENTS, RECORDS = "documents_out_of_reach", "records_out_of_reach"
"""Codes of notices."""


def figures_only(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return what rests on the records alone.

    A page is not shown without what belongs before it, isolation and warnings; where these cannot be looked up, it is
    left out.
    """
    return tuple(found for found in evidence if all(isinstance(one, RecordsCitation) for one in found.citations))


def proven_without_documents(state: State, crew: Crew) -> Answer:
    """Return the answer of the records alone."""
    found = state.found or Found()
    left = replace(found, evidence=figures_only(found.evidence))
    statements = crew.writer.write(state.question, *for_writer(*marked(left.evidence))) if left.evidence else ()
    crew = replace(crew, isolation=None, sources=None)
    return prove(replace(state, found=left, statements=statements, phrased=None), crew)


def told(answer: Answer, missed: Sequence[PlantError]) -> Answer:
    """Return ``answer`` with a notice of each store that did not answer.

    Where nothing else is told, it does not say that nothing is on record: nobody has looked.
    """
    codes = dict.fromkeys(RECORDS if isinstance(error, RecordsOutOfReach) else DOCUMENTS for error in missed)
    if not codes:
        return answer
    notices = tuple(Notice(code, say(answer.language, code)) for code in codes)
    text = say(answer.language, "not_looked") if answer.abstained and not answer.pending else answer.answer
    return replace(answer, answer=text, notices=(*notices, *answer.notices))
