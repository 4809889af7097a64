"""What people do in Teams, as Microsoft sends it to the bot: for measurements and tests."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from plant_ui.teams.rehearsal import Microsoft

Json = dict[str, Any]

BOT = "28:bot"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of a tenant, by the object id; ``conversation`` is the chat alone with the bot unless a channel."""

    microsoft: Microsoft
    tenant: str
    object_id: str
    locale: str = "en-US"

    def writes(self, text: str, *, channel: str = "", **more: Any) -> Json:
        """Return a message of this person, in a channel if one is named; ``more`` is laid over the activity."""
        return self._activity("message", channel) | {"text": text, "textFormat": "plain"} | more

    def presses(self, action: Json, *, channel: str = "", **typed: Any) -> Json:
        """Return the pressing of a button with what was typed into its card."""
        pressed = {"type": action["type"], "verb": action.get("verb"), "data": {**action["data"], **typed}}
        value = {"action": pressed, "trigger": "manual"}
        return self._activity("invoke", channel) | {"name": "adaptiveCard/action", "value": value, "replyToId": "m1"}

    @property
    def alone(self) -> str:
        """The conversation of this person with the bot."""
        return f"a:29:{self.object_id}"

    def _activity(self, kind: str, channel: str) -> Json:
        where = {"conversationType": "channel", "isGroup": True} if channel else {"conversationType": "personal"}
        return {
            "type": kind,
            "id": f"in{next(_numbers)}",
            "channelId": "msteams",
            "serviceUrl": self.microsoft.url,
            "locale": self.locale,
            "from": {"id": f"29:{self.object_id}", "name": "Anybody", "aadObjectId": self.object_id},
            "recipient": {"id": BOT, "name": "Plant Copilot"},
            "conversation": {"id": channel or self.alone, "tenantId": self.tenant, **where},
        }
