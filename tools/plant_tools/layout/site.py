"""The building: floors, what stands in the way, doors, lifts, zones, slots and the width of its aisles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from plant_tools.layout.shapes import Length, Mm, Name, Named, Part, Point, Polygon, Size


class Floor(Named):
    """A level that items stand on. ``load`` in kN/m2 and ``clear_height`` are unlimited when absent.

    A mezzanine is a floor with ``above``, the floor it covers; below it, what is left under its deck is the height.
    """

    outline: Polygon
    clear_height: Size | None = None
    load: Annotated[float, Field(gt=0, le=10_000)] | None = None
    elevation: Mm = 0
    above: Name | None = None
    deck: Length = 300


class Obstacle(Named):
    """What is there and stays: from ``z0`` to ``z1`` above its floor, to the ceiling when ``z1`` is absent."""

    floor: Name
    polygon: Polygon
    kind: Literal["column", "wall", "room", "crane", "other"] = "other"
    z0: Length = 0
    z1: Size | None = None


class Door(Named):
    """An opening at the outline. ``depth`` is kept free before it, ``width`` wide; goods and people come in here."""

    floor: Name
    at: Point
    kind: Literal["door", "dock", "gate"] = "door"
    width: Size = 3000
    depth: Length = 2000


class Lift(Named):
    """A shaft around ``at`` on each of its ``floors``; a trip costs ``trip`` metres of way besides the height."""

    at: Point
    floors: Annotated[tuple[Name, ...], Field(min_length=2)]
    size: tuple[Size, Size] = (2500, 2500)
    trip: Annotated[float, Field(ge=0)] = 20.0


class Zone(Named):
    """A place with a rule: ``only`` items with one of ``tags`` go elsewhere never; ``forbid`` them; or keep it free."""

    floor: Name
    polygon: Polygon
    rule: Literal["only", "forbid", "free"]
    tags: tuple[Name, ...] = ()


class Slot(Named):
    """One of equal places, where whatever is to be placed is placed in its middle."""

    floor: Name
    at: Point
    size: tuple[Size, Size]


class Aisle(Part):
    """What must get through: ``width`` between things, ``height`` under them. ``main`` is wished for, not checked."""

    width: Size = 1200
    main: Size | None = None
    height: Size = 2200
    truck: str = ""


class Site(Part):
    """A building, in mm."""

    units: Literal["mm"] = "mm"
    floors: Annotated[tuple[Floor, ...], Field(min_length=1)]
    obstacles: tuple[Obstacle, ...] = ()
    doors: tuple[Door, ...] = ()
    lifts: tuple[Lift, ...] = ()
    zones: tuple[Zone, ...] = ()
    slots: tuple[Slot, ...] = ()
    aisle: Aisle = Aisle()

    @field_validator("zones")
    @classmethod
    def _zones_name_tags(cls, zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
        for zone in zones:
            if zone.rule != "free" and not zone.tags:
                raise ValueError(f"zone {zone.id}: {zone.rule} needs tags")
        return zones
