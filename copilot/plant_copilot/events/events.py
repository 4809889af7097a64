"""Events, as Python sees them: taken once, answered before anybody asks, listed for whoever may see the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plant_copilot.events.errors import RoutesInvalid
from plant_copilot.events.event import Event
from plant_copilot.events.routes import Routes
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.phrases import Phrases

if TYPE_CHECKING:
    from plant_copilot.events.book import EventBook

Json = dict[str, Any]

_say = Phrases("plant_copilot.events", "questions.yaml").say


class Events:
    """The events of a home. ``ask`` is the copilot's own, ``language`` that of whoever says none."""

    def __init__(self, shelf: Shelf, ask: Callable[..., Json], local: Principal, language: str) -> None:
        self._shelf, self._ask, self._local, self._language = shelf, ask, local, language

    @cached_property
    def book(self) -> EventBook:
        """Where events are written down."""
        from plant_copilot.events.book import EventBook  # it loads what opens databases, which questions do without

        return EventBook(self._shelf)

    def routes(self) -> Routes:
        """Return where events go, as it is written now. Raises ``RoutesInvalid``."""
        return Routes.of(self._shelf.home)

    def take(self, event: Mapping[str, Any], *, delivery: str = "") -> Json:
        """Write an event down: {event: number, state, new}; one that came before is not new.

        ``event`` has source, asset, code, at, text, language; ``delivery`` is what its sender calls this delivery.
        Raises ``EventInvalid``, ``EventsOutOfReach``.
        """
        try:
            quiet = self.routes().quiet_minutes
        except RoutesInvalid:  # an alarm is written down whatever the file says; where it goes is told then
            quiet = Routes().quiet_minutes
        kept, new = self.book.take(Event.read(event), delivery, quiet)
        return {"event": kept["number"], "state": kept["state"], "new": new}

    def prepare(self, number: int, readers: Principal) -> list[Json]:
        """Answer what an event asks, for ``readers``, and keep the answers. Raises ``UnknownEvent``."""
        kept = self.book.show(number)
        event = Event(**{name: kept[name] for name in Event.__slots__})
        spoken = event.language or self.routes().language or self._language
        answers = [self._answered(question, asset, spoken, readers) for question, asset in _questions(event, spoken)]
        told = json.dumps(answers, ensure_ascii=False)
        self.book.put(number, answers=told, groups=json.dumps(readers.reach))
        return answers

    def _answered(self, question: str, asset: str, spoken: str, readers: Principal) -> Json:
        """Answer from what is about the asset, or else from everything: few libraries say of all their documents."""
        answer = self._ask(question, language=spoken, asset=asset, principal=readers)
        if answer["abstained"] and asset:
            return self._ask(question, language=spoken, principal=readers)
        return answer

    def list(self, *, asset: str = "", state: str = "") -> Json:
        """List events, the latest first: {events: [{number, received, source, asset, code, at, text, state, ...}]}.

        Without the answers; ``state`` is one of received, posting, posted, kept, repeated, failed.
        """
        return {"events": [outside(one) for one in self.book.listed(asset=asset, state=state)]}

    def show(self, number: int, *, principal: Principal | None = None) -> Json:
        """Return an event with its ``answers``, [] for who may see less than their readers. Raises ``UnknownEvent``."""
        kept = self.book.show(number)
        may_see = (principal or self._local).reaches(kept["groups"])
        return outside(kept) | {"answers": kept["answers"] if may_see else []}


def _questions(event: Event, spoken: str) -> Iterator[tuple[str, str]]:
    """Yield what is asked, with the asset it is asked about."""
    if not event.code:
        yield event.text, event.asset
    elif event.asset:
        yield _say(spoken, "meaning_on", code=event.code, asset=event.asset), event.asset
    else:
        yield _say(spoken, "meaning", code=event.code), ""
    if event.asset:
        yield _say(spoken, "last", asset=event.asset), event.asset


def outside(kept: Json) -> Json:
    """Return an event without what is for the house only."""
    return {name: value for name, value in kept.items() if name not in {"groups", "answers"}}
