"""From a question to its answer: what can be said at once, and else the graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

from plant_agents.answer import Answer, Notice
from plant_agents.messages import say
from plant_agents.question import Question
from plant_copilot.errors import WrongUse
from plant_copilot.records import Records
from plant_copilot.settings import Settings
from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_agents.crew import Crew

LONGEST_QUESTION = 2_000


class Asking:
    """Runs questions through the graph, which is built when the first one comes. Safe to share between threads."""

    def __init__(self, settings: Settings, library: Library, records: Records, crew: Callable[[], Crew]) -> None:
        self._language = settings.language
        self._library = library
        self._records = records
        self._make_crew = crew
        self._loading = RLock()

    @cached_property
    def crew(self) -> Crew:
        """The tools, the router and the writer."""
        return self._make_crew()

    @cached_property
    def _graph(self) -> Any:
        from plant_agents.graph import build_graph

        return build_graph()

    def answer(self, asked: Question, on_step: Callable[[str], None]) -> Answer:
        """Answer a question; ``on_step`` is told the name of each station passed."""
        spoken, notices = self._spoken(asked.text, asked.language)
        if not asked.text:
            return _told(asked.text, spoken, "empty_question", say(spoken, "ask_something"))
        if len(asked.text) > LONGEST_QUESTION:
            hint = say(spoken, "too_long", length=f"{len(asked.text):,}", most=f"{LONGEST_QUESTION:,}")
            return _told(asked.text, spoken, "question_too_long", hint)
        if not self._library.documents(asked.principal) and not self._records.datasets()["datasets"]:
            code = "library_empty" if self._library.is_empty else "nothing_for_you"
            return _told(asked.text, spoken, code, say(spoken, code))
        if asked.as_of:
            notices = (*notices, Notice("as_of", say(spoken, "as_of", day=asked.as_of)))
        answer = self._run(replace(asked, language=spoken), on_step)
        return replace(answer, notices=(*notices, *answer.notices))

    def _run(self, question: Question, on_step: Callable[[str], None]) -> Answer:
        from plant_agents.state import State

        with self._loading:
            graph, crew = self._graph, self.crew
        answer: Answer | None = None
        for update in graph.stream(State(question), context=crew, stream_mode="updates"):
            for station, written in update.items():
                on_step(station)
                answer = (written or {}).get("answer", answer)
        if answer is None:
            raise RuntimeError("the graph ended without an answer")
        return answer

    def _spoken(self, text: str, language: str) -> tuple[str, tuple[Notice, ...]]:
        """Choose the language of the answer."""
        if language not in {"auto", *LANGUAGES}:
            raise WrongUse(f"language is {language!r}; it must be auto or one of {', '.join(LANGUAGES)}.")
        if language != "auto":
            return language, ()
        detected = detect(text[:LONGEST_QUESTION], self._language)
        if detected in LANGUAGES:
            return detected, ()
        fallback = self._language
        return fallback, (Notice("language_not_spoken", say(fallback, "not_spoken")),)

    def warm_up(self, principal: Principal) -> None:
        """Load everything a first question would have to wait for."""
        with self._loading:
            _ = self._graph, self.crew
        if self._library.documents(principal):
            self._run(Question("warm up", "en", "", principal), lambda _: None)


def _told(question: str, language: str, code: str, text: str) -> Answer:
    """An answer that only says what to do."""
    return Answer(question, language, text, True, False, (), (), (), (Notice(code, text),), ())
