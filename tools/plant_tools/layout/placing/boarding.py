"""Turns a plant into the numbers of a board."""

from __future__ import annotations

import numpy as np

from plant_tools.layout.flows import all_flows, rated_pairs
from plant_tools.layout.placing.barriers import Barriers
from plant_tools.layout.placing.board import Board, Real, State, Whole
from plant_tools.layout.placing.ground import as_rows
from plant_tools.layout.placing.ways import Way, ways_of
from plant_tools.layout.project import Layout, Placement, Project, expanded_items
from plant_tools.layout.shapes import bounds
from plant_tools.layout.site import Site

POINTS = {"A": 256.0, "E": 64.0, "I": 16.0, "O": 4.0, "U": 0.0, "X": -64.0}
"""Closeness ratings in points, four times as many a step; X without a distance is a wish to be far away."""


class Boarding:
    """A plant's board, and the way back from a state to a layout."""

    def __init__(self, project: Project) -> None:
        self.project, self.items = project, expanded_items(project.items)
        self.ways = [way for item in self.items for way in ways_of(item)]
        self.first = np.cumsum([0, *(len(ways_of(item)) for item in self.items)]).astype(np.int64)
        self.index = {item.id: number for number, item in enumerate(self.items)}
        self.floors = {floor.id: number for number, floor in enumerate(project.site.floors)}
        self.width = max([project.site.aisle.width, *(item.aisle or 0 for item in self.items)])

    def board(self) -> Board:
        """Return the board."""
        site, ways = self.project.site, self.ways
        goals = [way.goals(self.width) for way in ways]
        barriers = Barriers(self.project, self.items, self.width)
        boxes, bars = barriers.boxes()
        led_to = floors_led_to(site)
        fits = [[way.stands(floor) and (way.free or floor.id in led_to) for floor in site.floors] for way in ways]
        return Board(
            self.first,
            as_rows([way.size for way in ways], 2),
            as_rows([way.keep for way in ways], 4),
            as_rows([way.level for way in ways], 3),
            as_rows([way.hand() for way in ways], 4),
            self._turned(),
            np.array(fits, bool),
            as_rows([goal for each in goals for goal in each], 5),
            np.cumsum([0, *map(len, goals)]).astype(np.int64),
            np.array([item.stack.carries for item in self.items], bool),
            np.array([item.fixed_at is not None for item in self.items], bool),
            self._home(),
            np.array([item.move_cost * self.project.weights.moves for item in self.items]),
            self._flow(),
            as_rows([(2 * door.at[0], 2 * door.at[1], self.floors[door.floor]) for door in site.doors], 3),
            self._apart(),
            as_rows([bounds(floor.outline) for floor in site.floors], 4),
            boxes,
            bars,
            as_rows([(2 * lift.at[0], 2 * lift.at[1], round(lift.trip * 2000)) for lift in site.lifts], 3),
            np.array([[floor in lift.floors for floor in self.floors] for lift in site.lifts], bool).reshape(
                len(site.lifts), len(site.floors)
            ),
            np.array([2 * floor.elevation for floor in site.floors], np.int64),
            np.array([self.width, site.aisle.height], np.int64),
            barriers.walls(),
            barriers.sources(),
            np.array([item.kind == "soft" for item in self.items], bool),
        )

    def _turned(self) -> Whole:
        """Return which way each way becomes by 0 to 3 quarter turns; a department is as it is, or its other shape."""
        number = {(way.item.id, way.turn, way.z, way.size): n for n, way in enumerate(self.ways)}

        def after(way: Way, quarters: int) -> int:
            turn = 0 if way.free else (way.turn + 90 * quarters) % 360
            size = way.size if quarters % 2 == 0 else way.size[::-1]
            return number.get((way.item.id, turn, way.z, size), -1)

        return as_rows([[after(way, quarters) for quarters in range(4)] for way in self.ways], 4)

    def _flow(self) -> Real:
        """Return what half a millimetre between two ends costs: flows, and points of closeness in both directions."""
        weights, names = self.project.weights, {**self.index}
        names |= {door.id: len(self.items) + n for n, door in enumerate(self.project.site.doors)}
        flow = np.zeros((len(names), len(names)))
        for each in all_flows(self.project):
            flow[names[each.source], names[each.target]] += weights.flow * each.loads * each.cost / 2000
        for a, b, rating, distance, _ in rated_pairs(self.project):
            if a in names and b in names and not (rating == "X" and distance):
                flow[names[a], names[b]] += weights.rel * POINTS[rating] / 2000
        return flow

    def _apart(self) -> Whole:
        apart = np.zeros((len(self.items), len(self.items)), np.int64)
        for a, b, rating, distance, _ in rated_pairs(self.project):
            if rating == "X" and a in self.index and b in self.index:
                i, j = self.index[a], self.index[b]
                apart[i, j] = apart[j, i] = max(apart[i, j], distance)
        return apart

    def _home(self) -> Whole:
        home = np.full((len(self.items), 4), -1, np.int64)
        locks = [
            Placement(item=item.id, **item.fixed_at.model_dump()) for item in self.items if item.fixed_at is not None
        ]
        for placed in (*self.project.current, *locks):
            row = self.row(placed)
            if row is not None:
                home[self.index[placed.item]] = row
        return home

    def row(self, placed: Placement) -> tuple[int, int, int, int] | None:
        """Return x, y, way and floor of a placement; None where no way of the item is like it."""
        number = self.index[placed.item]
        for way in range(self.first[number], self.first[number + 1]):
            own = self.ways[way]
            if own.item.kind == "soft" or (own.turn, own.z) == (placed.turn, placed.z):
                return placed.x, placed.y, way, self.floors[placed.floor]
        return None

    def layout(self, state: State) -> Layout:
        """Return a state as placements."""
        names = list(self.floors)
        placed = []
        for number, item in enumerate(self.items):
            way = self.ways[int(state.way[number])]
            soft = {"width": way.size[0], "depth": way.size[1]} if item.kind == "soft" else {}
            x, y, floor = int(state.x[number]), int(state.y[number]), names[int(state.floor[number])]
            told = {"item": item.id, "floor": floor, "x": x, "y": y, "turn": way.turn, "z": way.z}
            placed.append(Placement.model_validate(told | soft))
        return tuple(placed)


def floors_led_to(site: Site) -> set[str]:
    """Return the floors that have a door, or a lift from such a floor; all of them where there are no doors."""
    reached = {door.floor for door in site.doors} or {floor.id for floor in site.floors}
    while more := {f for lift in site.lifts if reached & {*lift.floors} for f in lift.floors} - reached:
        reached |= more
    return reached
