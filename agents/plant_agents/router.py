"""Routing without a model: to the manuals, to the history, or to both, by what the words of a question ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from plant_agents.crew import Call, Clarification
from plant_agents.question import Question
from plant_agents.telling.phrases import phrases
from plant_tools.history.words import reading
from plant_tools.history.words.sources import Sources, sources_of
from plant_tools.records.errors import RecordsOutOfReach

if TYPE_CHECKING:
    from plant_tools.history.words.asking import Asking


class ManualsRouter:
    """Sends every question to the manuals, the one source there is."""

    def route(self, question: Question) -> tuple[Call, ...]:
        """Return one call of the manuals tool."""
        arguments = {"question": question.text, "language": question.language}
        chosen = {"asset": question.asset, "as_of": question.as_of}
        return (Call("manuals", arguments | {name: value for name, value in chosen.items() if value}),)


class SourcesRouter:
    """Sends what happened, how often and how much to the history, everything else to the manuals."""

    def __init__(self, asking: Callable[[], Asking], today: Callable[[], date] = date.today) -> None:
        self._asking, self._today = asking, today
        self._manuals = ManualsRouter()

    def route(self, question: Question) -> tuple[Call, ...] | Clarification:
        """Return the calls for the sources that the words ask for; the manuals' where none is asked for."""
        manuals = self._manuals.route(question)
        today = date.fromisoformat(question.as_of) if question.as_of else self._today()
        asking = self._asking()
        try:
            cut = asking.cut(question.text, question.language, today)
        except RecordsOutOfReach:  # the manuals still speak
            return manuals
        sources = sources_of(cut) if cut else Sources(manuals=True, history=False)
        if not sources.history:
            return manuals
        understood = asking.read(question.text, question.language, today, question.asset)
        if isinstance(understood, reading.Clarification):
            told = phrases(question.language)[understood.question]
            return Clarification(told, understood.choices)
        if not isinstance(understood, reading.Understood):
            return manuals
        asks_both = sources.manuals or not understood.on_record
        return (*(manuals if asks_both else ()), Call("history", dict(understood.query)))
