"""The shortest ways that a load can really go: along the lines of what stands in the hall, exact for right angles."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.checking.boxes import Box, Solid
from plant_tools.layout.checking.passages import Passages
from plant_tools.layout.checking.reach import around_lift, at_door, blocking, spots
from plant_tools.layout.project import Project

_SOLVES = find_spec("scipy") is not None


class _Roads:
    """A graph: free crossings, stops of lifts, and one node to leave and one to reach each end."""

    def __init__(self) -> None:
        self.size = 0
        self.edges: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = []

    def nodes(self, count: int) -> int:
        """Add nodes and return the first one."""
        self.size += count
        return self.size - count

    def join(self, a: NDArray[Any], b: NDArray[Any], lengths: NDArray[Any] | float) -> None:
        """Add one-way edges."""
        self.edges.append((a, b, np.broadcast_to(np.asarray(lengths, float), a.shape)))


def aisle_ways(
    project: Project, solids: Mapping[str, Solid], pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """Return the way of each pair in mm, from where a load stands at the one to where it stands at the other.

    A pair that no aisle joins, or with a department at one end, is left out.
    """
    width, roads = project.site.aisle.width, _Roads()
    ends: dict[str, list[tuple[str, Box]]] = {
        one.name: [spot for wanted in spots(one, width) for spot in wanted] for one in solids.values() if one.reached
    }
    floors = {floor.id: floor for floor in project.site.floors}
    ends |= {d.id: [(d.floor, at_door(d, floors[d.floor], width))] for d in project.site.doors if d.width >= width}
    stops = [
        (lift, f, [(f, box) for box in around_lift(lift.at, lift.size, width)])
        for lift in project.site.lifts
        for f in lift.floors
    ]
    asked = [spot for each in (*ends.values(), *(stop for _, _, stop in stops)) for spot in each]
    grids = {
        name: _Grid(project, name, list(solids.values()), [b for at, b in asked if at == name], roads)
        for name in floors
    }
    leave = {name: roads.nodes(1) for name in ends}
    reach = {name: roads.nodes(1) for name in ends}
    for name, wanted in ends.items():
        cells = np.concatenate([grids[floor].within(box) for floor, box in wanted])
        roads.join(np.full(len(cells), leave[name]), cells, 1.0)
        roads.join(cells, np.full(len(cells), reach[name]), 1.0)
    at_lift = [(lift, floor, roads.nodes(1), stop) for lift, floor, stop in stops]
    for lift, floor, node, stop in at_lift:
        cells = np.concatenate([grids[floor].within(box) for _, box in stop])
        roads.join(cells, np.full(len(cells), node), 1.0)
        roads.join(np.full(len(cells), node), cells, 1.0)
        for other, there, to, _ in at_lift:
            if other.id == lift.id and there != floor:
                rise = abs(floors[floor].elevation - floors[there].elevation)
                roads.join(np.array([node]), np.array([to]), lift.trip * 1000 + rise)
    wanted_pairs = [(a, b) for a, b in pairs if a in ends and b in ends]
    sources = sorted({a for a, _ in wanted_pairs})
    far = dict(zip(sources, _shortest(roads, [leave[a] for a in sources]), strict=True))
    found = {(a, b): float(far[a][reach[b]]) - 2 for a, b in wanted_pairs}
    return {pair: way for pair, way in found.items() if way < float("inf")}


class _Grid:
    """The crossings of one floor."""

    def __init__(
        self, project: Project, floor: str, solids: Sequence[Solid], asked: Sequence[Box], roads: _Roads
    ) -> None:
        hall = next(each for each in project.site.floors if each.id == floor)
        passages = Passages(blocking(project, hall, solids), project.site.aisle.width, asked)
        self.xs, self.ys = np.array(passages.xs), np.array(passages.ys)
        free = passages.parts > 0
        self._crossings = free[::2, ::2]
        first = roads.nodes(self._crossings.size)
        self._number = first + np.arange(self._crossings.size).reshape(self._crossings.shape)
        along_x = free[1::2, ::2] & self._crossings[:-1] & self._crossings[1:]
        along_y = free[::2, 1::2] & self._crossings[:, :-1] & self._crossings[:, 1:]
        lengths_x = np.broadcast_to((np.diff(self.xs) / 2)[:, None], along_x.shape)[along_x]
        lengths_y = np.broadcast_to((np.diff(self.ys) / 2)[None, :], along_y.shape)[along_y]
        for a, b, lengths in (
            (self._number[:-1][along_x], self._number[1:][along_x], lengths_x),
            (self._number[:, :-1][along_y], self._number[:, 1:][along_y], lengths_y),
        ):
            roads.join(a, b, lengths)
            roads.join(b, a, lengths)

    def within(self, box: Box) -> NDArray[Any]:
        """Return the crossings in a box of doubled coordinates."""
        x0, y0, x1, y1 = box
        columns = slice(np.searchsorted(self.xs, x0), np.searchsorted(self.xs, x1, "right"))
        rows = slice(np.searchsorted(self.ys, y0), np.searchsorted(self.ys, y1, "right"))
        found: NDArray[Any] = self._number[columns, rows][self._crossings[columns, rows]]
        return found


def _shortest(roads: _Roads, sources: Sequence[int]) -> Iterable[Sequence[float]]:
    """Return the lengths of the shortest ways from each source to all nodes (Dijkstra)."""
    starts, ends, lengths = (np.concatenate([edge[k] for edge in roads.edges]) for k in range(3))
    if not sources:
        return []
    if _SOLVES:
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        graph = csr_matrix((lengths, (starts, ends)), (roads.size, roads.size))
        found: Sequence[Sequence[float]] = dijkstra(graph, indices=list(sources))
        return found
    neighbours: list[list[tuple[int, float]]] = [[] for _ in range(roads.size)]
    for a, b, length in zip(starts.tolist(), ends.tolist(), lengths.tolist(), strict=True):
        neighbours[a].append((b, length))
    return [_from(neighbours, source) for source in sources]


def _from(neighbours: Sequence[Sequence[tuple[int, float]]], source: int) -> list[float]:
    far = [float("inf")] * len(neighbours)
    far[source] = 0.0
    queue = [(0.0, source)]
    while queue:
        length, at = heapq.heappop(queue)
        if length > far[at]:
            continue
        for to, more in neighbours[at]:
            if length + more < far[to]:
                far[to] = length + more
                heapq.heappush(queue, (length + more, to))
    return far
