"""Who is at the other end of the chat under way: the language of the browser, and what the person may see."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass

import chainlit as cl
from chainlit.session import WebsocketSession
from starlette.requests import HTTPConnection

from plant_copilot import Copilot
from plant_copilot.people.errors import SignInNeeded
from plant_copilot.people.roles import APPROVER, ENGINEER, PLANNER
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.visitors import Visitors
from plant_ui.chat.asset_card import asset_of
from plant_ui.locales import interface_language
from plant_ui.visitor import Visitor

_A_MOMENT = 10.0
"""Seconds for which what was proven when a message came is not looked up again while it is answered."""

GUEST = Principal("guest")
"""Somebody of whom nothing is known yet: sees what everyone may see, and has no threads."""


@dataclass(frozen=True, slots=True)
class Person:
    """``language`` is that of the interface, one of our four; ``asset`` what the page was opened for, or "".

    A ``guest`` decides nothing: comes from another machine, or has no role for it. ``shown`` is the name that
    decisions are signed with, "" where nobody has proven one.
    """

    language: str
    principal: Principal
    asset: str = ""
    guest: bool = False
    shown: str = ""

    @classmethod
    def here(cls, copilot: Copilot) -> Person:  # noqa: ARG003 - the gate knows its copilot
        """Return the person of the current chat, by what the browser proves now. Raises ``SignInNeeded``."""
        session = cl.context.session
        if not isinstance(session, WebsocketSession):
            raise TypeError("a chat is held over a socket")
        visitor = visitor_of(session)
        if visitor is None:
            raise SignInNeeded("The sign-in has ended.", remedy="Sign in again.")
        decides = visitor.may(PLANNER, ENGINEER, APPROVER)
        language, asset = interface_language(session.language), asset_of(_connection(session).headers)
        return cls(language, visitor.principal, asset, not decides, visitor.shown)


@dataclass(frozen=True, slots=True)
class _Proven:
    session: str
    visitor: Visitor
    until: float


_proven: ContextVar[_Proven | None] = ContextVar("proven", default=None)


def visitor_of(session: WebsocketSession) -> Visitor | None:
    """Return who sits before a chat, None where the sign-in has ended in the meantime. Raises ``SignInRefused``."""
    proven = _proven.get()
    if proven and proven.session == session.id and time.monotonic() < proven.until:
        return proven.visitor
    connection = _connection(session)
    visitors: Visitors = connection.state.visitors
    return visitors.of(connection, alone=session.id)


def remember(session: WebsocketSession, visitor: Visitor) -> None:
    """Note who has just been found to sit before a chat, for what is done with this very message."""
    _proven.set(_Proven(session.id, visitor, time.monotonic() + _A_MOMENT))


def _connection(session: WebsocketSession) -> HTTPConnection:
    return HTTPConnection(session.environ["asgi.scope"])
