"""A candidate as its datasheet tells it: every value may name the page where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Generic, Literal, Self, TypeAlias, TypeVar

from pydantic import Field, model_validator

from plant_tools.layout.item import Clearance
from plant_tools.layout.shapes import Length, Name, Named, Part, Size

T = TypeVar("T")

Amount: TypeAlias = Annotated[float, Field(ge=0, le=1e12)]
Positive: TypeAlias = Annotated[float, Field(gt=0, le=1e12)]
Share: TypeAlias = Annotated[float, Field(gt=0, le=1)]
Loss: TypeAlias = Annotated[float, Field(ge=0, lt=1)]
Box: TypeAlias = tuple[Size, Size, Size]


class Cite(Part):
    """Where a value is written; ``quote`` stands there verbatim. No revision: the one in force."""

    document: Name
    page: Annotated[int, Field(ge=1)]
    quote: Annotated[str, Field(min_length=1, max_length=500)]
    revision: str = ""


class Cell(Part, Generic[T]):
    """A value of a datasheet, given as it is or as {value, cite: {document, revision, page, quote}}."""

    value: T
    cite: Cite | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: object) -> object:
        return given if isinstance(given, (Mapping, Cell)) else {"value": given}


UNITS: Mapping[str, str] = {
    "cycle": "s",
    "rate": "1/h",
    "setup": "min",
    "power": "kW",
    "energy": "kW",
    "weight": "kg",
    "size": "mm",
    "envelope": "mm",
    "tolerance": "mm",
}
"""The units of cells; the others are money, shares and points."""


class Candidate(Named):
    """A machine that could do ``operations``; pieces take ``cycle`` seconds each, or come at ``rate`` an hour.

    ``cycles`` are those of products that take another time; ``setup`` minutes a batch. What it loses is told by
    ``availability``, ``performance`` and ``scrap``, or by ``oee``, whose quality already holds the scrap; never by
    both. ``power`` is installed, ``energy`` drawn on average (kW); ``price`` and ``install`` are for one machine,
    ``residual`` the share of the price left at the end, ``service`` money a year, ``tools`` money a good part;
    ``scores`` are for criteria of one's own; ``most`` is how many can be had, such as 1 of one that is there already.
    """

    name: str = ""
    operations: Annotated[tuple[Name, ...], Field(min_length=1)]
    cycle: Cell[Positive] | None = None
    rate: Cell[Positive] | None = None
    cycles: Mapping[Name, Cell[Positive]] = {}
    setup: Cell[Amount] = Cell(value=0.0)
    availability: Cell[Share] | None = None
    performance: Cell[Share] | None = None
    scrap: Cell[Loss] | None = None
    oee: Cell[Share] | None = None
    envelope: Cell[Box] | None = None
    tolerance: Cell[Positive] | None = None
    materials: Cell[tuple[str, ...]] | None = None
    power: Cell[Amount] | None = None
    energy: Cell[Amount] | None = None
    weight: Cell[Amount] | None = None
    size: Cell[Box]
    clearance: Clearance = Clearance()
    access: Literal["front", "right", "back", "left"] | None = None
    price: Cell[Amount]
    install: Cell[Amount] = Cell(value=0.0)
    residual: Annotated[float, Field(ge=0, le=1)] = 0.0
    service: Cell[Amount] = Cell(value=0.0)
    tools: Cell[Amount] = Cell(value=0.0)
    operators: Cell[Amount] = Cell(value=0.0)
    scores: Mapping[Name, Cell[float]] = {}
    aisle: Length = 0
    most: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _is_told_once(self) -> Self:
        if (self.cycle is None) == (self.rate is None):
            raise ValueError(f"candidate {self.id}: give cycle (s) or rate (1/h), one of them")
        if self.oee and (self.availability or self.performance or self.scrap):
            raise ValueError(
                f"candidate {self.id}: give oee, or availability, performance and scrap, never both: "
                "the quality in an OEE already holds the scrap"
            )
        return self

    def seconds(self, product: str) -> float:
        """Return the ideal seconds a piece of ``product`` takes."""
        if product in self.cycles:
            return self.cycles[product].value
        if self.cycle is not None:
            return self.cycle.value
        return 3600 / self.rate.value if self.rate else 0.0

    @property
    def losses(self) -> float:
        """The share of its time in which it works at its ideal speed: the OEE, or A x P."""
        if self.oee:
            return self.oee.value
        return self._one(self.availability) * self._one(self.performance)

    @property
    def lost(self) -> float:
        """The share of pieces that it scraps; 0 where the OEE holds them."""
        return self.scrap.value if self.scrap else 0.0

    @staticmethod
    def _one(cell: Cell[float] | None) -> float:
        return cell.value if cell else 1.0

    @property
    def footprint(self) -> tuple[int, int]:
        """Width and depth with its clearances, in mm."""
        width, depth, _ = self.size.value
        free = self.clearance
        return width + free.left + free.right, depth + free.front + free.back

    @property
    def tall(self) -> int:
        """Its height with what must be free above it, in mm."""
        return self.size.value[2] + self.clearance.top

    def cells(self) -> Iterator[tuple[str, Cell[Any]]]:
        """Yield its values by field; those of ``scores`` and ``cycles`` as "scores.noise"."""
        for name in type(self).model_fields:
            told = getattr(self, name)
            if isinstance(told, Cell):
                yield name, told
            elif name in {"scores", "cycles"}:
                yield from ((f"{name}.{inner}", cell) for inner, cell in told.items())
