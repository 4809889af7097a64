"""The conversation: what happens when a chat opens and when a question comes."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import chainlit as cl
from chainlit.input_widget import InputWidget, Select

from plant_agents.messages import say as of_answers
from plant_copilot import Copilot
from plant_copilot.errors import ThreadsOutOfReach, UnknownAsset
from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.principal import Principal
from plant_tools.records.errors import RecordsOutOfReach
from plant_ui.chat import buttons, confirming, deciding, printing, thumbs, why
from plant_ui.chat.aloud import read_out
from plant_ui.chat.asset_card import card, questions
from plant_ui.chat.cases import case_table
from plant_ui.chat.choices import ALL, AUTO, assets, chosen, languages
from plant_ui.chat.data_layer import FIRST
from plant_ui.chat.lines import Line, run_id
from plant_ui.chat.messages import say
from plant_ui.chat.own_starters import look, own_starters
from plant_ui.chat.person import GUEST, Person
from plant_ui.chat.photo import Photos
from plant_ui.chat.plainly import plainly
from plant_ui.chat.plots import plots
from plant_ui.chat.profiles import TECHNICIAN, Profile, current, follow_ups, offered
from plant_ui.chat.reply import parted
from plant_ui.chat.resuming import tell_of_other_windows
from plant_ui.chat.stations import Stations
from plant_ui.chat.verbatim import verbatim
from plant_ui.locales import interface_language
from plant_ui.starters import starters

_log = logging.getLogger(__name__)

NEXT = "next_question"
_STARTERS = 4
_PROFILE = "profile_shown"


class Conversation:
    """Chats of all people with one copilot; what belongs to one chat is kept in Chainlit's session."""

    def __init__(self, copilot: Copilot, root: str) -> None:
        self._copilot = copilot
        self._root = root
        self._photos = Photos(copilot, root)
        self._answering = _threads(waiting=bool(copilot.settings.model))

    def register(self) -> None:
        """Tell Chainlit whom to call."""
        cl.on_chat_start(self.open)
        cl.on_message(self.ask)
        cl.action_callback(NEXT)(self.ask_next)
        cl.set_starters(self.starters)
        cl.on_settings_update(self.change)
        deciding.register(self._copilot, self._say)
        why.register(self._copilot)
        self._photos.register()
        thumbs.register(self._copilot)

    async def starters(self, _user: Any, language: str | None) -> list[cl.Starter]:
        """Return questions to begin with. They are asked for before anybody is known: a guest's, a technician's."""
        told = await self._starters(TECHNICIAN, GUEST, interface_language(language or ""))
        return [cl.Starter(text, text) for text in told]

    async def change(self, _settings: Any) -> None:
        """Offer what the profile begins with, where another one was chosen."""
        person, profile = Person.here(self._copilot), current()
        if profile.name != (cl.user_session.get(_PROFILE) or TECHNICIAN.name):
            cl.user_session.set(_PROFILE, profile.name)
            told = await self._starters(profile, person.principal, person.language)
            text = say(person.language, f"profile_{profile.name}_told")
            await cl.Message(text, actions=[_asking(one) for one in told]).send()

    async def _starters(self, profile: Profile, principal: Principal, language: str) -> list[str]:
        own = own_starters(await asyncio.to_thread(look, self._copilot, principal), language)[profile.name]
        documents = await asyncio.to_thread(self._copilot.documents, principal=principal)
        return [*own, *starters(documents, language)][:_STARTERS]

    async def open(self) -> None:
        """Offer the settings; where there is nothing to ask, say what to do."""
        person = Person.here(self._copilot)
        await plainly(self._open(person), person.language)

    async def ask(self, message: cl.Message) -> None:
        """Answer a question, showing the stations it passes."""
        person = Person.here(self._copilot)
        await plainly(self._ask(message, person), person.language)

    async def offer(self, answer: Json | None, step: str) -> None:
        """Give a chat that goes on its settings, and the ``answer`` shown last, in ``step``, its buttons."""
        person = Person.here(self._copilot)
        await self._settings(person, ALL)
        if answer and answer["pending"]:
            await deciding.show(answer, person)
        elif answer:
            await buttons.send(_buttons(answer, current()), step)

    async def _settings(self, person: Person, asset: str) -> None:
        listing = await asyncio.to_thread(self._known, person.principal)
        spoken = person.language
        inputs: list[InputWidget] = [
            Select("language", say(spoken, "setting_language"), items=languages(spoken), initial_value=AUTO),
            Select("asset", say(spoken, "setting_asset"), items=assets(spoken, listing), initial_value=asset),
            Select("profile", say(spoken, "setting_profile"), items=offered(spoken), initial_value=TECHNICIAN.name),
        ]
        await cl.ChatSettings(inputs).send()

    def _known(self, principal: Principal) -> Json:
        """Return the assets to choose from, none while the records are out of reach."""
        try:
            return self._copilot.assets(principal=principal)
        except RecordsOutOfReach as error:
            _log.warning("a chat offers no assets: %s", error)
            return {"assets": []}

    async def _open(self, person: Person) -> None:
        try:
            found = await asyncio.to_thread(self._meant, person)
        except RecordsOutOfReach as error:
            _log.warning("a chat opens without the card of %s: %s", person.asset, error)
            await self._settings(person, ALL)
            await cl.Message(of_answers(person.language, "records_out_of_reach")).send()
            return
        spoken, asset = person.language, found["asset"] if found else ALL
        await self._settings(person, asset)
        if found:
            actions = [_asking(text) for text in questions(found, spoken)]
            await cl.Message(card(found, spoken, self._root), actions=actions).send()
            return
        if person.asset:
            await cl.Message(say(spoken, "card_unknown", asset=verbatim(person.asset))).send()
        documents = await asyncio.to_thread(self._copilot.documents, principal=person.principal)
        if not documents["documents"]:
            await cl.Message(say(spoken, "library_empty")).send()

    def _meant(self, person: Person) -> Json | None:
        """Return what is known of the asset that the page was opened for; None where it is none or not known."""
        try:
            return self._copilot.asset(person.asset, principal=person.principal) if person.asset else None
        except UnknownAsset:
            return None

    async def _ask(self, message: cl.Message, person: Person) -> None:
        language, asset = chosen(cl.user_session.get("chat_settings"))
        if message.elements:
            await self._photos.show(message, person, asset or person.asset)
            return
        if await confirming.confirm(self._copilot, message.content, asset or person.asset, person, _labelled):
            return
        if language == AUTO and detect(message.content, person.language) == person.language:
            language = person.language  # "P-101 leckt" is too short to tell, and some Chinese is of both scripts

        def look(on_step: Callable[[str], None]) -> tuple[Json, int]:
            answer = self._copilot.ask(
                message.content,
                language=language,
                asset=asset,
                thread=message.thread_id,
                principal=person.principal,
                on_step=on_step,
                on_progress=stations.reported,
            )
            return answer, self._answers(answer["thread"])

        async with Stations(_spoken(message.content, language, person)) as stations:
            looking = asyncio.get_running_loop().run_in_executor(self._answering, look, stations.passed)
            await stations.show_until(looking)
            answer, answers = await looking
            await self._say(answer)
            await stations.done(answer)
        await read_out(answer)
        await tell_of_other_windows(answers, person.language, self._root)

    def _answers(self, thread: str) -> int:
        """Return how many answers a thread has been given; 0 where it is not kept, which the answer has told."""
        try:
            return self._copilot.kept.answers(thread)
        except ThreadsOutOfReach:
            return 0

    async def _say(self, answer: Json) -> None:
        """Send the first block, then the others: half a link is none. What waits for a decision has its buttons."""
        if answer["pending"]:
            await deciding.show(answer, Person.here(self._copilot))
            return
        profile = current()
        above, below = parted(answer, self._root, quotes=profile.quotes)
        if table := case_table(answer):
            await (await _streamed(above)).send()
            await _folding(*table)
        message = await _streamed(below if table else [*above, *below])
        message.elements = list[Any](plots(answer)) if profile.plots else []
        await message.send()
        await buttons.send(_buttons(answer, profile), message.id)

    async def ask_next(self, action: cl.Action) -> None:
        """Ask what a button offers, as if it had been typed."""
        message = cl.Message(str(action.payload.get("text", "")), type="user_message")
        cl.user_session.set(FIRST, message.content)
        await message.send()
        await self.ask(message)


