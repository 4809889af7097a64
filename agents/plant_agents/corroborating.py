"""Whether a second document gives the same value: then it is named; where it gives another one, both are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from plant_agents.answer import MarkedEvidence, Notice
from plant_agents.messages import say
from plant_agents.proof.facts import Fact, facts
from plant_agents.proof.matching import same_value
from plant_agents.proof.units import UNITS
from plant_agents.setting import place
from plant_knowledge_ingest.citation import PageCitation
from plant_tools.evidence import Citation, Evidence

if TYPE_CHECKING:
    from plant_agents.question import Question
    from plant_tools.manuals.second_source import Second, SecondSources

_ONE_AND_A_RANGE = 3  # values
_SAME_BUT_FOR = 0.005  # of a value, by which a converted one may be rounded


@dataclass(frozen=True, slots=True)
class Corroborated:
    """What other documents say of the values of an answer: evidence that disagrees, and notices of all of it."""

    evidence: tuple[Evidence, ...] = ()
    notices: tuple[Notice, ...] = ()


def corroborated(
    question: Question, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation], sources: SecondSources | None
) -> Corroborated:
    """Look for the value that leads the answer in other documents of the same machine."""
    leading = next((found for found in evidence if "value" in (found.details.get("fact") or {})), None)
    if sources is None or leading is None:
        return Corroborated()
    value = str(leading.details["fact"]["value"]["text"])
    cited = next((c for mark in leading.marks if isinstance(c := citations[mark - 1], PageCitation)), None)
    if cited is None or not value:
        return Corroborated()
    seconds = [(agrees(value, second.value), second) for second in sources.of(value, cited, question.principal)]
    against = [second for same, second in seconds if same is False]
    if against:
        return Corroborated(
            tuple(dict.fromkeys(s.evidence for s in against)), (_dispute(question, value, cited, against),)
        )
    places = dict.fromkeys(_place(question, second) for same, second in seconds if same)
    also = Notice("also_in", say(question.language, "also_in", value=value, places="; ".join(places)))
    return Corroborated(notices=(also,) if places else ())


def agrees(one: str, other: str) -> bool | None:
    """Tell whether two values are the same, also in other units; None where they measure different things.

    A value within a range agrees with it.

    >>> agrees("45 Nm", "33.2 lbf·ft"), agrees("45 Nm", "50 Nm"), agrees("45 Nm", "45 °C")
    (True, False, None)
    """
    here, there = ([fact for fact in facts(text) if fact.kind == "value"] for text in (one, other))
    if not here or not there or any(_dimension(f) != _dimension(here[0]) for f in (*here, *there)):
        return None
    if 1 in {len(here), len(there)} and len(here) + len(there) == _ONE_AND_A_RANGE:
        low, value, high = sorted([*here, *there], key=_in_base)
        return value in (here if len(here) == 1 else there) or same_value(low, value) or same_value(value, high)
    return all(a and b and _same(a, b) for a, b in zip_longest(here, there))


def _same(one: Fact, other: Fact) -> bool:
    here, there = _in_base(one), _in_base(other)
    near = abs(here - there) <= _SAME_BUT_FOR * max(abs(here), abs(there)) and one.unit != other.unit
    return (same_value(one, other) or near) and one.tolerance == other.tolerance


def _in_base(fact: Fact) -> float:
    unit = UNITS.get(fact.unit)
    return fact.number * unit.size + unit.zero if unit else fact.number


def _dimension(fact: Fact) -> str:
    return UNITS[fact.unit].dimension if fact.unit in UNITS else fact.unit


def _dispute(question: Question, value: str, cited: PageCitation, against: Sequence[Second]) -> Notice:
    """Return the notice that names every value with its place."""
    told = [f"{value} ({place(question.language, cited)})"]
    told += dict.fromkeys(f"{second.value} ({_place(question, second)})" for second in against)
    return Notice("sources_disagree", say(question.language, "sources_disagree", values="; ".join(told)))


def _place(question: Question, second: Second) -> str:
    return place(question.language, second.evidence.citations[0])
