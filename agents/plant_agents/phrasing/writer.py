"""The writer with a model: it phrases evidence, corrects itself once, and says nothing that is not proven."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plant_agents.answer import MarkedEvidence, Notice, Statement
from plant_agents.messages import say
from plant_agents.models.protocol import BrokenReply, WindowExceeded
from plant_agents.models.watched import Deadline, WatchedModel
from plant_agents.phrased import Phrased
from plant_agents.phrasing.evidence import Readable, readable
from plant_agents.phrasing.task import MOST_STATEMENTS, SHAPE, correction, task
from plant_agents.phrasing.vouching import faults, mistranslated
from plant_agents.proof import Lexicon, Unproven
from plant_agents.question import Question
from plant_agents.unarmed import unarmed
from plant_knowledge_ingest.errors import ModelUnavailable
from plant_tools.evidence import Citation
from plant_tools.troubles import said

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Held:
    """What sentences are held against."""

    question: Question
    given: frozenset[int]
    evidence: Sequence[MarkedEvidence]
    citations: Sequence[Citation]
    lexicon: Lexicon | None

    def against(self, statement: Statement) -> list[Unproven]:
        asked = self.question
        if not statement.marks or not set(statement.marks) <= self.given:
            return [Unproven("source", statement.text, "it cites what was not given")]
        return faults(statement, asked.text, asked.language, self.evidence, self.citations, self.lexicon)


class ModelWriter:
    """Phrases what the tools found, beside the writer without a model, whose quotes stand wherever this one fails."""

    def __init__(self, model: WatchedModel, lexicon: Lexicon | None = None) -> None:
        self._model, self._lexicon = model, lexicon

    @property
    def model(self) -> str:
        """The name of the model."""
        return self._model.name

    def phrase(self, question: Question, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation]) -> Phrased:
        """Return statements with marks, each proven. Without evidence that may be phrased nobody is asked."""
        given = readable(question.text, evidence, citations, self._model.window)
        if not given.sources and not given.left_out:
            return Phrased()
        held = _Held(question, frozenset(given.marks), evidence, citations, self._lexicon)
        try:
            return self._phrased(held, given, self._model.begin())
        except (ModelUnavailable, BrokenReply) as error:
            return Phrased(notices=(unavailable(question.language, self.model, error),))

    def _phrased(self, held: _Held, given: Readable, until: Deadline) -> Phrased:
        reply, read = self._asked(held.question, given, until)
        language = held.question.language
        notices = [_shortened(language, read)] if read.left_out else []
        if reply is None:
            return Phrased(notices=tuple(notices))
        kept: list[Statement] = []
        faulty: list[tuple[Statement, list[Unproven]]] = []
        for statement in _statements(reply.get("statements", ()), "prose"):
            gaps = held.against(statement)
            faulty.append((statement, gaps)) if gaps else kept.append(statement)
        again, dropped = self._corrected(held, read, faulty, until)
        translated = [
            each
            for each in _statements(reply.get("translations", ()), "translation")
            if len(each.marks) == 1 and {*each.marks} <= held.given
            if not mistranslated(each, held.evidence, held.citations, held.lexicon)
        ]
        told = tuple(dict.fromkeys([*kept, *again, *translated]))
        if not told and faulty:
            notices.append(Notice("model_unproven", say(language, "model_unproven", model=self.model)))
        return Phrased(told, dropped, tuple(notices))

    def _asked(self, question: Question, given: Readable, until: Deadline) -> tuple[Mapping[str, Any] | None, Readable]:
        """Return the reply, None where no source fits the window, and what was read for it."""
        while given.sources:
            try:
                return self._model.ask(task(question, given, until.left), until).read(SHAPE), given
            except WindowExceeded:
                given = given.halved()
        return None, given

    def _corrected(
        self, held: _Held, given: Readable, faulty: Sequence[tuple[Statement, list[Unproven]]], until: Deadline
    ) -> tuple[list[Statement], tuple[tuple[Unproven, ...], ...]]:
        """Let the model say once more what was not proven; return what is now, and what the rest lacked at first."""
        if not faulty or not until.left:
            return [], tuple(tuple(gaps) for _, gaps in faulty)
        try:
            reply = self._model.ask(correction(held.question, given, faulty, until.left), until).read(SHAPE)
        except (ModelUnavailable, BrokenReply):
            reply = {}
        again = [each for each in _statements(reply.get("statements", ()), "prose") if not held.against(each)]
        return again, tuple(tuple(gaps) for _, gaps in faulty[len(again) :])


def unavailable(language: str, model: str, error: Exception) -> Notice:
    """Return the notice that a model was done without, and why, where that can be said in ``language``."""
    reason = getattr(error, "message", "") or str(error)
    _log.warning("%s is done without: %s", model, reason)
    told = said(reason, language).rstrip(".。")
    key = "model_unavailable" if language == "en" or said(reason, language) != reason else "model_unusable"
    return Notice("model_unavailable", say(language, key, model=model, reason=told))


def _shortened(language: str, read: Readable) -> Notice:
    number, of = len(read.sources), len(read.sources) + read.left_out
    return Notice("model_shortened", say(language, "model_shortened", number=number, of=of))


def _statements(told: Sequence[Mapping[str, Any]], kind: str) -> Iterator[Statement]:
    for each in told[: 2 * MOST_STATEMENTS]:
        if text := " ".join(unarmed(each["text"]).split()) if kind == "prose" else unarmed(each["text"]).strip():
            yield Statement(text, tuple(dict.fromkeys(each["marks"])), phrased=kind)
