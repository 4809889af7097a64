"""Where an answer goes: one message of a thread that is changed until it is complete, or what one person alone sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from plant_ui.slack.blocks import Message, saying
from plant_ui.slack.posting import Posting
from plant_ui.slack.trouble import GONE, reason


class Reply(Protocol):
    """The answer to one question, while it comes about. Raises ``SlackApiError``."""

    def step(self, text: str) -> None:
        """Say how far it is; may be left out where Slack is told too much already."""

    def show(self, messages: Sequence[Message]) -> None:
        """Show it, in place of what stood there."""


class InThread:
    """A message in a thread, "" for a channel's own level. Where it was deleted meanwhile, there is a new one."""

    def __init__(self, posting: Posting, channel: str, thread: str, at: str = "") -> None:
        self._posting, self._channel, self._thread, self._at = posting, channel, thread, at

    @property
    def has_begun(self) -> bool:
        """Whether something stands there already."""
        return bool(self._at)

    def step(self, text: str) -> None:
        """Say how far it is, at most once a second."""
        message = saying(text)
        if self._at:
            self._posting.change_if_free(self._channel, self._at, message)
        else:
            self._at = self._posting.post(self._channel, message, self._thread)

    def show(self, messages: Sequence[Message]) -> None:
        """Show the answer, and what does not fit below it."""
        self._first(messages[0])
        for message in messages[1:]:
            self._posting.post(self._channel, message, self._thread)

    def say(self, text: str) -> None:
        """Say something that stays, before the answer."""
        self._posting.post(self._channel, saying(text), self._thread)

    def _first(self, message: Message) -> None:
        try:
            if self._at:
                self._posting.change(self._channel, self._at, message)
                return
        except SlackApiError as error:
            if reason(error) not in GONE:
                raise
        self._at = self._posting.post(self._channel, message, self._thread)


class ForOne:
    """What only who typed a command sees, by the address that Slack gave for it."""

    def __init__(self, url: str) -> None:
        self._hook = WebhookClient(url)

    def step(self, text: str) -> None:
        """Say nothing: what was said first stands there, and Slack lets it be changed five times only."""

    def show(self, messages: Sequence[Message]) -> None:
        """Show the answer in place of what stood there."""
        for number, message in enumerate(messages[:4]):
            self._hook.send_dict(
                {
                    "text": message.text,
                    "blocks": message.blocks,
                    "response_type": "ephemeral",
                    "replace_original": number == 0,
                }
            )
