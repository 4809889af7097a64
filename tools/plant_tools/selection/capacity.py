"""How many machines: scrap from the end of the route backwards, hours of load, hours of one machine, rounded up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plant_tools.selection.brief import Product, Shifts
from plant_tools.selection.datasheet import Candidate

_NEARLY = 1e-9


def pieces_into(product: Product, scraps: Mapping[str, float]) -> dict[str, float]:
    """Return the pieces a year that go into each operation of a route.

    n_k = D / prod_{j >= k} (1 - s_j): what a later operation scraps has been through this one as well
    (Tompkins et al., Facilities Planning, 4th ed. 2010, section 2.5).
    """
    pieces, into = product.demand, {}
    for step in reversed(product.route):
        pieces /= 1 - scraps.get(step.operation, 0.0)
        into[step.operation] = pieces
    return into


@dataclass(frozen=True, slots=True)
class Load:
    """What one product asks of a machine: ``pieces`` a year, each ``seconds`` with its share of the set-up."""

    product: str
    pieces: float
    seconds: float

    @property
    def hours(self) -> float:
        """Hours a year at ideal speed."""
        return self.pieces * self.seconds / 3600


@dataclass(frozen=True, slots=True)
class Capacity:
    """The number of machines for an operation. ``good`` parts a year leave it for all products together."""

    loads: tuple[Load, ...]
    good: float
    scheduled: float
    losses: float
    cap: float

    @property
    def hours(self) -> float:
        """Hours of load a year at ideal speed, of all products: they share the machines."""
        return sum(load.hours for load in self.loads)

    @property
    def exact(self) -> float:
        """N before rounding: load / (H x A x P x U), or load / (H x OEE x U)."""
        return self.hours / (self.scheduled * self.losses * self.cap)

    @property
    def count(self) -> int:
        """N, rounded up."""
        return rounded_up(self.exact)

    @property
    def alone(self) -> int:
        """How many machines there were if no product shared them."""
        one = self.scheduled * self.losses * self.cap
        return sum(rounded_up(load.hours / one) for load in self.loads)

    @property
    def used(self) -> float:
        """The share of scheduled time in which the N machines are busy, losses included; at most U."""
        return self.hours / (self.count * self.scheduled * self.losses)

    @property
    def takt(self) -> float:
        """Scheduled seconds for each good part: H / D."""
        return self.scheduled * 3600 / self.good

    @property
    def pace(self) -> float:
        """Seconds between good parts that the N machines can keep, losses and scrap included."""
        return self.takt * self.used

    @property
    def overtime(self) -> float:
        """Hours a year and machine that one machine fewer would need beside H, at the same U; 0 for one machine."""
        if self.count == 1:
            return 0.0
        return self.scheduled * max(self.exact / (self.count - 1) - 1, 0.0)

    def rounding(self) -> str:
        """Tell what rounding up costs, and what one machine fewer would need."""
        idle = self.count - self.exact
        told = f"N = ceil({self.exact:.2f}) = {self.count}; rounding leaves {idle:.2f} machines idle"
        if self.count == 1:
            return told
        fewer = self.exact / (self.count - 1)
        cap = f"{self.count - 1} would need {self.overtime:.0f} h of overtime a year each (+{100 * (fewer - 1):.1f} %)"
        return f"{told}; {cap}, or a cap of {self.cap * fewer:.3f} in place of {self.cap:g}"


def sized(candidate: Candidate, operation: str, products: Sequence[Product], scraps: Mapping[str, float],
          shifts: Shifts) -> Capacity:  # fmt: skip
    """Return how many of ``candidate`` the ``products`` need together at ``operation``.

    With an OEE, good pieces are counted, for its quality holds the scrap; with A and P, all that go in. ``scraps`` are
    those of the operations after this one, and of those before, which change nothing here.
    """
    mine = dict(scraps) | {operation: candidate.lost}
    loads = tuple(
        Load(product.id, pieces_into(product, mine)[operation], _seconds(candidate, product, operation))
        for product in products
    )
    good = sum(product.demand for product in products)
    return Capacity(loads, good, shifts.scheduled, candidate.losses, shifts.utilisation)


def _seconds(candidate: Candidate, product: Product, operation: str) -> float:
    batch = next(step.batch for step in product.route if step.operation == operation)
    return candidate.seconds(product.id) + 60 * candidate.setup.value / batch


def rounded_up(exact: float) -> int:
    """Return the next whole number; 7.0000000001 is seven, and nothing needs no less than one machine."""
    return max(math.ceil(exact - _NEARLY), 1)
