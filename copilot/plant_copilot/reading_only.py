"""Questions that only read: what would lead through steps and write something is told where it can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plant_agents.answer import Answer, Notice
from plant_agents.messages import say
from plant_agents.question import Question

if TYPE_CHECKING:
    from plant_agents.declaration import Declaration

_CHOSEN = "route"  # the station after which it is known what the question begins


def told_elsewhere(
    question: Question, station: str, written: Mapping[str, Any] | None, declared: Mapping[str, Declaration]
) -> Answer | None:
    """Return the answer to a question that only reads but was to begin a guided flow; None for any other."""
    calls = (written or {}).get("calls", ()) if station == _CHOSEN and question.reads else ()
    if not any(declared[call.tool].flow for call in calls if call.tool in declared):
        return None
    text = say(question.language, "only_read")
    return Answer(question.text, question.language, text, True, False, (), (), (), (Notice("only_read", text),), ())
