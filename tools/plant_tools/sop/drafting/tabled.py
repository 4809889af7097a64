"""A step held against the tables of its own manual: one value is proposed, two different ones are shown."""

from __future__ import annotations

import re
from dataclasses import replace

from plant_knowledge_ingest.tokens import for_search
from plant_tools.sop.drafting.joining import of_two
from plant_tools.sop.drafting.sameness import disagree, measures
from plant_tools.sop.drafting.tables import PART_NUMBER, Tables
from plant_tools.sop.model import UNDECIDED, Gap, Good, Line, Notice, Step

TABLE_DIFFERS = "table_differs"
# A first pass is not the value that a table gives; nor is a share of it, or what is left.
_FIRST = re.compile(
    r"\bfirst\b|pre-?tighten|\bhand-?tight|half\b|zuerst|zunächst|voranzieh|vorspann|handfest|halb|\bvor\b|预紧|預緊|先|一半",
    re.IGNORECASE,
)


def checked(step: Step, tables: Tables, section: str) -> tuple[Step, list[Notice]]:
    """Return a step with the value that a table has for it, where it has none itself; or what differs.

    ``section``: all that is done around it. Where both have one and they differ, the step has no value until a person
    decides; both stand beside it.
    """
    given = tables.given(step.action, section)
    named = _named_otherwise(step, tables)
    if given is None:
        return step, named
    own = _own(step, given)
    if own is None:
        return (replace(step, good=given) if isinstance(step.good, Gap) else step), named
    if not _differ(own, given):
        return step, named
    lines = (own, Line(given.text, given.language, given.sources))
    remarks = tuple(dict.fromkeys((*lines, *step.remarks)))
    left = replace(step, good=Gap(UNDECIDED, step.id), remarks=remarks)
    return left, [of_two(step.id, step.action, *lines, TABLE_DIFFERS), *named]


def _own(step: Step, given: Good) -> Line | None:
    """Return what a step says itself: in its words, or beside them in what is good."""
    if any(unit for unit, _ in measures(step.action, step.language)):
        return Line(step.action, step.language, step.sources)
    if isinstance(step.good, Good) and step.good.value and step.good.sources != given.sources:
        return Line(step.good.text, step.good.language, step.good.sources)
    return None


def _differ(own: Line, given: Good) -> bool:
    """Tell whether a table's value is not among those that a text gives in its unit."""
    if _FIRST.search(own.text) or not disagree(own.text, own.language, given.value, given.language):
        return False
    return not measures(given.value, given.language) <= measures(own.text, own.language)


def _named_otherwise(step: Step, tables: Tables) -> list[Notice]:
    """Return where a step names a part by a number that no table has, and a table has another for that part."""
    numbers = PART_NUMBER.findall(for_search(step.action))
    part = tables.number_for(step.action) if numbers else None
    if part is None or not isinstance(part.number, Line) or any(map(tables.knows, numbers)):
        return []
    own = Line(numbers[0], step.language, step.sources)
    return [of_two(step.id, step.action, own, part.number, TABLE_DIFFERS)]
