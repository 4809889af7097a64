"""What a small Slack of ours knows and keeps: people, channels, messages, files, views."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any

Json = dict[str, Any]

_BEGAN = int(time.time())
_NUMBERS = count(1)  # no two workspaces of a process have the same

BOT, SECRET = "UBOT", "pretended"
TOKEN, APP_TOKEN = "xoxb-pretended", "xapp-pretended"


@dataclass(slots=True)
class Channel:
    """A channel; the bot may write to it while ``open``. That of direct messages is ``private``."""

    members: list[str]
    open: bool = True
    private: bool = False


@dataclass(slots=True)
class Workspace:
    """What Slack knows: people with their locales, channels, messages by channel and timestamp, files, views.

    ``files`` are what the bot uploaded, ``sent`` what people did, by name.

    ``apart`` is the least time between two posts in a channel, in seconds; ``refused`` what was turned away and why;
    ``too_often`` how often somebody was told to wait; ``error`` is answered to everything while it is set;
    ``socket`` is where events come for who asks for a socket.
    """

    people: dict[str, str] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, dict[str, Json]] = field(default_factory=lambda: defaultdict(dict))
    whispers: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    sent: dict[str, bytes] = field(default_factory=dict)
    shared: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    homes: dict[str, Json] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    refused: list[Json] = field(default_factory=list)
    apart: float = 0.0
    too_often: int = 0
    error: str = ""
    last: dict[str, float] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    url: str = ""
    socket: str = ""

    def stamp(self) -> str:
        """Return a timestamp of its own."""
        number = next(_NUMBERS)
        return f"{_BEGAN + number}.{number:06d}"

    def say(self, channel: str, user: str, text: str, thread: str = "") -> Json:
        """Let a person write something, and return the event that Slack sends of it."""
        at = self.stamp()
        kept = {"user": user, "text": text, "ts": at, **({"thread_ts": thread} if thread else {})}
        self.messages[channel][at] = kept
        kind = "im" if self.channels[channel].private else "channel"
        return {**kept, "type": "message" if kind == "im" else "app_mention", "channel": channel, "channel_type": kind}

    def by_bot(self, channel: str) -> list[Json]:
        """Return the bot's messages in a channel, in order."""
        return [one for _, one in sorted(self.messages[channel].items()) if one["user"] == BOT]
