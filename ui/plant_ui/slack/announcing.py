"""Answers that nobody asked for in Slack: to an alarm, in the channel of its asset."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.channels.book import channel_book
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.parts import Json
from plant_ui.channels.poster import announced, glance
from plant_ui.errors import NotSent
from plant_ui.slack.blocks import messages, saying
from plant_ui.slack.bot import Bot
from plant_ui.slack.posting import Posting
from plant_ui.slack.trouble import reason


class Announcing:
    """Posts what can be read at a glance in the channel, and the whole in its thread."""

    def __init__(self, bot: Bot, shelf: Shelf) -> None:
        self._answering, self._posting = bot.answering, Posting(bot.client)
        self._conversations = Conversations(channel_book(shelf), "slack")

    def readers(self, place: str) -> Principal:
        """Return what every member of a channel may see."""
        return self._answering.everybody(place)

    def post(self, place: str, title: str, answers: Sequence[Json]) -> str:
        """Post answers under a title; return the channel. Raises ``NotSent`` for what Slack refuses."""
        told = [announced(answer) for answer in answers]
        tokens = [self._conversations.show(answer, f"channel {place}") for answer in answers]
        try:
            at = self._posting.post(place, saying("\n".join([title, *glance(told)])))
            for message in (one for each, token in zip(told, tokens, strict=True) for one in messages(each, token)):
                self._posting.post(place, message, at)
        except SlackApiError as error:
            refused = f"Slack does not take it: {reason(error)}."
            raise NotSent(
                refused, remedy="Invite the bot into the channel; plant-copilot slack check says more."
            ) from error
        return f"slack:{place}"
