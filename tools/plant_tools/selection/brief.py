"""What a selection is asked for: products and their routes, operations and their limits, candidates, shifts, money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plant_tools.layout.shapes import Name, Named, Part, Size
from plant_tools.selection.datasheet import Amount, Box, Candidate, Loss, Positive, Share


class Step(Part):
    """An operation of a route; ``batch`` pieces are made between two set-ups."""

    operation: Name
    batch: Annotated[float, Field(ge=1)] = 1.0


class Product(Named):
    """``demand`` good parts a year, through ``route``. ``value`` is the money that a scrapped piece is worth.

    ``size`` (mm), ``material`` and ``tolerance`` (mm) are what a machine must be able to do.
    """

    demand: Positive
    route: Annotated[tuple[Step, ...], Field(min_length=1)]
    size: Box | None = None
    material: str = ""
    tolerance: Positive | None = None
    value: Amount = 0.0


class Operation(Named):
    """An operation, and what the place for it offers.

    ``space`` [width, depth] and ``height`` in mm, ``floor_load`` in kN/m2, ``power`` in kW for all its machines.
    ``scrap`` is today's share, for as long as no machine is chosen; ``replaces`` names the item of the layout whose
    place a chosen machine takes. ``mixed`` lets machines of two types stand there together.
    """

    name: str = ""
    scrap: Loss = 0.0
    space: tuple[Size, Size] | None = None
    height: Size | None = None
    floor_load: Positive | None = None
    power: Positive | None = None
    replaces: str = ""
    mixed: bool = False


class Shifts(Part):
    """Scheduled time H = per_day x (hours - breaks) x days; ``utilisation`` U caps what is planned of it.

    U of 0.80 to 0.90 is usual: queues explode near 1 (Kingman 1961).
    """

    per_day: Annotated[float, Field(gt=0, le=4)] = 1.0
    hours: Annotated[float, Field(gt=0, le=24)] = 8.0
    breaks: Annotated[float, Field(ge=0, lt=24)] = 0.0
    days: Annotated[float, Field(gt=0, le=366)] = 250.0
    utilisation: Share = 0.85

    @model_validator(mode="after")
    def _fits_a_day(self) -> Self:
        if self.per_day * self.hours > 24:
            raise ValueError(f"shifts: {self.per_day:g} shifts of {self.hours:g} h are more than a day")
        if self.breaks >= self.hours:
            raise ValueError("shifts: the breaks leave no time to work")
        return self

    @property
    def scheduled(self) -> float:
        """H, in hours a year."""
        return self.per_day * (self.hours - self.breaks) * self.days


class Money(Part):
    """``rate`` discounts the years of use; energy a kWh, wage an hour, floor a m2 and a m3 and year."""

    currency: str = "EUR"
    rate: Annotated[float, Field(ge=0, lt=1)] = 0.08
    years: Annotated[int, Field(ge=1, le=40)] = 10
    energy: Amount = 0.0
    wage: Amount = 0.0
    floor_m2: Amount = 0.0
    floor_m3: Amount = 0.0


class Criterion(Named):
    """What options are compared by: one of the figures, or ``scores`` of the candidates by this id."""

    better: Literal["less", "more"]
    weight: Positive | None = None


class Compared(Part):
    """``a`` matters ``times`` as much as ``b``: 1 to 9, or their inverses (Saaty's scale)."""

    a: Name
    b: Name
    times: Annotated[float, Field(ge=1 / 9.001, le=9)]


FIGURES: Mapping[str, str] = {
    "cost_per_part": "money a good part",
    "npv": "present value of all costs, negative",
    "investment": "money at the beginning",
    "machines": "number of machines",
    "floor": "m2 with clearances",
    "volume": "m3 with clearances",
    "energy": "kWh a good part",
    "spare": "share of capacity left",
    "scrap": "share of pieces scrapped",
}
"""The figures that options can be compared by."""


class Brief(Part):
    """Everything a selection is made from."""

    name: str = ""
    products: Annotated[tuple[Product, ...], Field(min_length=1, max_length=200)]
    operations: Annotated[tuple[Operation, ...], Field(min_length=1, max_length=100)]
    candidates: Annotated[tuple[Candidate, ...], Field(min_length=1, max_length=500)]
    shifts: Shifts = Shifts()
    money: Money = Money()
    criteria: tuple[Criterion, ...] = (Criterion(id="cost_per_part", better="less", weight=1.0),)
    comparisons: tuple[Compared, ...] = ()
    seed: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        operations = _once("operation", [one.id for one in self.operations])
        _once("candidate", [one.id for one in self.candidates])
        products, criteria = (
            _once("product", [p.id for p in self.products]),
            _once("criterion", [c.id for c in self.criteria]),
        )
        for product in self.products:
            _once(f"operation in the route of {product.id}", [step.operation for step in product.route])
        named = [(f"route of {p.id}", step.operation, operations) for p in self.products for step in p.route]
        named += [(f"candidate {c.id}", name, operations) for c in self.candidates for name in c.operations]
        named += [(f"cycles of {c.id}", name, products) for c in self.candidates for name in c.cycles]
        named += [("comparisons", end, criteria) for one in self.comparisons for end in (one.a, one.b)]
        for where, name, known in named:
            if name not in known:
                raise ValueError(f"{where}: there is no {name!r}; there are {', '.join(sorted(known))}")
        self._criteria_can_be_looked_up()
        return self

    def _criteria_can_be_looked_up(self) -> None:
        for criterion in self.criteria:
            lacking = [one.id for one in self.candidates if criterion.id not in one.scores]
            if criterion.id not in FIGURES and lacking:
                raise ValueError(
                    f"criterion {criterion.id}: no figure, and not in the scores of {', '.join(lacking)}; "
                    f"figures are {', '.join(FIGURES)}"
                )
            if not self.comparisons and criterion.weight is None:
                raise ValueError(f"criterion {criterion.id}: it needs a weight, or all criteria comparisons")


def _once(what: str, names: list[str]) -> set[str]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"there are two of {what} {twice[0]!r}")
    return set(names)
