"""Whether every number, part number and code of a procedure stands in the text it is cited from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from plant_knowledge_ingest.facts.values import values
from plant_knowledge_ingest.tokens import for_search
from plant_tools.sop.model import Good, Line, Part, Procedure, Source, walk

# A run of signs that holds a digit, with what joins digits: "NP-65-4410", "1,850", "0.05", "M8", "X1:1-3".
_SIGN = r"A-Za-z0-9ÄÖÜäöüµΩ"
_FACT = re.compile(rf"(?:[{_SIGN}]+-)*[{_SIGN}]*\d(?:[{_SIGN}.,:/×-]*[{_SIGN}])?")


class Unproven(NamedTuple):
    """A ``fact`` of ``text`` that its citation does not have; ``step``: where, "" outside of the steps."""

    step: str
    text: str
    fact: str


def facts(text: str) -> tuple[str, ...]:
    """Return what holds a digit in ``text``.

    >>> facts("Fit seal NP-65-4410, tighten to 65 Nm at X1:1-3.")
    ('NP-65-4410', '65', 'X1:1-3')
    """
    return tuple(_FACT.findall(for_search(text)))


def unproven(procedure: Procedure) -> Iterator[Unproven]:
    """Yield what is not found in its source: the sources of a step stand for its action, those of a line for it.

    The tag of the asset and names in the title ("Debian 10", "E0451") are the procedure's own, values with a unit not.
    """
    stated = {fact for found in values(procedure.title) for fact in facts(found.value)}
    own = frozenset(facts(f"{procedure.asset} {procedure.title}")) - stated
    yield from (gap for gap in _all_lacking(procedure) if gap.fact not in own)


def _all_lacking(procedure: Procedure) -> Iterator[Unproven]:
    for step in procedure.steps:
        yield from _lacking(step.id, step.action, step.sources)
    owner = {id(found): step.id for step in procedure.steps for found in walk(step)}
    for found in walk(procedure):
        at = owner.get(id(found), "")
        if isinstance(found, Line | Good):
            value = found.value if isinstance(found, Good) else ""
            yield from _lacking(at, f"{found.text} {value}", found.sources)
        elif isinstance(found, Part):
            yield from _lacking(at, found.name, found.sources)


def _lacking(at: str, text: str, sources: tuple[Source, ...]) -> Iterator[Unproven]:
    quoted = " ".join(for_search(source.quote) for source in sources)
    known = frozenset(facts(quoted))
    yield from (Unproven(at, text, fact) for fact in facts(text) if fact not in known)


def counted(procedure: Procedure) -> int:
    """Return how many such facts a procedure states."""
    texts = [step.action for step in procedure.steps]
    for found in walk(procedure):
        if isinstance(found, Line | Good):
            texts.append(found.text)
        elif isinstance(found, Part):
            texts.append(found.name)
    return sum(len(facts(text)) for text in texts)
