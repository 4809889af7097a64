"""What every search has in common: a budget, a best plan so far, and how that became better."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

Plan = TypeVar("Plan")
Plan_co = TypeVar("Plan_co", covariant=True)
Progress = Callable[[float, float], None]
"""Called with the cost and the seconds since the start, whenever a better plan was found."""
Clock = Literal["wall", "cpu"]


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search: ``seconds``, or ``iterations`` of each search, which give the same plan again.

    Whichever ends first counts; ``target`` ends the search at once when a cost as low as that was found. By the clock
    "cpu" every process counts the seconds it computes itself, so that what others do on the machine costs no search.
    """

    seconds: float | None = None
    iterations: int | None = None
    target: float | None = None
    clock: Clock = "wall"

    def __post_init__(self) -> None:
        if self.seconds is None and self.iterations is None:
            raise ValueError("a search needs seconds or iterations")

    def now(self) -> float:
        """Return the seconds of the clock, of which only differences within a process mean something."""
        return time.process_time() if self.clock == "cpu" else time.monotonic()

    def share(self, seconds: float, iterations: int) -> float:
        """Return how much of the budget is used, 1 when it is."""
        used = 0.0 if self.seconds is None else seconds / max(self.seconds, 1e-9)
        return max(used, 0.0 if self.iterations is None else iterations / max(self.iterations, 1))

    def reached(self, cost: float) -> bool:
        """Tell whether the target is reached."""
        return self.target is not None and cost <= self.target * (1 + 1e-12) + 1e-9


class Search(Protocol[Plan_co]):
    """One seeded search. It can be sent to another process; the same calls give the same plan."""

    @property
    def cost(self) -> float:
        """The cost of ``plan``; infinite as long as there is none."""

    @property
    def plan(self) -> Plan_co:
        """The best plan so far."""

    @property
    def iterations(self) -> int:
        """How many plans were looked at."""

    def advance(self, share: float) -> None:
        """Search on for a few hundredths of a second; ``share`` of the budget is used, 0 to 1."""

    def rehearse(self) -> None:
        """Run every kernel once on next to nothing, so that it is compiled; draw no random number."""

    def ready(self) -> bool:
        """Tell whether every kernel was compiled before on this machine."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Plan]):
    """The best plan of all searches, and how it was come by.

    ``history`` has (seconds, cost) of every improvement; ``iterations`` are those of all searches together.
    """

    cost: float
    plan: Plan
    history: tuple[tuple[float, float], ...]
    iterations: int
    seconds: float

    @property
    def seconds_to_best(self) -> float:
        """When the best plan was found."""
        return self.history[-1][0] if self.history else 0.0


def pursue(search: Search[Plan], budget: Budget, began: float, better: Callable[[float], bool]) -> None:
    """Advance ``search`` until ``budget`` is used.

    ``began`` is the ``budget.now()`` of the start. ``better`` is called with the seconds after every advance that
    found something better, and after any advance at least every tenth of a second; it returns whether to go on.
    """
    before, called = search.cost, began
    while (share := budget.share(budget.now() - began, search.iterations)) < 1 and not budget.reached(search.cost):
        search.advance(share)
        now = budget.now()
        if search.cost < before or now - called > 0.1:
            before, called = search.cost, now
            if not better(now - began):
                return
