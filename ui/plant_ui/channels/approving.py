"""Decisions by a button: on a draft, or in a guided flow. The same rights and the same questions as in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.errors import NothingPending, WrongUse
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
    require_decider(visitor, language)
    if not pending:
        raise NothingPending(say(language, "decided_already"))
    signed = {BY: visitor.shown} if BY in pending["fields"] and visitor.shown else {}
    return copilot.decide(shown.answer["thread"], choice, {**(fields or {}), **signed}, principal=visitor.principal)


def decide_draft(
    copilot: Copilot, visitor: Visitor, draft: int, choice: str, *, language: str, version: int | None = None
) -> Json:
    """Approve or reject a draft by its number, whoever dictated it; return it as decided, also when done again.

    For planners and engineers, as over HTTP. ``version`` is that of the draft which the person has seen.

    Raises ``NotAllowed``, ``UnknownDraft``, ``DraftInvalid``, ``DraftDecided``, ``WrongUse``.
    """
    if not visitor.may(PLANNER, ENGINEER):
        raise NotAllowed(say(language, "decide_elsewhere"))
    by, who = visitor.shown or visitor.principal.name, visitor.principal
    if choice == "approve":
        return copilot.drafts.approve(draft, by=by, version=version, principal=who)
    if choice == "reject":
        return copilot.drafts.reject(draft, by=by, principal=who)
    raise WrongUse(f"There is no choice {choice[:40]!r}.", remedy="It is approve or reject.")


def require_decider(visitor: Visitor, language: str) -> None:
    """Raise ``NotAllowed`` for who has no role to decide."""
    if not may_decide(visitor):
        raise NotAllowed(say(language, "decide_elsewhere"))
