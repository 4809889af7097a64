"""What several procedures need beside their steps, united: everything once, nothing lost, nothing chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from plant_tools.sop.model import Gap, Line, Notice, Part, Phase, Step, Told

_T = TypeVar("_T")


def all_of(lists: Iterable[Iterable[_T]]) -> tuple[_T, ...]:
    """Return everything in all lists, each once."""
    return tuple(dict.fromkeys(one for some in lists for one in some))


def told_of(field: str, lists: Iterable[Iterable[Told]]) -> tuple[Told, ...]:
    """Return the lines of all lists, the same words once with the places of all; a gap where there is none."""
    found: dict[str, Line] = {}
    for line in (told for some in lists for told in some if isinstance(told, Line)):
        known = found.get(_bare(line.text), line)
        found[_bare(line.text)] = replace(known, sources=tuple(dict.fromkeys((*known.sources, *line.sources))))
    return tuple(found.values()) or (Gap(field),)


def once(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices without those that tell of the same two values of a step again."""
    found: dict[object, Notice] = {}
    for one in notices:
        found.setdefault(_key(one), one)
    return list(found.values())


def _key(notice: Notice) -> object:
    facts = notice.facts
    if "first" not in facts:
        return notice.code, tuple(sorted(facts.items()))
    return facts.get("step", ""), frozenset((facts[name], facts[f"{name}_place"]) for name in ("first", "second"))


def renumbered(notices: Iterable[Notice], before: Sequence[Step], after: Sequence[Step]) -> list[Notice]:
    """Return notices about steps by the ids that these have in the procedure."""
    own = [step for step in after if step.phase in {Phase.WORK, Phase.TEST}]
    ids = dict(zip((step.id for step in _by_phase(before)), (step.id for step in own), strict=True))
    return [_with_ids(notice, ids) for notice in notices]


def _by_phase(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.phase == Phase.TEST)


def _with_ids(notice: Notice, ids: Mapping[str, str]) -> Notice:
    told = {name: ids[value] for name, value in notice.facts.items() if name in {"step", "second_step"}}
    return replace(notice, facts={**notice.facts, **told})


def needed_by(lists: Sequence[Sequence[Part]]) -> tuple[list[Part], list[Notice]]:
    """Return the parts of all lists, each number once, and where two documents have two numbers or amounts for one."""
    if len(lists) == 1:
        return [*lists[0]], []
    found: dict[tuple[str, str], Part] = {}
    notices: list[Notice] = []
    for part in (part for some in lists for part in some):
        key = (_bare(part.name), part.number.text if isinstance(part.number, Line) else "")
        if known := found.get(key):
            found[key] = _both(known, part, notices)
            continue
        notices += (
            _differ(other, part) for (name, _), other in found.items() if name == key[0] and _apart(other, part)
        )
        found[key] = part
    return [*found.values()], notices


def _both(one: Part, other: Part, notices: list[Notice]) -> Part:
    quantity = other.quantity if isinstance(one.quantity, Gap) else one.quantity
    if isinstance(one.quantity, Line) and isinstance(other.quantity, Line) and one.quantity.text != other.quantity.text:
        notices.append(_differ(one, other))
    return replace(one, quantity=quantity, sources=tuple(dict.fromkeys((*one.sources, *other.sources))))


def _apart(one: Part, other: Part) -> bool:
    """Tell whether two documents give a number each for what they call the same."""
    named = isinstance(one.number, Line) and isinstance(other.number, Line)
    return named and {s.document for s in one.sources}.isdisjoint(s.document for s in other.sources)


def _differ(one: Part, other: Part) -> Notice:
    told = {"of": one.name, "first": _said(one), "first_place": _place(one)}
    return Notice("disagree", told | {"second": _said(other), "second_place": _place(other)})


def _said(part: Part) -> str:
    return " ".join(told.text for told in (part.number, part.quantity) if isinstance(told, Line))


def _place(part: Part) -> str:
    return next((str(source.citation()) for source in part.sources if source.kind == "page"), "")


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())
