"""From a question to its answer: what can be said at once, and else the graph, in its thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from plant_agents.answer import Answer, Notice
from plant_agents.first_line.next_question import next_questions
from plant_agents.messages import say
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_copilot import payload
from plant_copilot.errors import ThreadsOutOfReach, WrongUse
from plant_copilot.reading_only import told_elsewhere
from plant_copilot.records import Records
from plant_copilot.settings import Settings
from plant_copilot.stepping import answered_step
from plant_copilot.threads import Threads, config_of
from plant_knowledge_ingest.errors import (
    IndexBusy,
    IndexMismatch,
    IndexRefused,
    IndexUnreachable,
    ModelUnavailable,
)
from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.patience import at_most
from plant_knowledge_ingest.principal import Principal
from plant_tools.out_of_reach import listening, missed
from plant_tools.records.errors import RecordsOutOfReach

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from plant_agents.crew import Crew
    from plant_agents.declaration import Declaration
    from plant_agents.flow import Decision

LONGEST_QUESTION = 2_000

_STORES = (IndexMismatch, IndexRefused, IndexUnreachable, ModelUnavailable, RecordsOutOfReach)
"""What is raised by what an answer is made of; a question is answered without."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Team:
    """Who answers: the crew of the graph, and what was declared to make it."""

    crew: Crew
    declared: Mapping[str, Declaration]


