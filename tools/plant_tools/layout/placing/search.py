"""The search for places: a few anneals, each longer than the one before, each settled and compacted at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from plant_tools.layout.placing.annealing import run, whole
from plant_tools.layout.placing.board import Board, State, copied, put
from plant_tools.layout.placing.compaction import compacted
from plant_tools.layout.placing.kernel import cost_of
from plant_tools.layout.placing.moving import put_at
from plant_tools.layout.solvers.chance import Chance, below, chance
from plant_tools.layout.solvers.compiling import is_ready

Plans: TypeAlias = tuple[tuple[float, State], ...]
"""Whole plans with their costs, the cheapest first."""

LEGS = ((0.0, 0.08, "wide"), (0.08, 0.18, "front"), (0.18, 0.75, "bare"), (0.75, 1.0, "again"))
"""From which to which share of the budget an anneal lasts, and what is kept free beside the clearances meanwhile:
an aisle around everything, an aisle before what is reached from one side, nothing; the last one begins with the best
so far."""
_SETTLING = 0.75
_MOVES = 1500
_KEPT = 8
_NEAR = 6000.0
"""From this length of a way between floors on (mm), what is in the way costs more, in proportion."""
_SEARCH_NOWHERE = 1e300


@dataclass(slots=True)
class _Leg:
    """One anneal: the room it keeps free, and what it has found. ``heat`` and ``price`` are money."""

    board: Board
    state: State
    best: State
    heat: float
    price: float
    tally: np.ndarray = field(default_factory=lambda: np.array([_SEARCH_NOWHERE, 0.0, 0.0]))
    settling: bool = False
    squeezed: int = 0


class Placing:
    """One seeded search for the places of fixed items; see ``solvers.search.Search``."""

    def __init__(self, board: Board, seed: tuple[int, ...]) -> None:
        self._board, self._chance = board, chance(*seed)
        self._rate = 2 * float(max((np.abs(board.flow).sum(0) + np.abs(board.flow).sum(1)).max(initial=0.0), 1e-7))
        self._found: list[tuple[float, State]] = []
        self._at = -1
        self._scratch = np.zeros((4, 4), np.int64)
        self.iterations = 0
        self._dearer = max(1.0, _between_floors(board) / _NEAR)
        if (board.home[:, 2] >= 0).all():
            home = State(*(board.home[:, k].copy() for k in range(4)))
            if whole(board, home):
                self._keep(cost_of(board, home), home)
        self._leg = self._begin("wide")

    @property
    def cost(self) -> float:
        """The cost of the best plan."""
        best = self._found[0][0] if self._found else float("inf")
        return min(best, float(self._leg.tally[0])) if self._leg.tally[0] < _SEARCH_NOWHERE else best

    @property
    def plan(self) -> Plans:
        """The best plans so far."""
        found = list(self._found)
        if self._leg.tally[0] < _SEARCH_NOWHERE:
            found.append((float(self._leg.tally[0]), copied(self._leg.best)))
        return tuple(sorted(found, key=lambda one: one[0]))

    def advance(self, share: float) -> None:
        """Try some more moves; ``share`` of the budget is used."""
        at = next((number for number, leg in enumerate(LEGS) if share < leg[1]), len(LEGS) - 1)
        if at != self._at:
            if self._at >= 0:
                self._end()
            self._at, self._leg = at, self._begin(LEGS[at][2])
        start, end, _ = LEGS[at]
        t = (share - start) / (end - start)
        leg = self._leg
        if t >= _SETTLING and not leg.settling:
            self._settle()
        if leg.settling and t >= (1 + _SETTLING) / 2 and leg.squeezed == 1:
            self._squeeze()
        self._run(t / _SETTLING)
        self.iterations += _MOVES

    def rehearse(self) -> None:
        """Compile the kernels."""
        scrap = Placing(self._board, (1,)) if self.iterations else self
        leg, kept = scrap._leg, copied(scrap._leg.state)  # noqa: SLF001 - its own kind
        pace = np.array([1.0, 0.1, 1.0, 2.0, 0.0, 0.0, 100.0])
        run(leg.board, leg.state, leg.best, pace, chance(0), 1, leg.tally, self._scratch)
        put(leg.state, kept)

    def ready(self) -> bool:
        """Tell whether the kernels were compiled before."""
        return is_ready(run)

    def _run(self, t: float) -> None:
        leg, board = self._leg, self._leg.board
        longest = float((board.extent[:, 2:] - board.extent[:, :2]).max()) / 2
        reach = longest if not leg.settling else longest / 4
        heat = 0.0 if leg.settling else leg.heat
        pace = np.array([heat, leg.heat * 1e-3, leg.price * 0.1, leg.price * 8, min(t, 1.0), min(t, 1.0), reach])
        run(board, leg.state, leg.best, pace, self._chance, _MOVES, leg.tally, self._scratch)

    def _begin(self, mode: str) -> _Leg:
        state = scattered(self._board, self._chance)
        warm = 1.0
        if mode == "again" and self._found:
            put(state, self._found[0][1])
            warm = 0.2
        elif mode != "wide" and not self._found:
            mode = "wide" if self._at % 2 else "front"
        board = self._board if mode in {"bare", "again"} else with_aisles(self._board, mode)
        luck = 2.0 ** (below(self._chance, 200) / 100 - 1)
        heat = max(0.02 * luck * warm * abs(cost_of(board, state)) / max(len(state.x), 1) * 4, self._rate)
        price = self._rate * luck * self._dearer
        self._dearer *= 1.0 if self._found else 3.0
        return _Leg(board, state, copied(state), heat, price)

    def _settle(self) -> None:
        """Go on from the best plan of this leg, or of all, with what must be kept free and no more."""
        leg = self._leg
        leg.settling, leg.board = True, self._board
        if leg.tally[0] < _SEARCH_NOWHERE:
            put(leg.state, leg.best)
        elif self._found:
            put(leg.state, self._found[0][1])
            put(leg.best, leg.state)
            leg.tally[0] = self._found[0][0]
        self._squeeze()

    def _squeeze(self) -> None:
        """Compact the best plan of this leg."""
        leg = self._leg
        leg.squeezed += 1
        if leg.tally[0] >= _SEARCH_NOWHERE:
            return
        tighter = compacted(self._board, leg.best)
        if tighter is not None and whole(self._board, tighter) and cost_of(self._board, tighter) < leg.tally[0]:
            leg.tally[0] = cost_of(self._board, tighter)
            put(leg.best, tighter)
            put(leg.state, tighter)

    def _end(self) -> None:
        if self._leg.settling and self._leg.tally[0] < _SEARCH_NOWHERE:
            self._squeeze()
            self._keep(float(self._leg.tally[0]), self._leg.best)

    def _keep(self, cost: float, state: State) -> None:
        self._found.append((cost, copied(state)))
        self._found.sort(key=lambda one: one[0])
        del self._found[_KEPT:]


def _between_floors(board: Board) -> float:
    """Return what the way to another floor is at most, in mm: what is in the way must cost more than it."""
    if len(board.extent) == 1 or not len(board.lift):
        return 0.0
    return float(board.lift[:, 2].max() + board.rise.max() - board.rise.min()) / 2


def with_aisles(board: Board, mode: str) -> Board:
    """Return the board with room for an aisle "wide" around every fixed item, or in "front" of where it is reached."""
    keep = board.keep.copy()
    width = board.aisle[0]
    owner = np.repeat(np.arange(len(board.first) - 1), np.diff(board.first))
    for way in range(len(keep)):
        goals = board.goal[board.goals[way] : board.goals[way + 1]]
        if board.soft[owner[way]]:
            continue
        sides = range(4) if mode == "wide" else sorted({int(goal[1]) for goal in goals})
        if mode != "wide" and len(goals) == 4 and len({int(goal[0]) for goal in goals}) == 1:  # any side will do
            continue
        for side in sides:
            keep[way, side] = max(keep[way, side], width)
    return board._replace(keep=keep)


def scattered(board: Board, luck: Chance) -> State:
    """Return a plan by chance; what is locked stands where it is locked."""
    n = len(board.first) - 1
    state = State(*(np.zeros(n, np.int64) for _ in range(4)))
    move = np.zeros(4, np.int64)
    for i in range(n):
        if board.bound[i]:
            put_at(state, i, board.home[i])
            continue
        ways = [
            (way, floor)
            for way in range(board.first[i], board.first[i + 1])
            for floor in range(board.extent.shape[0])
            if board.fits[way, floor]
        ]
        way, floor = ways[below(luck, len(ways))] if ways else (int(board.first[i]), 0)
        x0, y0, x1, y1 = board.extent[floor]
        x1, y1 = max(x0 + 1, x1 - board.size[way, 0]), max(y0 + 1, y1 - board.size[way, 1])
        move[:] = (x0 + below(luck, int(x1 - x0)), y0 + below(luck, int(y1 - y0)), way, floor)
        put_at(state, i, move)
    return state
