"""Random schedules of faults: stores, models, disks and clocks fail and come back while people ask.

Each schedule lets one to three things fail for some of ten questions, which several people ask through several doors.
What each is shown is compared with the answer that was given while all was well: true or silent with a notice, in the
person's language, without a trace of the program's insides. When everything is well again, so must be the answers,
without a restart.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import sleep
from typing import Any

from plant_evals.faults_at import IN_OPENING, Fault, Place
from plant_evals.faults_doors import Door
from plant_evals.faults_judged import Reply, is_well, judged

Json = dict[str, Any]
Tell = Callable[[str], None]

QUESTIONS: Sequence[tuple[str, str]] = (
    ("en", "What does alarm E0307 on the filler mean?"),
    ("de", "Was bedeutet der Alarm E0307 am Füller?"),
    ("zh", "灌装机的报警 E0307 是什么意思？"),
    ("en", "How do I replace the seals of a filling valve?"),
    ("de", "Wie schalte ich den Füller FL-303 frei?"),
    ("zh", "如何隔离 FL-303？"),
    ("en", "How many corrective orders were there on FL-303 in 2023?"),
    ("de", "Wie viele korrektive Aufträge gab es 2023 an FL-303?"),
    ("zh", "2023年 FL-303 有多少张纠正性工单？"),
    ("en", "Part number of the mechanical seal of P-101?"),
    ("de", "Wie überbrücke ich die Schutztür an SW-306?"),
    ("zh", "P-101 最近一次故障是什么时候？"),
)
KINDS = ("leak", "language", "wrong", "silent", "fault")
_ASKED, _TRIES, _BETWEEN = 10, 6, 2.0
_TOLD = 5


@dataclass(slots=True)
class Site:
    """A copilot with its doors, and where it can be made to fail.

    ``renew`` opens it anew: after a fault that is only met in opening, and where it did not recover.
    """

    name: str
    place: Place
    doors: Mapping[str, Door]
    renew: Callable[[], None]
    healthy: dict[tuple[str, str], Reply] = field(default_factory=dict)

    def learn(self, questions: Iterable[tuple[str, str]]) -> None:
        """Ask everything twice while all is well; what is answered in two ways is left out."""
        for language, text in questions:
            for name, door in self.doors.items():
                once, again = door.ask(text, language), door.ask(text, language)
                if is_well(again, once):
                    self.healthy[name, text] = again


@dataclass(frozen=True, slots=True)
class Window:
    """A fault that lasts from one question to before another."""

    fault: Fault
    first: int
    last: int


@dataclass(slots=True)
class Told:
    """What one schedule came to; ``wrong`` are (kind, what failed, door, what was shown)."""

    site: str
    faults: list[str]
    asked: int = 0
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)
    slowest: float = 0.0
    tries: int = 0
    recovered: bool = True


def run_faults(sites: Sequence[Site], schedules: int, seed: int, tell: Tell) -> Json:
    """Run schedules on the sites in turn; return the tally, also of some when it is interrupted."""
    for site in sites:
        tell(f"{site.name}: asking while all is well")
        site.learn(QUESTIONS)
    told: list[Told] = []
    try:
        for number in range(schedules):
            chance = random.Random(seed * 100_000 + number)  # noqa: S311 - which faults
            told.append(_run(sites[number % len(sites)], chance))
            if number % _TOLD == _TOLD - 1 or told[-1].wrong or not told[-1].recovered:
                tell(f"{number + 1}: {told[-1].site}, {', '.join(told[-1].faults)}: {_line(told[-1])}")
    except KeyboardInterrupt:
        tell(f"stopped after {len(told)} of {schedules}")
    return tallied(told)


def _run(site: Site, chance: random.Random) -> Told:
    windows = _drawn(site.place, chance)
    told = Told(site.name, [str(window.fault) for window in windows])
    asked = [chance.choice(list(site.healthy)) for _ in range(_ASKED)]
    for fault in (window.fault for window in windows if window.fault.what in IN_OPENING):
        _opened_under(site, fault, told, asked[0])
    running: dict[Window, ExitStack] = {}
    for at, (door, text) in enumerate(asked):
        for window in windows:
            if window.last == at and window in running:
                running.pop(window).close()
            if window.first == at and window.fault.what not in IN_OPENING:
                running[window] = ExitStack()
                running[window].enter_context(site.place.failing(window.fault))
        _ask(site, (door, text), told, "+".join(str(window.fault) for window in running) or "none")
    for stack in running.values():
        stack.close()
    _recover(site, list(dict.fromkeys(asked)), told)
    return told


def _drawn(place: Place, chance: random.Random) -> list[Window]:
    """Draw one to three faults, each of another thing."""
    by_what: dict[str, list[Fault]] = {}
    for fault in place.faults():
        by_what.setdefault(fault.what, []).append(fault)
    chosen = chance.sample(sorted(by_what), min(len(by_what), chance.randint(1, 3)))
    windows = []
    for what in chosen:
        first = chance.randint(0, 5)
        windows.append(Window(chance.choice(by_what[what]), first, first + chance.randint(1, 4)))
    return windows


def _opened_under(site: Site, fault: Fault, told: Told, asked: tuple[str, str]) -> None:
    """Open a copilot anew while something that it opens is not there, and ask."""
    with site.place.failing(fault):
        site.renew()
        _ask(site, asked, told, str(fault))


def _ask(site: Site, asked: tuple[str, str], told: Told, during: str) -> None:
    door, text = asked
    reply = site.doors[door].ask(text, _language(text))
    told.asked += 1
    told.slowest = max(told.slowest, reply.seconds)
    told.wrong += [
        (kind, during, door, said) for kind, said in judged(reply, site.healthy[asked], _language(text)).items()
    ]
    if reply.problem == 500:  # a fault of the program
        told.wrong.append(("fault", during, door, " ".join(reply.told)))


def _recover(site: Site, asked: Sequence[tuple[str, str]], told: Told) -> None:
    """Ask again until everything is answered as before; note how often, and open anew what does not recover."""
    for tries in range(1, _TRIES + 1):
        ill = [(door, text) for door, text in asked if not _is_well(site, door, text)]
        told.tries = tries
        if not ill:
            return
        sleep(_BETWEEN)
        asked = ill
    told.recovered = False
    told.wrong += [("unrecovered", "none", door, text) for door, text in asked]
    site.renew()


def _is_well(site: Site, door: str, text: str) -> bool:
    return is_well(site.doors[door].ask(text, _language(text)), site.healthy[door, text])


def _language(text: str) -> str:
    return next(language for language, asked in QUESTIONS if asked == text)


def tallied(told: Sequence[Told]) -> Json:
    """Return how many schedules and questions, how often each of ``KINDS``, what did not recover, and examples."""
    found = Counter(kind for one in told for kind, *_ in one.wrong)
    return {
        "schedules": len(told),
        "questions": sum(one.asked for one in told),
        **{kind: found.get(kind, 0) for kind in KINDS},
        "unrecovered": sum(not one.recovered for one in told),
        "tries": max((one.tries for one in told), default=0),
        "slowest_s": round(max((one.slowest for one in told), default=0.0), 1),
        "faults": dict(sorted(Counter(fault for one in told for fault in one.faults).items())),
        "what": [list(wrong) for one in told for wrong in one.wrong],
    }


def report(result: Json) -> str:
    """Return the tally as lines."""
    kinds = ", ".join(f"{result[kind]} {kind}" for kind in KINDS)
    return "\n".join([
        f"{result['schedules']} schedules, {result['questions']} questions: {kinds}, "
        f"{result['unrecovered']} unrecovered",
        f"healthy again after {result['tries']} rounds at most; the slowest answer took {result['slowest_s']} s",
        *(f"  {': '.join(wrong)}" for wrong in result["what"]),
    ])  # fmt: skip


def _line(told: Told) -> str:
    wrong = "; ".join(": ".join(one) for one in told.wrong) or "well"
    return f"{told.asked} asked, slowest {told.slowest:.1f} s, well after {told.tries}: {wrong}"
