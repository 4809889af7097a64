"""What somebody wrote or sent in Teams, as far as the bot is concerned."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from plant_ui.locales import interface_language
from plant_ui.teams.sdk import AdaptiveCardInvokeActivity, InstalledActivity, MessageActivity

_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?(?:div|p|br|span|b|i|em|strong|a)\b[^>]*>", re.IGNORECASE)
_THREAD = re.compile(r";messageid=\d+$")
_SAME_TEXT = "text/html"  # Teams sends every message a second time as HTML

Coming: TypeAlias = MessageActivity | AdaptiveCardInvokeActivity | InstalledActivity


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Teams: a conversation at a service of Microsoft's, and the bot's own id there.

    ``bot`` is what Teams calls the bot; ``tenant`` whose conversation it is; ``personal`` where nobody else reads.
    """

    service: str
    conversation: str
    bot: str
    tenant: str
    personal: bool

    @property
    def channel(self) -> str:
        """The channel itself, where the conversation is a thread in it."""
        return _THREAD.sub("", self.conversation)


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote: ``object_id`` is Microsoft's for good, "" for who has none; ``account`` is what Teams calls them."""

    object_id: str
    account: str
    language: str


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sent: its name, where it can be fetched, its kind as Teams says it."""

    name: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: ``id`` is Teams' own, the same when it is delivered twice."""

    id: str
    place: Place
    person: Person
    text: str
    files: tuple[File, ...] = ()

    @property
    def key(self) -> str:
        """What the delivery is remembered by."""
        return f"{self.place.conversation}:{self.id}"


def turn_of(activity: MessageActivity) -> Turn:
    """Return a message as it came."""
    files = (_file(one.name, one.content_type, one.content_url, one.content) for one in activity.attachments or ())
    return Turn(activity.id, place_of(activity), person_of(activity), words(activity.text), tuple(filter(None, files)))


def place_of(activity: Coming) -> Place:
    """Return where a message was written or a button pressed."""
    conversation = activity.conversation
    tenant = str(conversation.tenant_id or getattr(activity.tenant, "id", "") or "").lower()
    kind = conversation.conversation_type
    personal = kind == "personal" or (kind is None and not conversation.is_group)
    return Place(activity.service_url or "", conversation.id, activity.recipient.id, tenant, personal)


def person_of(activity: Coming) -> Person:
    """Return who wrote or pressed, by the ids that Microsoft vouches for."""
    sender = activity.from_
    return Person((sender.aad_object_id or "").lower(), sender.id, interface_language(activity.locale or ""))


def words(text: str) -> str:
    """Return what was typed, without the mention of the bot and the HTML that Teams puts around it.

    >>> words("<at>Plant Copilot</at>&nbsp;What does E0451 mean?")
    'What does E0451 mean?'
    """
    return html.unescape(_TAG.sub("\n", _MENTION.sub("", text))).replace("\u00a0", " ").strip()


def _file(name: str | None, kind: str | None, url: str | None, content: Any) -> File | None:
    """Return a file that was sent; None for what Teams adds itself."""
    told: Mapping[str, Any] = content if isinstance(content, Mapping) else {}
    address = str(told.get("downloadUrl") or url or "")
    if not address or (kind or "").startswith((_SAME_TEXT, "application/vnd.microsoft.card.")):
        return None
    return File(name or "", address, str(told.get("fileType") or kind or "").lower())
