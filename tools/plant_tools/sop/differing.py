"""What one version of a procedure has that another has not, readably."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plant_tools.sop.model import Gap, Good, Hazard, Part, Procedure, Step, Told

Json = dict[str, Any]

_LINES = ("ppe", "tools", "permits", "preconditions", "acceptance", "records", "experience")
_SINGLE = ("title", "asset", "work", "language")


def differences(old: Procedure, new: Procedure) -> list[Json]:
    """Return [{what, of, kind: "added" | "removed" | "changed" | "moved", old, new}] in the order of the procedure."""
    return list(_differences(old, new))


def _differences(old: Procedure, new: Procedure) -> Iterator[Json]:
    for name in _SINGLE:
        yield from _one(name, "", getattr(old, name), getattr(new, name))
    yield from _one("purpose", "", old.purpose.text, new.purpose.text)
    yield from _one("scope", "", old.scope.text, new.scope.text)
    before = {energy.name: energy for energy in old.energies}
    after = {energy.name: energy for energy in new.energies}
    for name in dict.fromkeys([*before, *after]):
        for field in ("magnitude", "isolate", "relieve", "verify"):
            yield from _one(f"energy {field}", name, _field(before, name, field), _field(after, name, field))
    yield from _lists("hazard", [_hazard(one) for one in old.hazards], [_hazard(one) for one in new.hazards])
    for name in _LINES:
        yield from _lists(name, [_said(one) for one in getattr(old, name)], [_said(one) for one in getattr(new, name)])
    yield from _lists("part", [_part(one) for one in old.parts], [_part(one) for one in new.parts])
    yield from _steps(old, new)


def _steps(old: Procedure, new: Procedure) -> Iterator[Json]:
    before, after = ({step.id: step for step in one.steps} for one in (old, new))
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield _told("step", name, "removed", before[name].action, "")
        elif name not in before:
            yield _told("step", name, "added", "", after[name].action)
        else:
            yield from _step(before[name], after[name])
    kept = [name for name in before if name in after]
    order = [name for name in after if name in before]
    for was, now in zip(kept, order, strict=True):
        if was != now:
            yield _told("step", now, "moved", str(kept.index(now) + 1), str(order.index(now) + 1))


def _step(old: Step, new: Step) -> Iterator[Json]:
    yield from _one("step", old.id, old.action, new.action)
    yield from _one("step phase", old.id, str(old.phase), str(new.phase))
    yield from _one("step good", old.id, _good(old.good), _good(new.good))
    before, after = ([_hazard(one) for one in step.warnings] for step in (old, new))
    yield from _lists("step warning", before, after, of=old.id)
    yield from _lists("step remark", [one.text for one in old.remarks], [one.text for one in new.remarks], of=old.id)


def _one(what: str, of: str, old: str, new: str) -> Iterator[Json]:
    if old != new:
        yield _told(what, of, "changed" if old and new else "added" if new else "removed", old, new)


def _lists(what: str, old: list[str], new: list[str], of: str = "") -> Iterator[Json]:
    yield from (_told(what, of, "removed", text, "") for text in old if text not in new)
    yield from (_told(what, of, "added", "", text) for text in new if text not in old)


def _told(what: str, of: str, kind: str, old: str, new: str) -> Json:
    return {"what": what, "of": of, "kind": kind, "old": old, "new": new}


def _field(energies: Mapping[str, Any], name: str, field: str) -> str:
    return _said(getattr(energies[name], field)) if name in energies else ""


def _said(told: Told) -> str:
    return "—" if isinstance(told, Gap) else told.text


def _good(good: Good | Gap | None) -> str:
    return "" if good is None else "—" if isinstance(good, Gap) else good.text


def _hazard(hazard: Hazard) -> str:
    return f"{hazard.signal_word}: {hazard.text}"


def _part(part: Part | Gap) -> str:
    return "—" if isinstance(part, Gap) else f"{_said(part.number)} {part.name}, {_said(part.quantity)}"
