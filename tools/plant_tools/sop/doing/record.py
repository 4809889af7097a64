"""What a run leaves behind in words: for the work order, and for whoever asks what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from plant_tools.plainly import measured, plain
from plant_tools.sop.doing.phrases import say
from plant_tools.sop.doing.walk import Entry, Walk
from plant_tools.sop.model import Good, Procedure

_VALUES = {"value": "", "outside": "record_outside", "value_unlike": "record_unlike"}


def record(procedure: Procedure, walk: Walk, spoken: str, begun: datetime, ended: datetime) -> str:
    """Return the record, a line for each value, note and photo, in the language ``spoken``."""
    of = len(procedure.steps)
    how = say(spoken, "record_done", of=of)
    if walk.state != "done":
        how = say(spoken, "record_left", number=walk.at + 1, of=of)
    names = ", ".join(dict.fromkeys(entry.by for entry in walk.entries))
    times = {name: plain(spoken, f"{moment:%Y-%m-%d %H:%M}") for name, moment in (("begun", begun), ("ended", ended))}
    by = say(spoken, "record_by", names=names, **times)
    head = f"{say(spoken, 'record', id=procedure.id, version=procedure.version)}: {how}; {by}."
    return "\n".join([head, *_lines(procedure, walk, spoken)])


def _lines(procedure: Procedure, walk: Walk, spoken: str) -> Iterator[str]:
    numbers = {step.id: number for number, step in enumerate(procedure.steps, 1)}
    goods = {step.id: step.good for step in procedure.steps}
    for entry in walk.entries:
        number = numbers.get(entry.step, 0)
        if entry.what in _VALUES:
            yield _value(entry, number, goods[entry.step], spoken)
        elif entry.what in {"note", "photo"}:
            yield say(spoken, f"record_{entry.what}", number=number, text=entry.text)


def _value(entry: Entry, number: int, good: object, spoken: str) -> str:
    wanted = good.value or good.text if isinstance(good, Good) else ""
    read = "" if entry.value is None else measured(spoken, entry.value)
    value = f"{read} {entry.unit}".strip()
    told = say(spoken, "record_value", number=number, value=value, good=wanted)
    mark = _VALUES[entry.what]
    return f"{told} – {say(spoken, mark)}" if mark else told
