"""The few words that are no question: "help", and "drafts" for what waits for a decision."""

from __future__ import annotations

import asyncio
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.people.roles import APPROVER, ENGINEER, PLANNER
from plant_tools.drafts.card import card as draft_card
from plant_tools.phrases import SPOKEN
from plant_ui.channels import markdown
from plant_ui.channels.words import say
from plant_ui.teams.answering import Asked
from plant_ui.teams.cards import draft_cards, text_card
from plant_ui.teams.package.manifest import command
from plant_ui.teams.sending import Sending
from plant_ui.teams.turn import Place
from plant_ui.teams.words import say as teams_say

Json = dict[str, Any]

HELP, DRAFTS = "help", "drafts"
_MOST = 5
_WORDS = {command(language, name).casefold(): name for language in SPOKEN for name in (HELP, DRAFTS)}


class Commands:
    """Carries out what is no question."""

    def __init__(self, copilot: Copilot, sending: Sending) -> None:
        self._copilot, self._sending = copilot, sending

    async def carried_out(self, asked: Asked, text: str) -> bool:
        """Carry out ``text`` if it is a command, or nothing at all; False where it is a question."""
        name = _WORDS.get(text.strip().strip("/!.?").casefold(), "" if text.strip() else HELP)
        if name == HELP:
            await self.help(asked.place, asked.person.language)
        elif name == DRAFTS:
            await self.drafts(asked)
        return bool(name)

    async def help(self, place: Place, language: str) -> None:
        """Say what can be asked, and how."""
        await self._sending.message(place, cards=[text_card(teams_say(language, "help"), language)])

    async def drafts(self, asked: Asked) -> None:
        """Show the drafts that wait, with their buttons, to who may decide on them, alone."""
        language = asked.person.language
        if not asked.visitor.may(PLANNER, ENGINEER, APPROVER):
            await self._sending.message(asked.place, say(language, "decide_elsewhere"))
            return
        place = asked.place if asked.place.personal else await self._sending.personal(asked.place, asked.person)
        listed = await asyncio.to_thread(self._copilot.drafts.list, principal=asked.visitor.principal)
        waiting = [one for one in listed["drafts"] if one["state"] in {"draft", "pending"}][:_MOST]
        if not waiting:
            await self._sending.message(place, teams_say(language, "no_drafts"))
        for one in waiting:
            for card in draft_cards(one, markdown.parts_of(draft_card(one)), language):
                await self._sending.message(place, cards=[card])
        if place is not asked.place:
            await self._sending.message(asked.place, say(language, "sent_privately"))
