"""Who is at the other end of the chat under way: the language of the browser, and what the person may see."""

from __future__ import annotations

from dataclasses import dataclass

import chainlit as cl
from chainlit.session import WebsocketSession
from starlette.requests import Request

from plant_copilot import Copilot
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.visitors import is_from_here as is_local
from plant_ui.api.guests import guest
from plant_ui.chat.asset_card import asset_of
from plant_ui.chat.locales import interface_language

GUEST = Principal("guest")
"""Somebody of whom nothing is known yet: sees what everyone may see, and has no threads."""


@dataclass(frozen=True, slots=True)
class Person:
    """``language`` is that of the interface, one of our four; ``asset`` what the page was opened for, or "".

    A ``guest`` comes from another machine.
    """

    language: str
    principal: Principal
    asset: str = ""
    guest: bool = False

    @classmethod
    def here(cls, copilot: Copilot) -> Person:
        """Return the person of the current chat; on this machine the local user, elsewhere a guest."""
        session = cl.context.session
        if not isinstance(session, WebsocketSession):
            raise TypeError("a chat is held over a socket")
        scope = {**session.environ["asgi.scope"], "type": "http"}  # the rule of the HTTP API reads requests
        request = Request(scope)
        here = is_local(request)
        asker = copilot.local if here else guest(request, session.thread_id)
        return cls(interface_language(session.language), asker, asset_of(request.headers), not here)
