"""Questions about a procedure, made without a model: the same procedure gives the same questions.

What is wrong among the options is true elsewhere in the same document: another of its values, steps, warnings or
isolation points. Where a document has nothing to put beside the right answer, nothing is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise

from plant_knowledge_ingest.facts.values import values
from plant_knowledge_ingest.hazards import SIGNAL_WORDS
from plant_knowledge_ingest.tokens import for_search
from plant_tools.sop.laying_out import without
from plant_tools.sop.model import Energy, Good, Hazard, Line, Procedure, Source, Step
from plant_tools.sop.training.phrases import say

Texts = Callable[[str], Sequence[str]]
"""Gives the texts of a document by its name."""

_BLANK = "____"
_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """``options`` in the order shown, ``right`` the one that is; ``source``: where it can be read."""

    id: str
    kind: str
    step: str
    text: str
    options: tuple[str, ...]
    right: str
    source: Source | None


def questions(procedure: Procedure, texts: Texts, spoken: str) -> list[Question]:
    """Return every question that a procedure gives, in its order, phrased in the language ``spoken``."""
    made = [
        *_of_energies(procedure, spoken),
        *(question for step in procedure.steps for question in _of_step(procedure, step, texts, spoken)),
        *_of_order(procedure, spoken),
    ]
    return [_shuffled(procedure, question) for question in made]


def _of_energies(procedure: Procedure, spoken: str) -> Iterator[Question]:
    for field in ("isolate", "verify"):
        told = [(energy, getattr(energy, field)) for energy in procedure.energies]
        known = {line.text for _, line in told if isinstance(line, Line)}
        for energy, line in told:
            if isinstance(line, Line) and len(known) > 1:
                others = sorted(known - {line.text})
                yield _asked(field, "", say(spoken, field, text=_named(energy)), line.text, others, line.sources)


def _named(energy: Energy) -> str:
    size = f" ({energy.magnitude.text})" if isinstance(energy.magnitude, Line) else ""
    return f"{energy.name}{size}"


def _of_step(procedure: Procedure, step: Step, texts: Texts, spoken: str) -> Iterator[Question]:
    if isinstance(step.good, Good) and step.good.value:
        yield from _of_value(step, step.good, texts, spoken)
    for hazard in step.warnings:
        yield from _of_warning(procedure, step, hazard, spoken)


def _of_value(step: Step, good: Good, texts: Texts, spoken: str) -> Iterator[Question]:
    source = next((one for one in (*good.sources, *step.sources) if one.kind == "page"), None)
    if source is None:
        return
    unit = _unit(good.value)
    found = (other.value for text in texts(source.document) for other in values(text) if _unit(other.value) == unit)
    others = [value for value in dict.fromkeys(found) if for_search(value) != for_search(good.value)]
    if others:
        blank = step.action if good.value in step.action else f"{step.action} {good.text}"
        text = say(spoken, "value", text=blank.replace(good.value, _BLANK))
        yield _asked("value", step.id, text, good.value, others, (source,))


def _of_warning(procedure: Procedure, step: Step, hazard: Hazard, spoken: str) -> Iterator[Question]:
    told = without(hazard.signal_word, hazard.text)
    known = [*procedure.hazards, *(one for other in procedure.steps for one in other.warnings)]
    others = dict.fromkeys(without(one.signal_word, one.text) for one in known if _document(one) == _document(hazard))
    others.pop(told, None)
    if others:
        yield _asked("warning", step.id, say(spoken, "warning", text=step.action), told, list(others), hazard.sources)
    words = [next((word for word in rank if word in _script(hazard)), rank[0]) for rank in SIGNAL_WORDS]
    rest = [word for word in words if word != hazard.signal_word]
    yield _asked("signal", step.id, say(spoken, "signal", text=told), hazard.signal_word, rest, hazard.sources)


def _script(hazard: Hazard) -> tuple[str, ...]:
    """Return the signal words of the language of a message."""
    columns = {"en": 0, "de": 1, "zh-Hans": 2, "zh-Hant": -1}
    at = columns.get(hazard.language, 0)
    return tuple(rank[at] if at < len(rank) else rank[0] for rank in SIGNAL_WORDS)


def _of_order(procedure: Procedure, spoken: str) -> Iterator[Question]:
    for first, second in pairwise(procedure.steps):
        if first.action != second.action:
            text = say(spoken, "order")
            yield _asked("order", second.id, text, first.action, [second.action], (*first.sources, *second.sources))


def _asked(kind: str, step: str, text: str, right: str, others: Sequence[str], sources: Sequence[Source]) -> Question:
    pages = [source for source in sources if source.kind == "page"]
    source = next(iter(pages or sources), None)
    return Question("", kind, step, text, (right, *others[: _OPTIONS - 1]), right, source)


def _shuffled(procedure: Procedure, question: Question) -> Question:
    """Return a question with its id and its options in an order that tells nothing, the same every time."""

    def mark(text: str) -> str:
        told = (procedure.id, str(procedure.version), question.kind, question.step, question.right, text)
        return sha256("\x1f".join(told).encode()).hexdigest()

    return replace(question, id=mark("")[:12], options=tuple(sorted(set(question.options), key=mark)))


def _document(hazard: Hazard) -> str:
    return hazard.sources[0].document if hazard.sources else ""


def _unit(value: str) -> str:
    return "".join(sign for sign in for_search(value) if not sign.isdigit() and sign not in " .,±~–-")
