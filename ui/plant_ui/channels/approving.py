"""Decisions by a button: on a draft, or in a guided flow. The same rights and the same questions as in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.errors import NothingPending
from plant_copilot.people.errors import NotAllowed
from plant_copilot.people.roles import APPROVER, ENGINEER, PLANNER
from plant_ui.channels.conversations import Shown
from plant_ui.channels.parts import Json
from plant_ui.channels.words import say
from plant_ui.visitor import Visitor

BY = "decided_by"
"""The field of a decision that holds the person's name."""


def may_decide(visitor: Visitor) -> bool:
    """Tell whether somebody may decide on drafts: planners, engineers and approvers."""
    return visitor.may(PLANNER, ENGINEER, APPROVER)


def decide(
    copilot: Copilot, visitor: Visitor, shown: Shown, choice: str, fields: Mapping[str, Any] | None = None
) -> Json:
    """Carry out a decision on what waits in the thread of ``shown``, signed with the visitor's own name.

    Returns the answer that follows. Raises ``NotAllowed`` for who has no role for it, ``ThreadOfAnother``,
    ``NothingPending`` where it was decided already, ``WrongUse``.
    """
    pending, language = shown.answer["pending"], shown.answer["language"]
    if not may_decide(visitor):
        raise NotAllowed(say(language, "decide_elsewhere"))
    if not pending:
        raise NothingPending(say(language, "decided_already"))
    signed = {BY: visitor.shown} if BY in pending["fields"] and visitor.shown else {}
    return copilot.decide(shown.answer["thread"], choice, {**(fields or {}), **signed}, principal=visitor.principal)
