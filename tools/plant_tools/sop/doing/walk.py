"""Where somebody is in a procedure, and what each word does: warnings first, no step without its value.

Nothing here keeps or reads anything; a walk is a value, and a word makes the next one of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from plant_tools.sop.doing.heard import Said, heard
from plant_tools.sop.doing.not_taken import NotTaken
from plant_tools.sop.model import Good, Hazard, Procedure, Step

Json = dict[str, Any]
Trouble = Literal["", "outside", "unlike"]
TAKEN_OVER = "taken_over"
_SIGNS = 1e-9
_SPOKEN = {
    "nm": "newtonmetre newtonmetres newtonmeter newtonmeters newtonmetern 牛米",
    "%": "percent prozent 百分比",
    "°c": "degrees degree degreescelsius grad gradcelsius ° 度 摄氏度 攝氏度",
    "min": "minute minutes minuten 分钟 分鐘",
    "s": "second seconds sekunde sekunden 秒",
    "h": "hour hours stunde stunden 小时 小時",
    "v": "volt volts 伏",
    "mm": "millimetre millimetres millimeter millimeters 毫米",
    "l": "litre litres liter 升",
}
_UNITS = {word: unit for unit, words in _SPOKEN.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said or seen.

    ``what``: read, done, value, value_unlike (recorded although the source says another), outside, unlike, note,
    photo, back, stopped, resumed or abandoned.
    """

    at_utc: str
    by: str
    what: str
    step: str = ""
    text: str = ""
    value: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """How far somebody is.

    ``at``: the number of the step, from 0; ``read``: the warnings that were read, by key; ``trouble``: why the last
    value holds it up; ``over``: from whom somebody else took over, until that was understood.
    """

    at: int = 0
    read: tuple[str, ...] = ()
    trouble: Trouble = ""
    value: float | None = None
    state: Literal["open", "paused", "done", "abandoned"] = "open"
    entries: tuple[Entry, ...] = ()
    over: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is read out now: a ``warning``, that it was taken ``over``, a ``step`` or, in ``trouble``, its value."""

    kind: Literal["warning", "over", "step", "paused", "done", "abandoned"]
    key: str = ""
    step: Step | None = None
    hazard: Hazard | None = None
    measured: bool = False


def asked(procedure: Procedure, walk: Walk) -> Asked:
    """Return what is to be read out and answered now."""
    if walk.state != "open":
        return Asked(walk.state)
    step = procedure.steps[walk.at]
    if walk.over:
        return Asked("over", TAKEN_OVER, step)
    for key, hazard in warnings(procedure, step):
        if key not in walk.read:
            return Asked("warning", key, step, hazard)
    return Asked("step", step.id, step, measured=is_measured(step))


def warnings(procedure: Procedure, step: Step) -> Iterator[tuple[str, Hazard]]:
    """Yield what is to be read before a step: the warnings of the whole procedure first, once, then its own."""
    for number, hazard in enumerate(procedure.hazards):
        yield f"all.{number}", hazard
    for number, hazard in enumerate(step.warnings):
        yield f"{step.id}.{number}", hazard


def is_measured(step: Step) -> bool:
    """Tell whether a value must be said before a step is done."""
    return isinstance(step.good, Good) and nominal(step.good) is not None


def nominal(good: Good) -> float | None:
    """Return a number that ``good`` is about: a limit, or the value itself; None where it has none."""
    if good.low is not None or good.high is not None:
        return good.low if good.low is not None else good.high
    said = heard(good.value)
    return said.value if said.command == "value" and good.unit else None


def answered(procedure: Procedure, walk: Walk, said: Said, by: str, at_utc: str) -> Walk:
    """Return the walk after a word. Raises ``NotTaken`` where it is no answer to what is asked."""
    now = asked(procedure, walk)
    entry = Entry(at_utc, by, "", now.step.id if now.step else "", said.text)
    if walk.state in {"done", "abandoned"}:
        raise NotTaken("ended")
    if said.command == "repeat":
        return walk
    if said.command in {"stop", "abandon", "note", "back"}:
        return _aside(walk, said, entry)
    if walk.state == "paused":
        raise NotTaken("stopped")
    if now.kind in {"warning", "over"}:
        return _read(walk, now, said, entry)
    return _stepped(procedure, walk, said, entry)


def resumed(walk: Walk, by: str, before: str, at_utc: str) -> Walk:
    """Return a walk that goes on. Whoever takes it over from somebody else reads all warnings again."""
    other = before if by != before else ""
    entries = (*walk.entries, Entry(at_utc, by, "resumed", text=other))
    read = () if other else walk.read
    return replace(walk, state="open", entries=entries, read=read, over=other or walk.over, trouble="", value=None)


def pictured(procedure: Procedure, walk: Walk, name: str, by: str, at_utc: str) -> Walk:
    """Return a walk with a photo of its step; sent twice, because the answer was lost, it is there once."""
    if walk.state in {"done", "abandoned"}:
        raise NotTaken("ended")
    entry = Entry(at_utc, by, "photo", procedure.steps[walk.at].id, name)
    if any((one.what, one.step, one.text) == ("photo", entry.step, name) for one in walk.entries):
        return walk
    return replace(walk, entries=(*walk.entries, entry))


def _aside(walk: Walk, said: Said, entry: Entry) -> Walk:
    if said.command == "note":
        return replace(walk, entries=(*walk.entries, replace(entry, what="note")))
    if said.command == "stop":
        return replace(walk, state="paused", entries=(*walk.entries, replace(entry, what="stopped")))
    if said.command == "abandon":
        return replace(walk, state="abandoned", entries=(*walk.entries, replace(entry, what="abandoned")))
    if not walk.at:
        raise NotTaken("first")
    return replace(walk, at=walk.at - 1, trouble="", value=None, entries=(*walk.entries, replace(entry, what="back")))


def _read(walk: Walk, now: Asked, said: Said, entry: Entry) -> Walk:
    if said.command != "understood":
        raise NotTaken("warning")
    entries = (*walk.entries, replace(entry, what="read", text=now.key))
    if now.kind == "over":
        return replace(walk, over="", entries=entries)
    return replace(walk, read=(*walk.read, now.key), entries=entries)


def _stepped(procedure: Procedure, walk: Walk, said: Said, entry: Entry) -> Walk:
    step = procedure.steps[walk.at]
    if said.command == "value" and isinstance(step.good, Good) and is_measured(step):
        return _measured(procedure, walk, step.good, said, entry)
    if said.command != "next":
        raise NotTaken("word", text=said.text)
    if is_measured(step):
        raise NotTaken("value")
    return _onward(procedure, replace(walk, entries=(*walk.entries, replace(entry, what="done"))))


def _measured(procedure: Procedure, walk: Walk, good: Good, said: Said, entry: Entry) -> Walk:
    if said.unit and good.unit and _plain(said.unit) != _plain(good.unit):
        raise NotTaken("unit", unit=good.unit, said=said.unit)
    entry = replace(entry, value=said.value, unit=good.unit)
    again = walk.trouble == "unlike" and walk.value == said.value
    trouble = _trouble(good, said.value)
    if trouble and not again:
        entries = (*walk.entries, replace(entry, what=trouble))
        return replace(walk, trouble=trouble, value=said.value, entries=entries)
    what = "value_unlike" if again else "value"
    done = replace(walk, trouble="", value=None, entries=(*walk.entries, replace(entry, what=what)))
    return _onward(procedure, done)


def _trouble(good: Good, value: float) -> Trouble:
    if good.low is not None or good.high is not None:
        below = good.low is not None and value < good.low - _SIGNS
        above = good.high is not None and value > good.high + _SIGNS
        return "outside" if below or above else ""
    wanted = nominal(good)
    return "unlike" if wanted is not None and abs(value - wanted) > _SIGNS else ""


def _onward(procedure: Procedure, walk: Walk) -> Walk:
    after = walk.at + 1
    if after == len(procedure.steps):
        return replace(walk, state="done")
    return replace(walk, at=after, trouble="", value=None)


def _plain(unit: str) -> str:
    """Return a unit as it is compared: however it is written or said."""
    bare = unit.lower().replace("·", "").replace(" ", "").replace("º", "°").rstrip(".")
    return _UNITS.get(bare, bare)
