"""Messages on their way to Slack: about one a second for each channel, and Retry-After obeyed."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from plant_ui.slack.blocks import Message
from plant_ui.slack.trouble import UNFIT, reason

Json = dict[str, Any]

APART = 1.0
"""Seconds between two messages, or changes of one, in a channel."""

_TRIES = 6
_NEVER_UNFOLD: Json = {"unfurl_links": False, "unfurl_media": False}


def client(token: str, url: str) -> WebClient:
    """Return a client that waits as long as Slack says when it has asked too often."""
    made = WebClient(token, base_url=url, timeout=30)
    made.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=_TRIES))
    return made


class Posting:
    """Posts and changes messages. Raises ``SlackApiError`` for what Slack refuses. Safe to share between threads."""

    def __init__(
        self,
        client: WebClient,
        *,
        apart: float = APART,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.client, self._apart, self._clock, self._sleep = client, apart, clock, sleep
        self._next: defaultdict[str, float] = defaultdict(float)
        self._lock = Lock()

    def post(self, channel: str, message: Message, thread: str = "") -> str:
        """Post a message and return its timestamp, by which it is changed."""
        return self._sent(
            self.client.chat_postMessage, channel, message, {"thread_ts": thread or None, **_NEVER_UNFOLD}
        )

    def change(self, channel: str, at: str, message: Message) -> None:
        """Change the message ``at`` a timestamp."""
        self._sent(self.client.chat_update, channel, message, {"ts": at})

    def change_if_free(self, channel: str, at: str, message: Message) -> None:
        """Change a message unless something was sent to the channel just now; for what the next change makes old."""
        if self._clock() >= self._next[channel]:
            self.change(channel, at, message)

    def alone(self, user: str, message: Message) -> str:
        """Send a direct message to ``user``, and return its channel."""
        channel = self.direct(user)
        self.post(channel, message)
        return channel

    def direct(self, user: str) -> str:
        """Return the channel of direct messages with ``user``."""
        return str(self.client.conversations_open(users=[user])["channel"]["id"])

    def whisper(self, channel: str, user: str, text: str, thread: str = "") -> None:
        """Say something in a channel that ``user`` alone sees; by direct message where that cannot be."""
        message = Message(text)
        self._wait(channel)
        try:
            self.client.chat_postEphemeral(channel=channel, user=user, text=message.text, thread_ts=thread or None)
        except SlackApiError:
            self.alone(user, message)

    def _sent(self, send: Callable[..., Any], channel: str, message: Message, more: Json) -> str:
        """Send a message; one that Slack does not take as it is drawn goes as plain text, and never not at all."""
        self._wait(channel)
        try:
            answer = send(channel=channel, text=message.text, blocks=message.blocks or None, **more)
        except SlackApiError as error:
            if reason(error) not in UNFIT or not message.blocks:
                raise
            if any("slack_file" in block for block in message.blocks):
                without = [block for block in message.blocks if "slack_file" not in block]
                return self._sent(send, channel, Message(message.text, without), more)
            self._wait(channel)
            answer = send(channel=channel, text=message.text, blocks=[], **more)
        return str(answer["ts"])

    def _wait(self, channel: str) -> None:
        """Wait until it is the channel's turn, and take it."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next[channel])
            self._next[channel] = turn + self._apart
        if turn > now:
            self._sleep(turn - now)
