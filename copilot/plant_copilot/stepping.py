"""A word said while a step of a procedure waits is its answer, not a question: "next", "25 Nm", "verstanden"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_agents.flow import Decision
from plant_agents.question import Question
from plant_copilot.errors import NothingPending, ThreadOfAnother, UnknownThread
from plant_copilot.threads import Threads

STEP = "sop_step"
"""The kind of a pending step."""


def answered_step(threads: Threads, thread: str, asked: Question) -> Decision | None:
    """Return the decision that a text is, where the thread waits at a step and offers it; None otherwise."""
    from plant_tools.sop.doing.heard import heard

    said = heard(asked.text)
    if not said.command or not thread:
        return None
    try:
        pending: Mapping[str, Any] = threads.waiting(thread, asked.principal)[1]["pending"]
    except (NothingPending, UnknownThread, ThreadOfAnother):
        return None
    if pending["kind"] != STEP or said.command not in pending["choices"]:
        return None
    fields = {said.command: asked.text} if said.command in pending["fields"] else {}
    return Decision(said.command, fields, asked.principal)
