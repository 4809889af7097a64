"""What sources say in two ways, decided by a person: the decision stands in the step, with the name behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plant_knowledge_ingest.facts.values import values
from plant_tools.sop.drafting.joining import OR
from plant_tools.sop.drafting.measured import good_of
from plant_tools.sop.drafting.sameness import disagree, measures
from plant_tools.sop.drafting.tables import PART_NUMBER
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.model import Gap, Good, Line, Notice, Procedure, Source, Step

OF_VALUES = frozenset({"disagree", "table_differs"})
"""Codes of notices of which a step's value is decided."""


def settled(procedure: Procedure, place: str, text: str, source: Source) -> Procedure:
    """Return a procedure without the notice at ``place``, "CODE" or "CODE.STEP", which ``text`` decides on.

    A value decided on is what is good at the step; of two sentences with two values the one that has it stays, and
    where neither has, it stands in the place of the printed one. What is printed stays beside the step. Everything
    else that is decided becomes a pre-condition. Raises ``SopInvalid`` for a place that there is not, or one that
    means several.
    """
    code, _, of = place.partition(".")
    meant = [one for one in procedure.notices if one.code == code and of in {"", _name(one)}]
    if not meant:
        raise SopInvalid(f"There is no notice {place!r}.", remedy=_places(procedure.notices))
    if len({_name(one) for one in meant}) > 1:
        raise SopInvalid(f"{len(meant)} notices are {code!r}.", remedy=_places(meant))
    left = replace(procedure, notices=tuple(one for one in procedure.notices if one not in meant))
    step = next((one for one in procedure.steps if one.id == of or one.id == meant[0].facts.get("step")), None)
    if step is None or code not in OF_VALUES:
        line = Line(text, procedure.language, (source,))
        told = (one for one in procedure.preconditions if not isinstance(one, Gap))
        return replace(left, preconditions=(*told, line))
    done = _decided(step, text, source, procedure.language)
    return replace(left, steps=tuple(done if one is step else one for one in procedure.steps))


def _name(notice: Notice) -> str:
    return notice.facts.get("step") or notice.facts.get("of") or notice.facts.get("task", "")


def _places(notices: Sequence[Notice]) -> str:
    named = dict.fromkeys(f"notices.{one.code}.{_name(one)}".rstrip(".") for one in notices)
    return f"There are: {'; '.join(named)}." if named else ""


def _decided(step: Step, text: str, source: Source, spoken: str) -> Step:
    """Return a step with what a person decided on; the printed sentence that has the value is done, if one has."""
    good = good_of(text, spoken, source, said=True) or Good(text, spoken, sources=(source,))
    printed = _printed(step)
    fits = [line for line in printed if _has(line, text, spoken)]
    if len(printed) > 1 and len(fits) != 1:
        told = " | ".join(line.text for line in printed)
        raise SopInvalid(f"{text!r} does not say which holds: {told}", remedy="Say the value of one of them.")
    if fits or not _states_another(printed[0], text, spoken):
        said = fits[0] if fits else printed[0]
        return replace(step, good=good, action=said.text, language=said.language)
    remarks = tuple(dict.fromkeys((*printed, *step.remarks)))
    done = _in_place(printed[0].text, text)
    language = printed[0].language if done else spoken
    sources = (*step.sources, source)
    return replace(step, action=done or text, language=language, good=good, sources=sources, remarks=remarks)


def _in_place(sentence: str, text: str) -> str:
    """Return a sentence with the one value, or part number, that a decision names in the place of its own.

    Returns "" where either has none or several.
    """
    for found in (lambda told: [one.value for one in values(told)], PART_NUMBER.findall):
        own, decided = found(sentence), found(text)
        if len(own) == len(decided) == 1 and sentence.count(own[0]) == 1:
            return sentence.replace(own[0], decided[0])
    return ""


def _printed(step: Step) -> list[Line]:
    """Return the printed sentences that an action is, one or, where it is open, two."""
    told = step.action.split(OR)
    beside = [line for line in step.remarks if line.text in told]
    return beside if len(told) > 1 and beside else [Line(step.action, step.language, step.sources)]


def _has(line: Line, text: str, spoken: str) -> bool:
    """Tell whether a sentence has all values and codes that a decision names, and the decision names any."""
    wanted = measures(text, spoken), frozenset(PART_NUMBER.findall(text))
    there = measures(line.text, line.language), frozenset(PART_NUMBER.findall(line.text))
    return any(wanted) and all(own <= other for own, other in zip(wanted, there, strict=True))


def _states_another(line: Line, text: str, spoken: str) -> bool:
    """Tell whether a sentence has a value in the unit of the decision, or a code, that the decision has not."""
    codes = frozenset(PART_NUMBER.findall(line.text)), frozenset(PART_NUMBER.findall(text))
    return disagree(line.text, line.language, text, spoken) or (all(codes) and not codes[1] <= codes[0])
