"""Several searches at once: one in this process, the others each in a process of its own.

Kernels let go of the interpreter while they run, so a server that searches still answers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TypeVar

from plant_tools.layout.solvers.mates import shared_mates
from plant_tools.layout.solvers.race import Race
from plant_tools.layout.solvers.search import Budget, Found, Progress, Search, pursue

Plan = TypeVar("Plan")

_ITERATED = 2  # searches where iterations are counted, on any machine, so that the plan is the same on all
_PAUSE = 0.05  # seconds to wait for news
_COMPILING = "compiling the layout search: about half a minute, once on this machine"


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class Crew:
    """Who searches. ``stop`` may be called from another thread; the best plan so far is then the result."""

    def __init__(self, processes: int | None = None, say: Callable[[str], None] | None = None) -> None:
        """Use so many processes (all cores if that is not said); ``say`` is told what takes long, such as compiling."""
        self.processes = processes or cores()
        self._say = say
        self._stopped = False

    def stop(self) -> None:
        """End the race soon."""
        self._stopped = True

    def race(
        self, make: Callable[[int], Search[Plan]], budget: Budget, progress: Progress | None = None
    ) -> Found[Plan]:
        """Run the searches ``make(0)``, ``make(1)`` ... and return the best plan of all.

        A budget of seconds gives every process one search. A budget of iterations is given to each of two searches;
        the result is then the same on every machine, also when a process is lost. Compiling, once on a machine, does
        not count as seconds.
        """
        first = make(0)
        if self._say and not first.ready():
            self._say(_COMPILING)
        number = _ITERATED if budget.seconds is None else self.processes
        elsewhere = range(1, min(number, self.processes))
        mates = [shared_mates().take() for _ in elsewhere]  # they start while this process loads its kernels
        first.rehearse()
        race = Race[Plan](budget, progress)
        for at, mate in zip(elsewhere, mates, strict=True):
            race.begin(at, mate, make(at))
        try:
            self._run(race, 0, first)
            for at in range(1 + len(elsewhere), number):
                self._run(race, at, make(at))
            while not (race.over or self._stopped):
                race.listen(_PAUSE)
            if budget.seconds is None:  # the plan does not depend on whose process lived
                for at in race.missing:
                    self._run(race, at, make(at))
        finally:
            race.call_off()
        return race.found()

    def _run(self, race: Race[Plan], at: int, search: Search[Plan]) -> None:
        """Run one search in this process, and listen to the others meanwhile."""

        def better(seconds: float) -> bool:
            race.note(at, search.cost, search.plan, seconds)
            race.listen(0)
            return not (self._stopped or race.budget.reached(race.cost))

        pursue(search, race.budget, race.began, better)
        race.note(at, search.cost, search.plan, race.seconds)
        race.iterations += search.iterations