class Asking:
    """Runs questions through the graph, which is built when the first one comes. Safe to share between threads."""

    def __init__(
        self, settings: Settings, library: Library, records: Records, threads: Threads, team: Callable[[], Team]
    ) -> None:
        self._language = settings.language
        self._library = library
        self._records = records
        self._threads = threads
        self._make_team = team
        self._loading = RLock()
        self._built: tuple[BaseCheckpointSaver[str], Any] | None = None

    @cached_property
    def team(self) -> Team:
        """The tools, the router and the writer."""
        return self._make_team()

    def _graph(self) -> Any:
        """Return the graph, which is built anew where the threads were opened anew."""
        from plant_agents.graph import build_graph

        saver = self._threads.checkpointer
        if self._built is None or self._built[0] is not saver:
            self._built = saver, build_graph(self.team.declared, saver)
        return self._built[1]

    @cached_property
    def _forgetful(self) -> Any:
        """The same graph, for when threads cannot be kept."""
        from plant_agents.graph import build_graph

        return build_graph(self.team.declared)

    def answer(self, asked: Question, thread: str, on_step: Callable[[str], None]) -> Answer:
        """Answer a question in its thread, or in a new one; ``on_step`` is told the name of each station passed.

        Raises ``ThreadOfAnother``.
        """
        with at_most():
            return self._answered(asked, thread, on_step)

    def _answered(self, asked: Question, thread: str, on_step: Callable[[str], None]) -> Answer:
        thread = thread or uuid4().hex
        if not asked.text or len(asked.text) > LONGEST_QUESTION:
            return replace(self._told_off(asked), thread=thread, support_code=asked.code)
        try:
            if not asked.reads and (decision := answered_step(self._threads, thread, asked)):
                return self.decide(thread, decision, on_step, asked.code)
            with self._threads.turn(thread, asked.principal):
                return self._in_thread(asked, thread, on_step)
        except ThreadsOutOfReach as error:
            _log.warning("%s: conversations are out of reach: %s", asked.code or "no code", error)
            self._threads.let_go(error)
            answer = self._once(asked, on_step)
            spoken = say(answer.language, "thread_not_kept")
            notices = (*answer.notices, Notice("thread_not_kept", spoken))
            return replace(answer, notices=notices, thread=thread, support_code=asked.code)

    def decide(self, thread: str, decision: Decision, on_step: Callable[[str], None], code: str = "") -> Answer:
        """Go on with what waits for a decision; ``code`` is the answer's support code.

        Raises ``NothingPending``, ``UnknownThread``, ``WrongUse``.
        """
        from langgraph.types import Command

        with at_most(), self._threads.turn(thread, decision.by):
            checkpoint, asked = self._threads.waiting(thread, decision.by)
            _refuse_unknown(decision, asked["pending"])
            place = config_of(thread, checkpoint)
            state = self._loaded().get_state(place).values
            answer, waits_at = self._run(Command(resume=decision), state["question"], place, on_step)
            self._threads.decided(thread)
            answer = replace(answer, thread=thread, support_code=code)
            self._keep(answer, decision.by, waits_at)
            return answer

    def _in_thread(self, asked: Question, thread: str, on_step: Callable[[str], None]) -> Answer:
        remembered = self._threads.remembered(thread)
        before = remembered or Remembered()
        question, notices = self._spoken(asked, before.language or self._language)
        if remembered is None:
            notices = (*notices, Notice("thread_reset", say(question.language, "thread_reset")))
        if nothing := self._nothing_to_ask(question):
            return replace(nothing, thread=thread, support_code=asked.code)
        began = {"question": question, "key": f"{thread}:{uuid4().hex}"}
        began |= {"remembered": before} if remembered is None else {}
        with self._threads.asking(thread, asked.principal, asked.text) as key:
            answer, waits_at = self._run(began, question, config_of(thread), on_step)
            notices = (*notices, *answer.notices)
            answer = replace(answer, notices=notices, thread=thread, support_code=asked.code)
            self._keep(answer, asked.principal, waits_at, key)
        return answer

    def _once(self, asked: Question, on_step: Callable[[str], None]) -> Answer:
        """Answer without a thread."""
        question, notices = self._spoken(asked, self._language)
        if nothing := self._nothing_to_ask(question):
            return nothing
        with self._loading:
            graph = self._forgetful
        answer, _ = self._streamed(graph, {"question": question, "key": uuid4().hex}, question, None, on_step)
        return replace(answer, notices=(*notices, *answer.notices))

    def _run(self, given: Any, question: Question, place: Any, on_step: Callable[[str], None]) -> tuple[Answer, str]:
        with self._threads.reached():
            return self._streamed(self._loaded(), given, question, place, on_step)

    def _streamed(
        self, graph: Any, given: Any, question: Question, place: Any, on_step: Callable[[str], None]
    ) -> tuple[Answer, str]:
        """Run the graph; return the answer, and the checkpoint where it waits for a decision, "" where it does not."""
        from plant_agents.degraded import told

        with listening() as noted, at_most():
            try:
                answer, waits_at = self._passed(graph, given, question, place, on_step)
            except _STORES as error:
                missed(error)
                answer, waits_at = _told(question, "not_looked", say(question.language, "not_looked")), ""
            for away in noted:
                if isinstance(away, IndexBusy):  # it will not be well again by itself: who asks has it open twice
                    raise away
                _log.warning("%s: out of reach: %s", question.code or "no code", away)
            return told(answer, noted), waits_at

    def _passed(
        self, graph: Any, given: Any, question: Question, place: Any, on_step: Callable[[str], None]
    ) -> tuple[Answer, str]:
        """Let a question pass the stations."""
        from plant_agents.deciding import waiting

        answer, pending = None, None
        how = {"stream_mode": "updates"} | ({"durability": "exit"} if place else {})
        for update in graph.stream(given, place, context=self.team.crew, **how):
            for station, written in update.items():
                if station == "__interrupt__":
                    pending = written[0].value
                    continue
                on_step(station)
                if elsewhere := told_elsewhere(question, station, written, self.team.declared):
                    return elsewhere, ""
                answer = (written or {}).get("answer", answer)
        if pending is not None:
            state = _waiting_state(graph, place)
            at = state.config["configurable"]["checkpoint_id"]
            return waiting(question, pending, state.values["calls"][0].tool), at
        if answer is None:
            raise RuntimeError("the graph ended without an answer")
        return replace(
            answer, suggestions=next_questions(answer, question.asset, records=self._has_records(question.principal))
        ), ""

    def _has_records(self, principal: Principal) -> bool:
        """Tell whether there is a history that ``principal`` can ask; one out of reach cannot be asked."""
        try:
            return not self._records.is_empty(principal=principal)
        except RecordsOutOfReach:
            return False

    def _may_have_records(self, principal: Principal) -> bool:
        """Tell whether there may be records; of those out of reach nobody knows."""
        try:
            return not self._records.is_empty(principal=principal)
        except RecordsOutOfReach:
            return True

    def _keep(self, answer: Answer, principal: Principal, waits_at: str, key: str = "") -> None:
        self._threads.write_down(principal, payload.answer_json(answer), payload.why_json(answer), waits_at, key)

    def _loaded(self) -> Any:
        with self._loading:
            _ = self.team
            return self._graph()

    def _told_off(self, asked: Question) -> Answer:
        """Say what to do with a question that cannot be taken."""
        question, _ = self._spoken(asked, self._language)
        if not asked.text:
            return _told(question, "empty_question", say(question.language, "ask_something"))
        length = {"length": f"{len(asked.text):,}", "most": f"{LONGEST_QUESTION:,}"}
        return _told(question, "question_too_long", say(question.language, "too_long", **length))

    def _nothing_to_ask(self, question: Question) -> Answer | None:
        if self._library.documents(question.principal) or self._may_have_records(question.principal):
            return None
        code = "library_empty" if self._library.is_empty else "nothing_for_you"
        return _told(question, code, say(question.language, code))

    def _spoken(self, asked: Question, usual: str) -> tuple[Question, tuple[Notice, ...]]:
        """Choose the language of the answer: the one wished for, the question's own, or else the ``usual`` one."""
        if asked.language not in {"auto", *LANGUAGES}:
            raise WrongUse(f"language is {asked.language!r}; it must be auto or one of {', '.join(LANGUAGES)}.")
        spoken = asked.language
        if spoken == "auto":
            spoken = detect(asked.text[:LONGEST_QUESTION], usual)
        notices = tuple(self._noted(asked, spoken, usual))
        return replace(asked, language=spoken if spoken in LANGUAGES else usual), notices

    def _noted(self, asked: Question, spoken: str, usual: str) -> Iterator[Notice]:
        if spoken not in LANGUAGES:
            yield Notice("language_not_spoken", say(usual, "not_spoken"))
        if asked.as_of:
            language = spoken if spoken in LANGUAGES else usual
            yield Notice("as_of", say(language, "as_of", day=asked.as_of))

    def warm_up(self, principal: Principal) -> None:
        """Load everything a first question would have to wait for, the detection of other languages included."""
        detect("Quelle est la pression nominale ?", self._language)
        if self._library.documents(principal):
            self._once(Question("warm up", "en", "", principal), lambda _: None)
        _ = self._loaded()


def _waiting_state(graph: Any, place: Any) -> Any:
    """Return the state that waits: that of ``place``, which later questions leave as it is, or the latest."""
    state = graph.get_state(place)
    if any(task.interrupts for task in state.tasks):
        return state
    return graph.get_state(config_of(place["configurable"]["thread_id"]))


def _refuse_unknown(decision: Decision, pending: Mapping[str, Any]) -> None:
    if decision.choice not in pending["choices"]:
        raise WrongUse(f"There is no choice {decision.choice!r}.", remedy=f"It is {' or '.join(pending['choices'])}.")
    if strange := sorted(set(decision.fields) - set(pending["fields"])):
        known = ", ".join(pending["fields"]) or "none"
        raise WrongUse(f"There is no field {', '.join(strange)}.", remedy=f"Fields are: {known}.")


def _told(question: Question, code: str, text: str) -> Answer:
    """An answer that only says what to do."""
    return Answer(question.text, question.language, text, True, False, (), (), (), (Notice(code, text),), ())
