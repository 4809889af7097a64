"""Going on with a conversation: opened from the history, in a second window, or after the connection was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import chainlit as cl
from chainlit.context import init_ws_context
from chainlit.server import sio
from chainlit.session import WebsocketSession
from chainlit.types import ThreadDict

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_ui.chat.data_layer import History
from plant_ui.chat.history import step_id
from plant_ui.chat.messages import say
from plant_ui.chat.person import Person

Offer = Callable[[Json | None, str], Awaitable[None]]

_SEEN = "seen"
"""How many answers of its thread the chat under way has shown."""


class Resuming:
    """Shows a conversation again. ``offer`` gives a chat its settings and the last answer its buttons."""

    def __init__(self, copilot: Copilot, history: History, offer: Offer) -> None:
        self._copilot, self._history, self._offer = copilot, history, offer

    def register(self) -> None:
        """Tell Chainlit whom to call, and look who comes back before it does."""
        cl.on_chat_resume(self._resume)
        opened = sio.handlers["/"]["connection_successful"]

        async def connected(sid: str) -> None:
            await opened(sid)
            session = WebsocketSession.require(sid)
            if session.restored and session.has_first_interaction:
                init_ws_context(session)
                await self._catch_up(session)

        sio.on("connection_successful", connected)

    async def _resume(self, thread: ThreadDict) -> None:
        """Offer what goes with the last answer. Chainlit sends the steps themselves afterwards."""
        found = await self._kept(thread["id"])
        turns = found["turns"]
        seen(len(turns))
        last = turns[-1] if turns and not found["unanswered"] else None
        await self._offer(last and last["answer"], step_id(thread["id"], last["number"], "answer") if last else "")

    async def _catch_up(self, session: WebsocketSession) -> None:
        """Send the conversation once more where an answer was finished while nobody could hear it."""
        if session.current_task and not session.current_task.done():
            return
        if thread := await self._history.get_thread(session.thread_id):
            await self._resume(thread)
            await cl.context.emitter.resume_thread(thread)

    async def _kept(self, thread: str) -> Json:
        principal = Person.here(self._copilot).principal
        return await asyncio.to_thread(self._copilot.thread, thread, principal=principal)


def seen(number: int) -> None:
    """Note how many answers of its thread the chat has shown."""
    cl.user_session.set(_SEEN, number)


async def tell_of_other_windows(answers: int, language: str, root: str) -> None:
    """Say how many questions were asked in this thread elsewhere since this window last showed it.

    ``answers`` is how many the thread has now, the one for this window included.
    """
    known: Any = cl.user_session.get(_SEEN)
    missed = answers - 1 - (known or 0)
    seen(answers)
    if missed > 0:
        address = f"{root}/thread/{cl.context.session.thread_id}"
        await cl.Message(say(language, "other_window", n=missed, address=address)).send()
