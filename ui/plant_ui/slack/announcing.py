"""Answers that nobody asked for in Slack: to an alarm, in the channel of its asset."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.parts import Rendered
from plant_ui.errors import NotSent
from plant_ui.slack.blocks import messages, saying
from plant_ui.slack.bot import Bot
from plant_ui.slack.posting import Posting
from plant_ui.slack.trouble import reason


class Announcing:
    """Posts what can be read at a glance in the channel, and the whole in its thread."""

    def __init__(self, bot: Bot) -> None:
        self._answering, self._posting = bot.answering, Posting(bot.client)

    def readers(self, place: str) -> Principal:
        """Return what every member of a channel may see."""
        return self._answering.everybody(place)

    def post(self, place: str, title: str, answers: Sequence[Rendered]) -> str:
        """Post answers under a title; return the channel. Raises ``NotSent`` for what Slack refuses."""
        try:
            at = self._posting.post(place, saying("\n".join([title, *_glance(answers)])))
            for answer in answers:
                for message in messages(answer):
                    self._posting.post(place, message, at)
        except SlackApiError as error:
            told = f"Slack does not take it: {reason(error)}."
            raise NotSent(
                told, remedy="Invite the bot into the channel; plant-copilot slack check says more."
            ) from error
        return f"slack:{place}"


def _glance(answers: Sequence[Rendered]) -> list[str]:
    """Return the warnings and the first line of each answer."""
    warnings = [
        f"⚠ {warning.signal} {warning.line.text}".replace("  ", " ") for told in answers for warning in told.warnings
    ]
    return [*dict.fromkeys(warnings), *(told.lead.text for told in answers)]
