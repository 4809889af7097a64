"""Two steps that are the same act made one: both sources, all warnings, and no value chosen between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plant_knowledge_ingest.facts.values import values
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.tokens import for_search, tokens
from plant_tools.sop.drafting.sameness import disagree
from plant_tools.sop.model import UNDECIDED, Gap, Good, Hazard, Line, Notice, Source, Step
from plant_tools.sop.proven import facts

DISAGREE = "disagree"
OR = " | "
"""Between two sentences of which a person is to say which holds."""


def joined(one: Step, other: Step, spoken: str) -> tuple[Step, list[Notice]]:
    """Return the step that both are, and what they disagree about.

    The words are those of the reader's language, else of the first; the other's stand beside them. Where the values
    in the words differ, both sentences are the action, and what is good is left open.
    """
    first, second = (other, one) if _reads(other, spoken) and not _reads(one, spoken) else (one, other)
    step = replace(
        first,
        id=one.id,
        warnings=_warnings((*one.warnings, *other.warnings)),
        energies=tuple(dict.fromkeys((*one.energies, *other.energies))),
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
        remarks=_remarks(first, second),
        origins=(*one.origins, *other.origins),
    )
    if disagree(first.action, first.language, second.action, second.language):
        return _open(step, first, second)
    return _with_good(step, first, second)


def _reads(step: Step, spoken: str) -> bool:
    return base(step.language) == base(spoken)


def _warnings(told: Iterable[Hazard]) -> tuple[Hazard, ...]:
    """Return each warning once; one in the same words is the graver of two, with the places of both."""
    found: dict[str, Hazard] = {}
    for one in sorted(told, key=lambda hazard: hazard.rank):
        key = " ".join(tokens(one.text))
        known = found.get(key, one)
        found[key] = replace(known, sources=tuple(dict.fromkeys((*known.sources, *one.sources))))
    return tuple(found.values())


def _remarks(first: Step, second: Step) -> tuple[Line, ...]:
    """Return the remarks of both, and the words that are not the action."""
    said = Line(second.action, second.language, second.sources)
    own = () if tokens(first.action) == tokens(second.action) else (said,)
    return tuple(dict.fromkeys((*first.remarks, *own, *second.remarks)))


def _open(step: Step, first: Step, second: Step) -> tuple[Step, list[Notice]]:
    """Leave open which of two sentences holds: both are shown, as they are printed."""
    lines = (Line(first.action, first.language, first.sources), Line(second.action, second.language, second.sources))
    goods = tuple(
        Line(each.good.text, each.good.language, each.good.sources)
        for each in (first, second)
        if isinstance(each.good, Good) and each.good.value and each.good.value not in each.action
    )
    remarks = tuple(dict.fromkeys((*lines, *goods, *step.remarks)))
    both = replace(step, action=f"{first.action}{OR}{second.action}", good=Gap(UNDECIDED), remarks=remarks)
    return both, [of_two(step.id, first.action, lines[0], lines[1])]


def _with_good(step: Step, first: Step, second: Step) -> tuple[Step, list[Notice]]:
    mine, theirs = first.good, second.good
    if not isinstance(mine, Good) or not isinstance(theirs, Good):
        told = mine if isinstance(mine, Good) else theirs if isinstance(theirs, Good) else mine or theirs
        return replace(step, good=told), []
    lines = tuple(Line(good.text, good.language, good.sources) for good in (mine, theirs))
    if disagree(mine.value or mine.text, mine.language, theirs.value or theirs.text, theirs.language):
        remarks = tuple(dict.fromkeys((*lines, *step.remarks)))
        left = replace(step, good=Gap(UNDECIDED), remarks=remarks)
        return left, [of_two(step.id, step.action, lines[0], lines[1])]
    sources = tuple(dict.fromkeys((*mine.sources, *theirs.sources)))
    if tokens(mine.text) == tokens(theirs.text):
        return replace(step, good=replace(mine, sources=sources)), []
    return replace(step, remarks=tuple(dict.fromkeys((*step.remarks, lines[1])))), []


def of_two(step: str, of: str, first: Line, second: Line, code: str = DISAGREE) -> Notice:
    """Return the notice that two lines on the same act give different values."""
    told = {"step": step, "of": of, "first": told_in(first.text), "second": told_in(second.text)}
    return Notice(code, told | {"first_place": _place(first.sources), "second_place": _place(second.sources)})


def told_in(text: str) -> str:
    """Return the values in a text as they are printed, its numbers where none has a unit, else the text."""
    plain = for_search(text)
    return ", ".join([one.value for one in values(plain)] or facts(plain)) or plain


def _place(sources: tuple[Source, ...]) -> str:
    return next((str(source.citation()) for source in sources if source.kind == "page"), "")
