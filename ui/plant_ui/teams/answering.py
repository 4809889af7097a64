"""From a question in Teams to its answer where it may be read: here, or in the chat with whoever asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.principal import Principal
from plant_tools.spoken.marking import open_marks
from plant_ui.channels.audience import audience, may_be_posted
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.failing import noted
from plant_ui.channels.identities import Identities
from plant_ui.channels.rendering import rendered
from plant_ui.channels.words import say
from plant_ui.errors import NotSent
from plant_ui.teams.cards import answer_cards, asking_card
from plant_ui.teams.fitting import LARGEST
from plant_ui.teams.progress import Progress
from plant_ui.teams.sending import TOO_LARGE, Sending
from plant_ui.teams.turn import Person, Place
from plant_ui.teams.words import say as teams_say
from plant_ui.visitor import Visitor

Json = dict[str, Any]

_SMALLER = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, as Teams and as the copilot know them, and where."""

    person: Person
    visitor: Visitor
    place: Place


class Answering:
    """Asks the copilot and shows what it says. ``url`` is the server's address for people's devices, or ""."""

    def __init__(self, copilot: Copilot, sending: Sending, conversations: Conversations, url: str) -> None:
        self._copilot, self._sending, self._conversations = copilot, sending, conversations
        self._identities = Identities(copilot, "teams")
        self._chat = f"{url}/chat" if url else ""

    async def ask(self, asked: Asked, text: str, is_wanted: Callable[[], bool]) -> None:
        """Answer ``text``. ``is_wanted`` tells, when the answer is there, whether the question still stands."""
        person, principal = asked.person, asked.visitor.principal
        if await self.offers(asked, text):
            return
        thread = await asyncio.to_thread(self._conversations.thread, asked.place.conversation, principal.name)
        loop, progress = asyncio.get_running_loop(), Progress(self._sending, asked.place, _spoken(text, person))

        def step(station: str) -> None:
            loop.call_soon_threadsafe(progress.pass_station, station)

        def told(text: str) -> None:
            loop.call_soon_threadsafe(progress.report, text)

        def look() -> Json:
            return self._copilot.ask(
                text,
                language="auto" if detect(text, "") else person.language,
                thread=thread,
                principal=principal,
                on_step=step,
                on_progress=told,
            )

        answer: Json | None = None
        try:
            answer = await asyncio.to_thread(look)
        finally:
            if answer is None or not is_wanted():
                await progress.withdraw()
        if is_wanted():
            await self.show(asked, answer, progress)

    async def show(self, asked: Asked, answer: Json, progress: Progress) -> None:
        """Show an answer where it was asked for, or, where not everybody there may see it, to the asker alone."""
        place, language = asked.place, asked.person.language
        if not await self.may_be_read(asked, answer):
            try:
                place = await self._sending.personal(place, asked.person)
                await self._cards(asked, answer, Progress(self._sending, place, language))
            except NotSent as error:
                code = noted("teams: an answer for one alone could not be sent", str(error))
                await progress.say(teams_say(language, "not_alone", code=code))
                return
            await progress.say(say(language, "sent_privately"))
            return
        await self._cards(asked, answer, progress)

    async def may_be_read(self, asked: Asked, answer: Json) -> bool:
        """Tell whether everybody at the place may see all of an answer, as the library has it now."""
        if asked.place.personal:
            return True
        everybody = await self.everybody(asked.place)
        return await asyncio.to_thread(may_be_posted, self._copilot, answer, asked.visitor.principal, everybody)

    async def everybody(self, place: Place) -> Principal:
        """Return what everybody who reads at a place may see; where that cannot be told, what is open to all."""
        try:
            members = await self._sending.members(place)
        except NotSent as error:
            noted("teams: who is in a conversation cannot be told", str(error))
            members = None
        return await asyncio.to_thread(audience, self._identities, members or [])

    async def readers(self, asked: Asked) -> Principal:
        """Return what those who read at a place may see: the asker's own where nobody else does."""
        return asked.visitor.principal if asked.place.personal else await self.everybody(asked.place)

    async def offers(self, asked: Asked, text: str) -> bool:
        """Offer what the first spoken code that is open in ``text`` may be; False where none is."""
        language = asked.person.language
        if not open_marks(text):
            return False
        seen_by = await self.readers(asked)
        told = await asyncio.to_thread(self._copilot.unconfirmed, text, language=language, principal=seen_by)
        first = told["open"][0]
        labels = {f"{code['code']} · {code['name']}".strip(" ·"): code["code"] for code in first["codes"]}
        choices = {label: first["settled"][code] for label, code in labels.items()}
        choices[teams_say(language, "as_heard")] = first["as_heard"]
        question = teams_say(language, "heard_meant", text=text, heard=first["heard"])
        await self._sending.message(asked.place, cards=[asking_card(question, choices, language)])
        return True

    async def _cards(self, asked: Asked, answer: Json, progress: Progress) -> None:
        """Send an answer; where a card is larger than Teams takes after all, in smaller ones."""
        principal = asked.visitor.principal
        token = await asyncio.to_thread(self._conversations.show, answer, principal.name)
        told = rendered(answer)
        try:
            await progress.show(answer_cards(told, token, pending=answer["pending"], chat=self._chat))
        except NotSent as error:
            if error.status != TOO_LARGE:
                raise
            smaller = answer_cards(told, token, pending=answer["pending"], chat=self._chat, largest=LARGEST // _SMALLER)
            await progress.show(smaller)


def _spoken(text: str, person: Person) -> str:
    """Return the language of the answer to come."""
    language = detect(text, person.language)
    return language if language in LANGUAGES else person.language
