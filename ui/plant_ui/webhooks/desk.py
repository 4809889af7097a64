"""The desk for events: each is answered for those who will read it, and sent to its channel once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.events import states
from plant_copilot.events.errors import EventRefused
from plant_copilot.events.event import Event
from plant_copilot.events.events import outside
from plant_copilot.events.routes import INBOX
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.failing import support_code
from plant_ui.channels.poster import Poster
from plant_ui.errors import NotSent
from plant_ui.webhooks.outgoing import Outgoing

Json = dict[str, Any]

_log = logging.getLogger(__name__)
_TRIES, _APART = 3, 2.0


class Desk:
    """Works in a thread of its own. ``posters`` are the channels by kind: slack, teams."""

    def __init__(
        self,
        copilot: Copilot,
        posters: Mapping[str, Poster],
        outgoing: Outgoing,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._copilot, self._posters, self._outgoing, self._sleep = copilot, posters, outgoing, sleep
        self._worker = ThreadPoolExecutor(1, "events")

    def take(self, event: Mapping[str, Any], delivery: str = "") -> Json:
        """Take an event on, see ``Events.take``; it is answered and sent meanwhile."""
        taken = self._copilot.events.take(event, delivery=delivery)
        if taken["new"] and taken["state"] == states.RECEIVED:
            self.begin(taken["event"])
        return taken

    def begin(self, *numbers: int) -> None:
        """Answer and send events, one after the other, while this returns."""
        for number in numbers:
            self._worker.submit(self._send, number).add_done_callback(partial(self._ended, number))

    def go_on(self) -> None:
        """Take up what an earlier run of the server has left, and say of what was being sent that it may be lost."""
        events = self._copilot.events
        for one in events.list(state=states.POSTING)["events"]:
            events.book.put(one["number"], state=states.FAILED, outcome="the server was stopped while it was sent")
        if left := [one["number"] for one in events.list(state=states.RECEIVED)["events"]]:
            self.begin(*reversed(left))

    def close(self) -> None:
        """End after the event that is being worked on; the others wait for the next server."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._outgoing.close()

    def work(self, number: int) -> None:
        """Answer an event and send it where it goes, and return when that is done. Raises ``UnknownEvent``."""
        self._copilot.events.book.show(number)
        sending = self._worker.submit(self._send, number)
        wait([sending])
        self._ended(number, sending)

    def _ended(self, number: int, sending: Future[None]) -> None:
        """Write down what went wrong."""
        if sending.cancelled() or (error := sending.exception()) is None:
            return
        code = support_code()
        told = str(error) if isinstance(error, PlantError) else f"support code {code}"
        _log.error("event %d was not sent, support code %s", number, code, exc_info=error)
        self._copilot.events.book.put(number, state=states.FAILED, outcome=told)

    def _send(self, number: int) -> None:
        events = self._copilot.events
        kept = events.book.show(number)
        asked = Event(**{name: kept[name] for name in Event.__slots__})
        route = events.routes().route(asked)
        kind, _, place = route.to.partition(":")
        poster = self._posters.get(kind)
        answers = events.prepare(number, poster.readers(place) if poster else Principal.of("readers", route.groups))
        if route.to == INBOX:
            events.book.put(number, state=states.KEPT, went=INBOX, outcome="")
            return
        events.book.put(number, state=states.POSTING, went=kind)
        if poster:
            where = self._tried(lambda: poster.post(place, title(asked), answers))
        elif kind in {"https", "http"}:
            where = self._tried(lambda: self._outgoing.post(route.to, outside(kept), answers))
        else:
            raise EventRefused(f"{kind} is not set up here.", remedy="plant-copilot doctor says what is missing.")
        events.book.put(number, state=states.POSTED, went=where, outcome="")

    def _tried(self, send: Callable[[], str]) -> str:
        """Send, and again where it does not work at once."""
        for again in range(1, _TRIES):
            try:
                return send()
            except (EventRefused, NotSent) as error:
                _log.info("an event is sent again: %s", error.message)
                self._sleep(_APART**again)
        return send()


def title(event: Event) -> str:
    """Return the line above the answers: asset, code, text and time of the alarm.

    >>> title(Event("scada", "SW-306", "E0451", "2026-05-04T03:12:00.000+00:00", "Film not detected"))
    'SW-306 · E0451 · Film not detected · 2026-05-04 03:12 UTC'
    """
    at = event.at[:16].replace("T", " ")
    return " · ".join(filter(None, (event.asset, event.code, event.text[:200], f"{at} UTC" if at else "")))
