"""Guards of the socket: who may open one, and under which name."""

from __future__ import annotations

from typing import Any

import chainlit as cl
from chainlit.context import init_ws_context
from chainlit.server import sio
from chainlit.session import WebsocketSession

from plant_ui.chat.ids import well_named
from plant_ui.chat.locales import interface_language
from plant_ui.chat.messages import say


def guard_sockets() -> None:
    """Put our handlers before Chainlit's. It accepts any origin, and makes folders named by the client."""
    sio.eio.cors_allowed_origins = None  # which means: the origin the page came from
    connect = sio.handlers["/"]["connect"]

    async def connect_by_uuid(sid: str, environ: dict[str, Any], auth: Any) -> Any:
        if not well_named(auth):
            raise ConnectionRefusedError("session and thread ids are UUIDs")
        return await connect(sid, environ, auth)

    sio.on("connect", connect_by_uuid)
    sio.on("stop", _stop)


async def _stop(sid: str) -> None:
    """Stop the question under way, and say so in the person's language."""
    if session := WebsocketSession.get(sid):
        init_ws_context(session)
        if session.current_task:
            session.current_task.cancel()
        await cl.Message(say(interface_language(session.language), "stopped")).send()
