"""What the copilot does with events, for every face: one step, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_copilot.errors import WrongUse
from plant_copilot.events import states
from plant_copilot.events.events import Events
from plant_copilot.events.routes import INBOX
from plant_knowledge_ingest.principal import Principal

Json = dict[str, Any]

STEPS = ("send", "list", "show")


class Noticing:
    """The part of the facade that is about events."""

    events: Events
    """Alarms that machines and maintenance systems send."""

    def event(self, step: str, number: int = 0, fields: Mapping[str, Any] | None = None) -> Json:
        """Take one step; see ``Events``.

        send: source, asset, code, at, text, language; the answer is prepared and stays in the inbox, a server sends it
        on. list: {events}, by asset and state. show: the event with its answers. Raises ``EventInvalid``,
        ``UnknownEvent``, ``WrongUse``.
        """
        given = dict(fields or {})
        if step == "send":
            return self._taken(given)
        if step == "list":
            return self.events.list(**given)
        if step == "show":
            return self.events.show(number)
        raise WrongUse(f"There is no step {step!r} for an event.", remedy=f"Steps are: {', '.join(STEPS)}.")

    def _taken(self, given: Json) -> Json:
        taken = self.events.take(given)
        if taken["new"] and taken["state"] == states.RECEIVED:
            self.events.prepare(taken["event"], Principal("readers-of-inbox"))
            self.events.book.put(taken["event"], state=states.KEPT, went=INBOX)
        return taken | {"state": self.events.book.show(taken["event"])["state"]}
