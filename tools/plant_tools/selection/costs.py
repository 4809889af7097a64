"""What an option costs: at the beginning, each year, for each good part, and all of it as of today."""

from __future__ import annotations

from dataclasses import dataclass

from plant_tools.selection.brief import Money, Product
from plant_tools.selection.capacity import Capacity
from plant_tools.selection.datasheet import Candidate


@dataclass(frozen=True, slots=True)
class Costs:
    """Money of an option. ``running`` are parts of what a year costs; ``kwh`` is what it draws a year."""

    investment: float
    residual: float
    running: dict[str, float]
    kwh: float
    floor: float
    volume: float
    good: float
    rate: float
    years: int

    @property
    def yearly(self) -> float:
        """What a year costs, without the investment."""
        return sum(self.running.values())

    @property
    def npv(self) -> float:
        """The present value of all costs, negative: -I - sum_t C/(1+r)^t + R/(1+r)^T."""
        return -self.investment - self.yearly * present(self.rate, self.years) + self._residual_now

    @property
    def annuity(self) -> float:
        """The investment less what is left of it, spread over the years at ``rate``."""
        return (self.investment - self._residual_now) / present(self.rate, self.years)

    @property
    def per_part(self) -> float:
        """All costs for a good part: -NPV / (annuity factor x D)."""
        return (self.annuity + self.yearly) / self.good

    @property
    def _residual_now(self) -> float:
        return float(self.residual / (1 + self.rate) ** self.years)


def present(rate: float, years: int) -> float:
    """Return what 1 a year for ``years`` is worth today: (1 - (1+r)^-T) / r, T where r is 0."""
    return float(years if rate == 0 else (1 - (1 + rate) ** -years) / rate)


def costs_of(candidate: Candidate, capacity: Capacity, products: dict[str, Product], money: Money) -> Costs:
    """Return what ``capacity.count`` machines cost.

    Energy is drawn while they run, operators are paid while they are scheduled, and a scrapped piece costs its value.
    """
    count = capacity.count
    width, depth = candidate.footprint
    floor = count * width * depth / 1e6
    volume = floor * candidate.tall / 1e3
    speed = candidate.losses / (candidate.availability.value if candidate.availability else 1.0)
    draw = candidate.energy or candidate.power
    kwh = (draw.value if draw else 0.0) * capacity.hours / speed
    scrapped = sum(load.pieces * candidate.lost * products[load.product].value for load in capacity.loads)
    running = {
        "energy": kwh * money.energy,
        "labour": count * candidate.operators.value * capacity.scheduled * money.wage,
        "tools": candidate.tools.value * capacity.good,
        "service": count * candidate.service.value,
        "floor": floor * money.floor_m2 + volume * money.floor_m3,
        "scrap": scrapped,
    }
    investment = count * (candidate.price.value + candidate.install.value)
    residual = count * candidate.price.value * candidate.residual
    return Costs(investment, residual, running, kwh, floor, volume, capacity.good, money.rate, money.years)
