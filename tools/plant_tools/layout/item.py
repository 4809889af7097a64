"""What is to be placed: machines with fixed footprints, and departments that only need an area."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from plant_tools.layout.shapes import Length, Mm, Name, Named, Part, Size

Side: TypeAlias = Literal["front", "right", "back", "left"]
Turn: TypeAlias = Literal[0, 90, 180, 270]


class Clearance(Part):
    """What is kept free around an item; two items may share it. The front is the lower side of the plan (-y)."""

    front: Length = 0
    right: Length = 0
    back: Length = 0
    left: Length = 0
    top: Length = 0


class Port(Part):
    """Where goods go in or out: ``dx``, ``dy`` from the lower left corner of the item as it is not turned."""

    kind: Literal["in", "out", "both"] = "both"
    dx: Length
    dy: Length


class Lock(Part):
    """Where an item stays: the lower left corner of its turned footprint, ``z`` above the floor."""

    floor: Name
    x: Mm
    y: Mm
    turn: Turn = 0
    z: Length = 0


class Stack(Part):
    """Whether it may stand above others, on legs or a deck ``above`` mm up, and whether others may stand above it."""

    above: Length = 0
    carries: bool = False


class Item(Named):
    """A machine (``fixed``, with ``size`` width, depth, height) or a department (``soft``, with ``area`` in mm2).

    ``turns`` are the rotations allowed, counter-clockwise; ``access`` is the side that must be reached by an aisle
    (any side when absent); ``aisle`` the width its loads need; ``count`` makes several of it, which share its flows;
    ``move_cost`` is what moving it costs, ``price`` what buying it costs and ``source`` where that is written, as a
    selection of machines hands it over.
    """

    name: str = ""
    kind: Literal["fixed", "soft"] = "fixed"
    size: tuple[Size, Size, Size] | None = None
    area: Annotated[int, Field(gt=0, le=10**14)] | None = None
    height: Size | None = None
    aspect_max: Annotated[float, Field(ge=1, le=100)] = 4.0
    min_side: Length = 0
    weight: Annotated[int, Field(ge=0, le=10**7)] = 0
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)] = (0, 90, 180, 270)
    clearance: Clearance = Clearance()
    access: Side | None = None
    ports: tuple[Port, ...] = ()
    fixed_at: Lock | None = None
    floors: tuple[Name, ...] = ()
    stack: Stack = Stack()
    aisle: Size | None = None
    tags: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()
    move_cost: Annotated[float, Field(ge=0)] = 0.0
    price: Annotated[float, Field(ge=0)] = 0.0
    source: str = ""
    count: Annotated[int, Field(ge=1, le=100)] = 1

    @model_validator(mode="after")
    def _has_a_shape(self) -> Self:
        if self.kind == "fixed" and self.size is None:
            raise ValueError(f"item {self.id}: a fixed item needs size: [width, depth, height]")
        if self.kind == "soft" and self.area is None:
            raise ValueError(f"item {self.id}: a soft item needs an area in mm2")
        if self.fixed_at and self.count > 1:
            raise ValueError(f"item {self.id}: several of it cannot all be fixed at one place")
        if self.fixed_at and self.kind == "soft":
            raise ValueError(f"item {self.id}: only an item with a size can be fixed at a place")
        if self.size and any(port.dx > self.size[0] or port.dy > self.size[1] for port in self.ports):
            raise ValueError(f"item {self.id}: a port lies outside its footprint")
        return self

    @property
    def tall(self) -> int:
        """Its height in mm; 0 where it is not known."""
        return self.size[2] if self.size else self.height or 0

    @property
    def floor_area(self) -> int:
        """What it covers, in mm2."""
        return self.size[0] * self.size[1] if self.size else self.area or 0

    @property
    def sides(self) -> tuple[int, int]:
        """The shortest and longest side that it may have, in mm."""
        if self.size:
            return min(self.size[:2]), max(self.size[:2])
        area = self.floor_area
        short = max(self.min_side, math.ceil(math.sqrt(area / self.aspect_max)))
        return short, area // short
