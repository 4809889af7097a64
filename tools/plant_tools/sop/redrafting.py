"""The next version of a procedure: a new draft with the ids of the steps that stayed, and what people filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from plant_tools.sop.filling import filled
from plant_tools.sop.model import Gap, Line, Procedure, Source, Step

_ALIKE = 0.6
_LISTS = ("ppe", "tools", "permits", "preconditions", "acceptance")
_FIELDS = ("magnitude", "isolate", "relieve", "verify")


def redrafted(old: Procedure, new: Procedure) -> Procedure:
    """Return ``new`` with the ids of ``old``, and what a person filled in where ``new`` has a gap."""
    kept = replace(new, steps=_named(old.steps, new.steps))
    for name in _LISTS:
        for line in getattr(old, name):
            if _by_person(line) and any(isinstance(one, Gap) for one in getattr(kept, name)):
                kept = filled(kept, name, line.text, line.sources[0].document)
    for energy in old.energies:
        same = next((one for one in kept.energies if one.name == energy.name), None)
        for field in _FIELDS:
            line = getattr(energy, field)
            if same and _by_person(line) and isinstance(getattr(same, field), Gap):
                kept = filled(kept, f"energies.{energy.name}.{field}", line.text, line.sources[0].document)
    goods = {step.id: step.good for step in old.steps}
    steps = (
        replace(s, good=goods[s.id]) if isinstance(s.good, Gap) and _by_person(goods.get(s.id)) else s
        for s in kept.steps
    )
    return replace(kept, steps=tuple(steps))


def _by_person(told: object) -> bool:
    sources: tuple[Source, ...] = getattr(told, "sources", ())
    return bool(sources) and sources[0].kind == "person" and (isinstance(told, Line) or hasattr(told, "value"))


def _named(old: Sequence[Step], new: Sequence[Step]) -> tuple[Step, ...]:
    """Give the new steps the ids of the old ones they are like, in their order; others get ids that are free."""
    left = list(old)
    named: list[Step] = []
    fresh = max((int(step.id[1:]) for step in old if step.id[1:].isdecimal()), default=0)
    for step in new:
        alike = [(_likeness(step, other), -at, other) for at, other in enumerate(left) if other.phase == step.phase]
        ratio, _, like = max(alike, key=lambda pair: (pair[0], pair[1]), default=(0.0, 0, step))
        if ratio >= _ALIKE:
            left.remove(like)
            named.append(replace(step, id=like.id))
        else:
            fresh += 1
            named.append(replace(step, id=f"s{fresh:02}"))
    return tuple(named)


def _likeness(one: Step, other: Step) -> float:
    return SequenceMatcher(None, one.action, other.action, autojunk=False).ratio()
