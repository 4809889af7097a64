"""Guards of the socket: who may open one, under which name, and whether it is still the same person who asks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import chainlit as cl
from chainlit.context import init_ws_context
from chainlit.server import sio
from chainlit.session import WebsocketSession
from starlette.requests import HTTPConnection

from plant_copilot.errors import ThreadsOutOfReach
from plant_copilot.people.errors import SignInRefused, UsersOutOfReach
from plant_copilot.threads import Threads
from plant_knowledge_ingest.patience import at_most
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.visitors import Visitors
from plant_ui.chat.asking_now import Asking, asking
from plant_ui.chat.ids import well_named
from plant_ui.chat.messages import say
from plant_ui.chat.passes import cookie
from plant_ui.chat.person import remember, visitor_of
from plant_ui.locales import first_accepted, interface_language
from plant_ui.visitor import Visitor

_log = logging.getLogger(__name__)

Handler = Callable[..., Awaitable[Any]]

_ASKING = ("client_message", "edit_message", "window_message", "audio_start", "audio_end", "message_favorite")
_SIGN_IN = "/sign-in?next="


def guard_sockets(kept: Threads, root: str) -> None:
    """Put our handlers before Chainlit's. It accepts any origin, and makes folders named by the client."""
    sio.eio.cors_allowed_origins = None  # which means: the origin the page came from
    handlers: dict[str, Handler] = sio.handlers["/"]
    sio.on("connect", _connecting(handlers["connect"], kept))
    for event in _ASKING:
        if event in handlers:
            sio.on(event, _by_somebody(handlers[event], root))
    sio.on("stop", _stop)


def _connecting(connect: Handler, kept: Threads) -> Handler:
    async def connect_by_uuid(sid: str, environ: dict[str, Any], auth: Any) -> Any:
        if not well_named(auth):
            raise ConnectionRefusedError("session and thread ids are UUIDs")
        connection = HTTPConnection(environ["asgi.scope"])
        visitor = await asyncio.to_thread(_visitor, connection, auth["sessionId"])
        if visitor is None:
            raise ConnectionRefusedError("nobody is signed in")
        environ["HTTP_COOKIE"] = cookie(environ.get("HTTP_COOKIE", ""), visitor)
        if not auth.get("threadId") and WebsocketSession.get_by_id(auth["sessionId"]) is None:
            # The server was started anew: the page knows its session, not the thread it was in.
            auth["threadId"] = await asyncio.to_thread(place_of, auth["sessionId"], visitor.principal, kept)
        with asking(Asking(visitor.principal, first_accepted(connection.headers.get("accept-language", "")))):
            return await connect(sid, environ, auth)

    return connect_by_uuid


def _visitor(connection: HTTPConnection, alone: str) -> Visitor | None:
    visitors: Visitors = connection.state.visitors
    try:
        with at_most():
            return visitors.of(connection, alone=alone)
    except (SignInRefused, UsersOutOfReach):
        return None


def place_of(session: str, principal: Principal, kept: Threads) -> str:
    """Return the thread that a browser's session was in; "", a new one, where conversations are out of reach."""
    try:
        return kept.place(session, principal)
    except ThreadsOutOfReach as error:
        _log.warning("a chat begins anew: %s", error)
        return ""


def _by_somebody(handler: Handler, root: str) -> Handler:
    """Let a message pass while who began the chat is signed in; afterwards say that it was not sent."""

    async def handle(sid: str, *sent: Any) -> Any:
        session = WebsocketSession.require(sid)
        language = interface_language(session.language)
        where = f"{_SIGN_IN}{root}/thread/{session.thread_id}" if session.has_first_interaction else _SIGN_IN + root
        try:
            if visitor := await asyncio.to_thread(_still_there, session):
                remember(session, visitor)
                return await handler(sid, *sent)
            why = say(language, "signed_out", address=where)
        except UsersOutOfReach as error:
            _log.error("nobody can ask: %s", error)
            why = say(language, "nobody_known")
        context = init_ws_context(session)
        await cl.ErrorMessage(why).send()
        return await context.emitter.task_end()

    return handle


def _still_there(session: WebsocketSession) -> Visitor | None:
    """Return who began the chat, None where that person is not signed in any more. Raises ``UsersOutOfReach``."""
    try:
        with at_most():
            visitor = visitor_of(session)
    except SignInRefused:
        return None
    is_the_same = visitor and session.user and visitor.principal.name == session.user.identifier
    return visitor if is_the_same else None


async def _stop(sid: str) -> None:
    """Stop the question under way, and say so in the person's language."""
    if session := WebsocketSession.get(sid):
        init_ws_context(session)
        if session.current_task:
            session.current_task.cancel()
        await cl.Message(say(interface_language(session.language), "stopped")).send()
