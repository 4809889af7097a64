"""The bot: what happens when somebody writes, sends a file, presses a button, or takes the bot in or out.

Teams is answered at once; the work goes on afterwards. Whatever goes wrong there is said with a support code.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Coroutine
from dataclasses import asdict
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.hearing import Ears
from plant_copilot.teams_settings import TeamsSettings
from plant_ui.channels.book import channel_book
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.failing import failed, noted
from plant_ui.channels.identities import Identities
from plant_ui.channels.once import Once
from plant_ui.channels.words import say
from plant_ui.errors import NotSent
from plant_ui.teams.answering import Answering, Asked
from plant_ui.teams.buttons import DECIDE, DRAFT, RATE, Pressed
from plant_ui.teams.commands import Commands
from plant_ui.teams.pressing import Pressing
from plant_ui.teams.sdk import (
    ActivityContext,
    AdaptiveCardInvokeActivity,
    App,
    Brief,
    InstalledActivity,
    MessageActivity,
    MessageDeleteActivity,
    UninstalledActivity,
)
from plant_ui.teams.sending import Sending
from plant_ui.teams.sent_files import SentFiles
from plant_ui.teams.turn import Person, Place, Turn, person_of, place_of, turn_of
from plant_ui.teams.words import say as teams_say

Json = dict[str, Any]

Work = Coroutine[Any, Any, None]

_CHANNEL = "teams"
_REMEMBERED = 1_000
_log = logging.getLogger(__name__)


class Bot:
    """Answers in Teams with ``copilot``; ``ears`` understand recordings."""

    def __init__(self, copilot: Copilot, settings: TeamsSettings, app: App, ears: Ears) -> None:
        book = channel_book(copilot.settings.shelf)
        self._tenant = settings.tenant
        self._once = Once(book, _CHANNEL)
        self._identities = Identities(copilot, _CHANNEL)
        self._conversations = Conversations(book, _CHANNEL)
        self._sending = Sending(app)
        self._answering = Answering(copilot, self._sending, self._conversations, settings.url)
        self._pressing = Pressing(copilot, self._sending, self._conversations, self._answering)
        self._commands = Commands(copilot, self._sending)
        self._files = SentFiles(copilot, app, ears, self._sending, self._answering)
        self._withdrawn: deque[str] = deque(maxlen=_REMEMBERED)
        self._working: set[asyncio.Task[None]] = set()

    def register(self, app: App) -> None:
        """Tell the SDK whom to call."""
        app.on_message(self.written)
        app.on_message_delete(self.deleted)
        app.on_card_action(self.pressed)
        app.on_install_add(self.added)
        app.on_install_remove(self.removed)

    async def written(self, context: ActivityContext[MessageActivity]) -> None:
        """Take a message on; it is answered afterwards, once."""
        turn = turn_of(context.activity)
        self._begin(self._taken(turn), turn.place, turn.person, "a message", turn.key)

    async def deleted(self, context: ActivityContext[MessageDeleteActivity]) -> None:
        """Note that a message is gone: its answer is not wanted any more."""
        self._withdrawn.append(f"{context.activity.conversation.id}:{context.activity.id}")

    async def pressed(self, context: ActivityContext[AdaptiveCardInvokeActivity]) -> Brief:
        """Do what a button says, and return what Teams shows for a moment, also when that fails."""
        language = person_of(context.activity).language
        task = asyncio.ensure_future(self._pressed(context.activity))
        await asyncio.wait({task})
        if error := task.exception():
            return Brief(value=failed(error, language, "teams: a button"))
        return Brief(value=task.result())

    async def added(self, context: ActivityContext[InstalledActivity]) -> None:
        """Greet whoever takes the bot in for themselves; a team is not disturbed."""
        place, person = place_of(context.activity), person_of(context.activity)
        if place.personal and place.tenant == self._tenant:
            self._begin(self._commands.help(place, person.language), place, person, "a greeting")

    async def removed(self, context: ActivityContext[UninstalledActivity]) -> None:
        """Note that the bot was taken out."""
        _log.info("the bot was taken out of a conversation of kind %s", context.activity.conversation.conversation_type)

    def tell_of_what_was_lost(self) -> None:
        """Ask those to ask again whose questions an earlier process did not answer."""
        for _, place in self._once.left_behind():
            told = json.loads(place) if place else {}
            if told:
                where, language = Place(**told["place"]), str(told["language"])
                person = Person("", "", language)
                self._begin(self._say(where, teams_say(language, "lost")), where, person, "a lost question")

    async def _taken(self, turn: Turn) -> None:
        kept = json.dumps({"place": asdict(turn.place), "language": turn.person.language})
        if await asyncio.to_thread(self._once.take, turn.key, kept):
            await self._answered(turn)
            await asyncio.to_thread(self._once.end, turn.key)

    async def _answered(self, turn: Turn) -> None:
        asked = await self._asked(turn.place, turn.person)
        if isinstance(asked, str):
            await self._say(turn.place, asked)
        elif turn.files:
            await self._files.take(asked, turn.files, turn.text)
        elif not await self._commands.carried_out(asked, turn.text):
            await self._answering.ask(asked, turn.text, lambda: turn.key not in self._withdrawn)

    async def _asked(self, place: Place, person: Person) -> Asked | str:
        """Return who asks, or why nobody of that id is answered."""
        if place.tenant != self._tenant:
            code = noted("teams: a message of another tenant", place.tenant or "none")
            return teams_say(person.language, "other_tenant", code=code)
        known = person.object_id
        visitor = await asyncio.to_thread(self._identities.who, known) if known else None
        if visitor is None:
            return say(person.language, "stranger", channel=_CHANNEL, external=known or "?")
        return Asked(person, visitor, place)

    async def _pressed(self, activity: AdaptiveCardInvokeActivity) -> str:
        person, action = person_of(activity), activity.value.action
        asked = await self._asked(place_of(activity), person)
        if isinstance(asked, str):
            return asked
        pressed = Pressed.read(action.verb or "", action.data)
        if pressed is None:
            return teams_say(person.language, "old_button")
        if pressed.verb == RATE:
            return await self._pressing.rate(asked, pressed)
        done = self._done(asked, pressed, activity.reply_to_id or "")
        self._begin(done, asked.place, person, f"button {pressed.verb}")
        return say(person.language, "working")

    async def _done(self, asked: Asked, pressed: Pressed, message: str) -> None:
        if pressed.verb == DRAFT:
            await self._say(asked.place, await self._pressing.decide_on_draft(asked, pressed))
        elif pressed.verb == DECIDE:
            await self._pressing.decide(asked, pressed, message)
        else:
            await self._pressing.page(asked, pressed)

    def _begin(self, work: Work, place: Place, person: Person, what: str, key: str = "") -> None:
        """Begin ``work``; whoever waits for it hears of it when it fails. ``key`` is that of a delivery."""
        task = asyncio.get_running_loop().create_task(self._watched(work, place, person, what, key))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _watched(self, work: Work, place: Place, person: Person, what: str, key: str) -> None:
        """Wait for ``work``. What is broken off with the server stays begun, and is told of at the next start."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
        if error := task.exception():
            told = failed(error, person.language, f"teams: {what}", privately=place.personal)
            try:
                await self._say(place, told)
            except NotSent as unsent:
                noted("teams: that something failed could not be said", str(unsent))
            if key:
                await asyncio.to_thread(self._once.end, key, "failed")

    async def _say(self, place: Place, text: str) -> None:
        await self._sending.message(place, text)
