"""The state of a race: who still searches, and the best plan of each."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Generic, TypeVar

from plant_tools.layout.solvers.mates import Mate, News, Task, shared_mates
from plant_tools.layout.solvers.search import Budget, Found, Progress, Search

Plan = TypeVar("Plan")

_PATIENCE = 0.5  # seconds beyond the budget; what was better was told before


class Race(Generic[Plan]):
    """Searches that run at once, numbered from 0; those whose process went away before their end are ``missing``."""

    def __init__(self, budget: Budget, progress: Progress | None) -> None:
        self.budget, self.began = budget, budget.now()
        self.iterations = 0
        self.cost = float("inf")
        self.missing: list[int] = []
        self._progress = progress
        self._mates: dict[int, Mate] = {}
        self._plans: dict[int, tuple[float, Plan]] = {}
        self._history: list[tuple[float, float]] = []

    @property
    def seconds(self) -> float:
        """How long it has taken so far, by the clock of the budget."""
        return self.budget.now() - self.began

    @property
    def over(self) -> bool:
        """Tell whether all have ended, the target is reached, or time has been up for so long that nobody is coming."""
        timed = self.budget.seconds is not None and self.budget.clock == "wall"  # else others may yet be computing
        late = timed and self.seconds > (self.budget.seconds or 0.0) + _PATIENCE
        return not self._mates or late or self.budget.reached(self.cost)

    def begin(self, number: int, mate: Mate, search: Search[Any]) -> None:
        """Let another process run ``search``."""
        try:
            mate.begin(Task(search, self.budget, self.began))
            self._mates[number] = mate
        except OSError:
            mate.end()
            self.missing.append(number)

    def note(self, number: int, cost: float, plan: Plan, seconds: float) -> None:
        """Keep the best plan of search ``number``."""
        if number not in self._plans or cost < self._plans[number][0]:
            self._plans[number] = (cost, plan)
        if cost < self.cost:
            self.cost = cost
            self._history.append((seconds, cost))
            if self._progress:
                self._progress(cost, seconds)

    def listen(self, wait: float) -> None:
        """Hear what the other processes have to tell."""
        for number, mate in list(self._mates.items()):
            try:
                while (news := mate.news(wait)) is not None:
                    self._hear(number, mate, news)
                    if news.ended:
                        break
            except (EOFError, OSError):
                self._mates.pop(number).end()
                self.missing.append(number)

    def _hear(self, number: int, mate: Mate, news: News) -> None:
        self.note(number, news.cost, news.plan, news.seconds)
        if news.ended:
            self.iterations += news.iterations
            shared_mates().give(mate)
            del self._mates[number]

    def call_off(self) -> None:
        """Ask the others to end their searches, and wait for them no more."""
        for mate in self._mates.values():
            with suppress(OSError):
                mate.enough()
            shared_mates().give(mate)
        self._mates.clear()

    def found(self) -> Found[Plan]:
        """Return the best plan; of equals the one with the lowest number."""
        number = min(self._plans, key=lambda one: (self._plans[one][0], one))
        cost, plan = self._plans[number]
        return Found(cost, plan, tuple(self._history), self.iterations, self.seconds)
