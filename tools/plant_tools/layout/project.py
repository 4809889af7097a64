"""A plant to be laid out: its site, its items, what flows between them and what else is wished; and a layout of it."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from plant_tools.layout.item import Item, Turn
from plant_tools.layout.shapes import Length, Mm, Name, Named, Part, Size
from plant_tools.layout.site import Site

Rating: TypeAlias = Literal["A", "E", "I", "O", "U", "X"]

END = Field(description="an item or a door")


class Flow(Part):
    """Loads a day from one item or door to another. ``cost`` is for one load and metre, in the plant's money."""

    source: Annotated[Name, END]
    target: Annotated[Name, END]
    loads: Annotated[float, Field(ge=0)]
    cost: Annotated[float, Field(ge=0)] = 1.0
    handling: str = ""
    product: str = ""


class Routing(Part):
    """A product that goes through ``steps``: ``demand`` pieces a day in batches make its loads."""

    product: Name
    demand: Annotated[float, Field(ge=0)]
    steps: Annotated[tuple[Name, ...], Field(min_length=2)]
    batch: Annotated[float, Field(gt=0)] = 1.0
    cost: Annotated[float, Field(ge=0)] = 1.0


class Relation(Part):
    """Muther's closeness rating; X with ``distance`` is a hard least distance between the two, edge to edge."""

    a: Name
    b: Name
    rating: Rating
    reason: str = ""
    distance: Length = 0


class Weights(Part):
    """What counts how much: money of flow a day, points of closeness, and money of moves."""

    flow: Annotated[float, Field(ge=0)] = 1.0
    rel: Annotated[float, Field(ge=0)] = 0.0
    moves: Annotated[float, Field(ge=0)] = 0.0


class Options(Part):
    """How to search, and what a year is for paying back."""

    seconds: Annotated[float, Field(gt=0, le=3600)] = 10.0
    seed: Annotated[int, Field(ge=0)] = 0
    style: Literal["auto", "free", "bays", "rows", "single_row", "slots"] = "auto"
    alternatives: Annotated[int, Field(ge=1, le=5)] = 3
    days_per_year: Annotated[float, Field(gt=0, le=366)] = 250.0
    currency: str = "EUR"
    iterations: Annotated[int, Field(ge=0)] = 0


class Placement(Part):
    """Where an item stands: the lower left corner of its turned footprint; soft items also have a width and depth."""

    item: Name
    floor: Name
    x: Mm
    y: Mm
    turn: Turn = 0
    z: Length = 0
    width: Size | None = None
    depth: Size | None = None


Layout: TypeAlias = tuple[Placement, ...]


class Project(Part):
    """Everything a layout is made from.

    ``current`` is how it stands today, to be compared with; ``notes`` what had to be guessed when it was read.
    """

    name: str = ""
    site: Site
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=500)]
    flows: tuple[Flow, ...] = ()
    routings: tuple[Routing, ...] = ()
    rel: tuple[Relation, ...] = ()
    weights: Weights = Weights()
    current: Layout = ()
    options: Options = Options()
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        floors = _once("floor", [floor.id for floor in self.site.floors])
        items = _once("item or door", [*(i.id for i in self.items), *(d.id for d in self.site.doors)])
        expanded = {one.id for one in expanded_items(self.items)}
        _once("obstacle, lift, zone or slot", [p.id for p in self._things()])
        for what, name in self._floors_named():
            if name not in floors:
                raise ValueError(f"{what}: there is no floor {name!r}; floors are {', '.join(sorted(floors))}")
        for what, name in self._ends_named():
            if name not in items | expanded:
                raise ValueError(f"{what}: there is no item or door {name!r}")
        for what, name in (("current", placed.item) for placed in self.current):
            if name not in expanded:
                raise ValueError(f"{what}: there is no item {name!r}")
        _once("place in current", [placed.item for placed in self.current])
        self._ratings_agree()
        return self

    def _ratings_agree(self) -> None:
        rated: dict[frozenset[str], str] = {}
        for rel in self.rel:
            if rated.setdefault(frozenset((rel.a, rel.b)), rel.rating) != rel.rating:
                raise ValueError(
                    f"rel: {rel.a} and {rel.b} are rated {rated[frozenset((rel.a, rel.b))]} and {rel.rating}"
                )

    def _things(self) -> list[Named]:
        site = self.site
        return [*site.obstacles, *site.lifts, *site.zones, *site.slots]

    def _floors_named(self) -> list[tuple[str, str]]:
        site = self.site
        named = [(f"obstacle {one.id}", one.floor) for one in site.obstacles]
        named += [(f"door {one.id}", one.floor) for one in site.doors]
        named += [(f"zone {one.id}", one.floor) for one in site.zones]
        named += [(f"slot {one.id}", one.floor) for one in site.slots]
        named += [(f"lift {lift.id}", floor) for lift in site.lifts for floor in lift.floors]
        named += [(f"floor {floor.id}", floor.above) for floor in site.floors if floor.above]
        named += [(f"item {item.id}", floor) for item in self.items for floor in item.floors]
        named += [(f"item {item.id}", item.fixed_at.floor) for item in self.items if item.fixed_at]
        return named + [(f"current {placed.item}", placed.floor) for placed in self.current]

    def _ends_named(self) -> list[tuple[str, str]]:
        named = [("flow", end) for flow in self.flows for end in (flow.source, flow.target)]
        named += [(f"routing {routing.product}", step) for routing in self.routings for step in routing.steps]
        return named + [("rel", end) for rel in self.rel for end in (rel.a, rel.b)]


def expanded_items(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the items one by one: of three presses PR there are PR-1, PR-2 and PR-3."""
    return tuple(
        one
        for item in items
        for one in (
            (item,)
            if item.count == 1
            else tuple(item.model_copy(update={"id": f"{item.id}-{n}", "count": 1}) for n in range(1, item.count + 1))
        )
    )


def _once(what: str, names: list[str]) -> set[str]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"there are two of {what} {twice[0]!r}")
    return set(names)
