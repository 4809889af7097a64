"""The conversation: what happens when a chat opens and when a question comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from secrets import token_hex
from typing import Any

import chainlit as cl

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_ui.chat.choices import choices, chosen
from plant_ui.chat.locales import interface_language
from plant_ui.chat.messages import say
from plant_ui.chat.person import GUEST, Person
from plant_ui.chat.reply import reply
from plant_ui.chat.starters import starters
from plant_ui.chat.stations import Stations

_log = logging.getLogger(__name__)


class Conversation:
    """Chats of all people with one copilot; what belongs to one chat is kept in Chainlit's session."""

    def __init__(self, copilot: Copilot, root: str) -> None:
        self._copilot = copilot
        self._root = root

    def register(self) -> None:
        """Tell Chainlit whom to call."""
        cl.on_chat_start(self.open)
        cl.on_message(self.ask)
        cl.set_starters(self.starters)

    async def starters(self, _user: Any, language: str | None) -> list[cl.Starter]:
        """Return questions to begin with. They are asked for before anybody is known: a guest's."""
        documents = await asyncio.to_thread(self._copilot.documents, principal=GUEST)
        return [cl.Starter(text, text) for text in starters(documents, interface_language(language or ""))]

    async def open(self) -> None:
        """Offer the settings; where there is nothing to ask, say what to do."""
        person = Person.here(self._copilot)
        documents = await asyncio.to_thread(self._copilot.documents, principal=person.principal)
        await cl.ChatSettings(choices(person.language, documents)).send()
        if not documents["documents"]:
            await cl.Message(say(person.language, "library_empty")).send()

    async def ask(self, message: cl.Message) -> None:
        """Answer a question and show the stations it passes; if that fails, give the person a code for it."""
        person = Person.here(self._copilot)
        language, asset = chosen(cl.user_session.get("chat_settings"))

        def look(on_step: Callable[[str], None]) -> Json:
            return self._copilot.ask(
                message.content,
                language=language,
                asset=asset,
                thread=message.thread_id,
                principal=person.principal,
                on_step=on_step,
            )

        stations = Stations(_spoken(message.content, language, person))
        await stations.begin()
        looking = await _watched(look, stations)
        if error := looking.exception():
            await stations.failed()
            await _apologise(error, person.language)
            return
        await stations.done(looking.result())
        await self._say(looking.result())

    async def _say(self, answer: Json) -> None:
        """Stream the answer block by block: half a link is not a link."""
        message = cl.Message("")
        for block in reply(answer, self._root):
            await message.stream_token(block)
        await message.send()


async def _watched(look: Callable[[Callable[[str], None]], Json], stations: Stations) -> asyncio.Task[Json]:
    """Run ``look`` in a thread, show every station it passes, and return the finished task."""
    loop, passed = asyncio.get_running_loop(), asyncio.Queue[str]()

    def tell(station: str) -> None:
        loop.call_soon_threadsafe(passed.put_nowait, station)

    looking = asyncio.create_task(asyncio.to_thread(look, tell))
    looking.add_done_callback(lambda _: passed.put_nowait(""))
    while station := await passed.get():
        await stations.passed(station)
    return looking


async def _apologise(error: BaseException, language: str) -> None:
    """Keep the trace in the log; the person gets the code to find it by."""
    code = token_hex(4).upper()
    _log.error("question failed, support code %s", code, exc_info=error)
    await cl.ErrorMessage(say(language, "failed", code=code)).send()


def _spoken(question: str, wanted: str, person: Person) -> str:
    """Return the language to show the stations in: that of the answer to come."""
    language = wanted if wanted != "auto" else detect(question, person.language)
    return language if language in LANGUAGES else person.language