def _buttons(answer: Json, profile: Profile) -> list[cl.Action]:
    actions = [_asking(text) for text in follow_ups(answer, profile)]
    if answer["tools"]:
        actions += [*thumbs.buttons(answer), why.button(answer), printing.button(answer["language"])]
    return actions


def _asking(text: str) -> cl.Action:
    return _labelled(text, text)


def _labelled(label: str, text: str) -> cl.Action:
    return cl.Action(name=NEXT, payload={"text": text}, label=label)


async def _streamed(blocks: list[str]) -> cl.Message:
    message = cl.Message("")
    await message.stream_token("".join(blocks[:1]))
    await message.stream_token("".join(blocks[1:]))
    return message


async def _folding(title: str, table: str) -> None:
    """Show a table under a line that folds it away."""
    line = Line(title, run_id(), output=table, icon="table", opened=True)
    line.end = line.start
    await line.send()


def _threads(*, waiting: bool) -> ThreadPoolExecutor | None:
    """Return the threads that answer: where they are ``waiting`` for a model, those that do everything else, too.

    Without a model a question is work for the processor alone. Then a question more at once than there are processors
    would only make each of the others wait for it.
    """
    return None if waiting else ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="answering")


def _spoken(question: str, wanted: str, person: Person) -> str:
    """Return the language to show the stations in: that of the answer to come."""
    language = wanted if wanted != AUTO else detect(question, person.language)
    return language if language in LANGUAGES else person.language
