"""The steps of the work: one action each, the warnings before it, what is good after it, the trial at the end."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from plant_tools.sop.drafting.actions import apart, is_action
from plant_tools.sop.drafting.measured import good_of
from plant_tools.sop.drafting.tabled import checked
from plant_tools.sop.drafting.tables import Tables
from plant_tools.sop.drafting.units import Unit, Warned
from plant_tools.sop.model import Gap, Good, Hazard, Line, Notice, Phase, Step

_LOCK_OUT = re.compile(
    r"^(?:lock(?:ed)? out|freischalten|上锁挂牌|上鎖掛牌|上锁|上鎖)\s*(?:[(（][^)）]*[)）])?\s*(?:and\b|und\b|[,;，；.。])?\s*",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"^(?:remove the locks?|take the locks? off|release the lock-?out|schl[oö]ss(?:er)? entfernen|解锁|解鎖)\W*$",
    re.IGNORECASE,
)
_POWERED = re.compile(
    r"^test\b|\brestart\b|switch on|\bstart (?:the|up|at)\b|\bjog\b|heat up|press (?:start|stop|weld)|einschalten|tippbetrieb|"
    r"^tippen|umdrehung tippen|开机|開機|启动|啟動|点动|點動|试运行|試運轉|运转|運轉",
    re.IGNORECASE,
)
_STATES_GOOD = re.compile(r"^(?:new|nominal|neu|limit|标准值|新)\b|标准值|neu:|\bnew:", re.IGNORECASE)
_MEASURES = re.compile(
    r"measure|check|messen|prüf|测|測|量|检查|檢查|讀|读|adjust|einstell|调|調|replace|ersetzen", re.IGNORECASE
)


@dataclass(slots=True)
class Work:
    """What a section comes to: its steps, what it says before the first of them, and what its tables say otherwise.

    The ids of the steps are their places from 1, which the notices name.
    """

    steps: list[Step] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def work_of(told: Iterable[Unit | Warned], tables: Tables, *, under_power: bool = False) -> Work:
    """Return the steps that a section tells. ``under_power``: it is an operation, whose steps are all work."""
    work, waiting, phase = Work(), list[Hazard](), Phase.WORK
    told = list(told)
    section = "\n".join(one.text for one in told if isinstance(one, Unit))
    for one in told:
        if isinstance(one, Warned):
            waiting.append(one.hazard)
            continue
        if one.good or not (one.numbered or (work.steps and is_action(one.text, one.language))):
            _remark(work, one)
            continue
        unit = _unlocked(one)
        if unit.text and not unit.numbered and not is_action(unit.text, unit.language):
            _remark(work, unit)
            continue
        for text, powered in _actions(unit) if unit.text else ():
            phase = Phase.TEST if powered and not under_power else phase
            if text:
                good = tables.torque(text, section) or good_of(text, unit.language, unit.source)
                work.steps.append(Step("", phase, text, unit.language, good, tuple(waiting), (), (unit.source,)))
                waiting.clear()
    if waiting and work.steps:
        work.steps[0] = replace(work.steps[0], warnings=(*waiting, *work.steps[0].warnings))
    return _checked(work, tables, section)


def _checked(work: Work, tables: Tables, section: str) -> Work:
    """Give steps their places as ids, and hold them against the tables."""
    for at, step in enumerate(work.steps, 1):
        work.steps[at - 1], differing = checked(_with_gap(replace(step, id=f"{at}"), at), tables, section)
        work.notices += differing
    return work


def _actions(unit: Unit) -> Iterator[tuple[str, bool]]:
    """Yield the actions of a sentence and whether the machine has its power back for them.

    Releasing is left to the procedure's own steps: "" stands for it.
    """
    for text in apart(unit.text, unit.language):
        if _RELEASE.match(text):
            yield "", True
        else:
            yield text, bool(_POWERED.search(text))


def _unlocked(unit: Unit) -> Unit:
    """Return what a sentence says beside locking out, which the procedure's own steps do: "" where that is all."""
    rest = _LOCK_OUT.sub("", unit.text, count=1)
    return unit if rest == unit.text else replace(unit, text=rest.strip(), numbered=False)


def _remark(work: Work, unit: Unit) -> None:
    """Put what is no action to the step before it: as what is good there, or as a remark."""
    line = Line(unit.text, unit.language, (unit.source,))
    if not work.steps:
        work.before += [] if unit.good else [line]
        return
    last = work.steps[-1]
    if unit.good:
        work.steps[-1] = replace(last, good=good_of(unit.text, unit.language, unit.source, said=True))
    elif last.good is None and (good := _stated(unit, last)):
        work.steps[-1] = replace(last, good=good)
    else:
        work.steps[-1] = replace(last, remarks=(*last.remarks, line))


def _stated(unit: Unit, last: Step) -> Good | None:
    """Return a value that a sentence gives for the step before it."""
    if _STATES_GOOD.search(unit.text) or _MEASURES.search(last.action):
        return good_of(unit.text, unit.language, unit.source) or (
            good_of(unit.text, unit.language, unit.source, said=True) if _STATES_GOOD.search(unit.text) else None
        )
    return None


def _with_gap(step: Step, at: int) -> Step:
    return step if step.good else replace(step, good=Gap("good", f"{at}"))


def numbered(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Give steps their ids, by their place."""
    return tuple(replace(step, id=f"s{at:02}") for at, step in enumerate(steps, 1))
