"""Answers that nobody asked for in Teams: to an alarm, in the channel of its asset."""

from __future__ import annotations

from collections.abc import Sequence

from plant_copilot.copilot import Copilot
from plant_copilot.teams_settings import TeamsSettings
from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.audience import audience
from plant_ui.channels.book import channel_book
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.identities import Identities
from plant_ui.channels.parts import Json
from plant_ui.channels.poster import announced, glance
from plant_ui.teams.cards import answer_cards, text_card
from plant_ui.teams.door import OwnLoop
from plant_ui.teams.sdk import App
from plant_ui.teams.sending import Sending
from plant_ui.teams.turn import Place

_PATIENCE = 60.0


class Announcing:
    """Posts what can be read at a glance in a channel, and the whole in its thread. ``service`` is Microsoft's."""

    def __init__(self, copilot: Copilot, app: App, loop: OwnLoop, settings: TeamsSettings) -> None:
        self._identities, self._sending = Identities(copilot, "teams"), Sending(app)
        self._conversations = Conversations(channel_book(copilot.settings.shelf), "teams")
        self._loop, self._settings = loop, settings
        self.service = str(app.api.service_url)

    def readers(self, place: str) -> Principal:
        """Return what every member of a channel may see. Raises ``NotSent`` where Teams does not tell who they are."""
        members = self._loop.begin(self._sending.members(self._at(place))).result(_PATIENCE)
        return audience(self._identities, members or [])

    def post(self, place: str, title: str, answers: Sequence[Json]) -> str:
        """Post answers under a title; return the channel. Raises ``NotSent``."""
        told = [announced(answer) for answer in answers]
        first = text_card("\n\n".join([title, *glance(told)]), told[0].language)
        tokens = [self._conversations.show(answer, f"channel {place}") for answer in answers]
        cards = [card for one, token in zip(told, tokens, strict=True) for card in answer_cards(one, token)]
        self._loop.begin(self._posted(place, first, cards)).result(_PATIENCE)
        return f"teams:{place}"

    async def _posted(self, place: str, first: Json, cards: Sequence[Json]) -> None:
        message = await self._sending.message(self._at(place), cards=[first])
        thread = self._at(f"{place};messageid={message}")
        for card in cards:
            await self._sending.message(thread, cards=[card])

    def _at(self, conversation: str) -> Place:
        return Place(self.service, conversation, f"28:{self._settings.app}", self._settings.tenant, personal=False)
