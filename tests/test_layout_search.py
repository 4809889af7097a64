"""The search for layouts: right on what can be counted out, the same for a seed, with and without machine code."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plant_tools.layout.placing import annealing
from plant_tools.layout.solvers import row_kernel, slots_kernel
from plant_tools.layout.solvers.blocks import Hall, cost_of, solve_blocks
from plant_tools.layout.solvers.blocks import problem as block_problem
from plant_tools.layout.solvers.chance import chance, draw
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.row import problem as row_problem
from plant_tools.layout.solvers.row import solve_row
from plant_tools.layout.solvers.search import Budget
from plant_tools.layout.solvers.slots import problem as slot_problem
from plant_tools.layout.solvers.slots import solve_slots

ALONE = Crew(1)


def numbers(seed: int, *shape: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).integers(0, 9, shape).astype(float)


def slots_cost(flow: Any, distance: Any, linear: Any, place: Any) -> float:
    n = len(place)
    pairs = sum(flow[i][j] * distance[place[i]][place[j]] for i in range(n) for j in range(n))
    return float(pairs + sum(linear[i][place[i]] for i in range(n)))


def test_slots_are_the_best_of_all_plans_however_lopsided_flows_and_ways_are() -> None:
    flow, distance, linear = numbers(1, 6, 6), numbers(2, 6, 6), numbers(3, 6, 6)
    found = solve_slots(slot_problem(flow, distance, linear), Budget(iterations=3000), crew=ALONE)
    costs = [slots_cost(flow, distance, linear, place) for place in permutations(range(6))]
    assert found.cost == pytest.approx(min(costs))
    assert slots_cost(flow, distance, linear, found.plan) == pytest.approx(found.cost)


def test_an_item_that_is_fixed_stays_in_its_slot() -> None:
    flow, distance, none = numbers(4, 6, 6), numbers(5, 6, 6), np.zeros((6, 6))
    found = solve_slots(slot_problem(flow, distance, fixed={0: 5, 3: 1}), Budget(iterations=2000), crew=ALONE)
    allowed = [place for place in permutations(range(6)) if place[0] == 5 and place[3] == 1]
    assert (found.plan[0], found.plan[3]) == (5, 1)
    assert found.cost == pytest.approx(min(slots_cost(flow, distance, none, place) for place in allowed))


def test_what_an_exchange_changes_is_kept_up_to_date() -> None:
    slots = slot_problem(numbers(6, 9, 9), numbers(7, 9, 9), numbers(8, 9, 9))
    walk, anew = slots_kernel.new_walk(2, 9), slots_kernel.new_walk(2, 9)
    slots_kernel.start(slots, walk)
    for r, s in ((3, 7), (0, 7), (2, 5)):
        slots_kernel.exchange(slots, walk, r, s)
    anew.place[:] = walk.place
    slots_kernel.start(slots, anew)
    above = np.triu_indices(9, 1)
    assert walk.change[above] == pytest.approx(anew.change[above])


def test_a_plan_that_was_given_is_never_made_worse() -> None:
    flow, distance = numbers(9, 12, 12), numbers(10, 12, 12)
    best = solve_slots(slot_problem(flow, distance), Budget(iterations=20_000), crew=ALONE)
    again = solve_slots(slot_problem(flow, distance), Budget(iterations=1), 5, first=[best.plan], crew=ALONE)
    assert again.cost <= best.cost


def test_a_row_is_the_best_of_all_orders() -> None:
    lengths, flow = 1 + numbers(11, 7), np.triu(numbers(12, 7, 7), 1)
    row = row_problem(lengths, flow)
    found = solve_row(row, Budget(iterations=20_000), crew=ALONE)
    assert found.cost == pytest.approx(min(row_kernel.cost_of(row, np.array(p)) for p in permutations(range(7))))


def test_blocks_keep_their_areas_their_limits_and_the_hall() -> None:
    areas, flow = [16, 16, 16, 36, 9, 9, 9], np.triu(numbers(13, 7, 7), 1)
    blocks = block_problem(areas, flow, Hall(12, 11, points=[(0, 5)], point_flow=np.ones((7, 1))), aspect_most=4)
    found = solve_blocks(blocks, Budget(iterations=30_000), crew=ALONE)
    x0, y0, x1, y1 = found.plan.T
    assert (x1 - x0) * (y1 - y0) == pytest.approx(areas)
    assert (np.maximum(x1 - x0, y1 - y0) <= 4.0001 * np.minimum(x1 - x0, y1 - y0)).all()
    assert found.plan.min() >= -1e-9
    assert x1.max() <= 12 + 1e-9
    assert cost_of(blocks, found.plan) == pytest.approx(found.cost)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="the blocks need 200, the hall has 100"):
        block_problem([100, 100], np.zeros((2, 2)), Hall(10, 10))
    with pytest.raises(ValueError, match="two items are fixed in one slot"):
        slot_problem(np.zeros((2, 2)), np.zeros((2, 2)), fixed={0: 1, 1: 1})
    with pytest.raises(ValueError, match="least side exceeds"):
        block_problem([4, 4], np.zeros((2, 2)), Hall(10, 10), side_least=3)
    with pytest.raises(ValueError, match="finite"):
        row_problem([1, float("nan")], np.zeros((2, 2)))


def test_chance_is_even() -> None:
    state = chance(7)
    drawn = np.array([draw(state) for _ in range(4000)])
    assert 0 < drawn.min() < drawn.max() < 1
    assert np.histogram(drawn, 8, (0, 1))[0] == pytest.approx(500, abs=90)


EVERYTHING = """
import json, sys
if sys.argv[1] == "plain":
    sys.modules["numba"] = None
    import importlib.util
    find = importlib.util.find_spec
    importlib.util.find_spec = lambda name, *more: None if name == "numba" else find(name, *more)
import numpy as np
from plant_tools.layout.solvers import blocks, compiling, row, slots
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.search import Budget
assert compiling.COMPILES == (sys.argv[1] == "compiled")
number = np.random.default_rng(0).integers(0, 9, (2, 7, 7)).astype(float)
crew, sizes = Crew(int(sys.argv[2])), [3.0, 4, 5, 6, 2, 3, 4]
hall = blocks.problem(sizes, number[0], blocks.Hall(6, 5), aspect_most=5)
print(json.dumps([
    slots.solve_slots(slots.problem(*number), Budget(iterations=2000), 1, crew=crew).plan.tolist(),
    row.solve_row(row.problem(sizes, number[0]), Budget(iterations=800), 1, crew=crew).plan.tolist(),
    blocks.solve_blocks(hall, Budget(iterations=800), 1, crew=crew).plan.round(6).tolist(),
    blocks.solve_blocks(hall, Budget(iterations=800), 1, crew=Crew(1), style="bays").plan.round(6).tolist(),
]))
"""


def everything(*how: str) -> list[Any]:
    run = subprocess.run([sys.executable, "-c", EVERYTHING, *how], check=True, capture_output=True, text=True)
    found: list[Any] = json.loads(run.stdout)
    return found


@pytest.mark.slow
def test_the_plans_are_the_same_without_numba_and_on_any_number_of_cores() -> None:
    assert everything("plain", "1") == everything("compiled", "2")


def test_a_plan_does_not_depend_on_a_process_that_is_lost() -> None:
    slots, budget = slot_problem(numbers(12, 9, 9), numbers(13, 9, 9)), Budget(iterations=40_000)
    whole = solve_slots(slots, budget, crew=Crew(1))

    def kill(*_: float) -> None:
        subprocess.run(["pkill", "-KILL", "-P", str(os.getpid()), "-f", "layout.solvers.child"], check=False)

    found = solve_slots(slots, budget, crew=Crew(2), progress=kill)
    assert (found.plan.tolist(), found.iterations) == (whole.plan.tolist(), whole.iterations)


def test_machine_code_is_made_anew_when_a_kernel_that_it_calls_has_changed() -> None:
    folder = Path(annealing.__file__).parent
    made_of = b"".join((folder / f"{name}.py").read_bytes() for name in ("kernel", "moving", "reaching"))
    assert f"with hash {hashlib.sha256(made_of).hexdigest()[:12]}." in str(annealing.__doc__)


def test_by_the_clock_of_the_processor_waiting_costs_nothing() -> None:
    budget = Budget(seconds=0.2, clock="cpu")
    began = budget.now()
    time.sleep(0.05)
    assert budget.share(budget.now() - began, 0) < 0.2
    flow, distance = numbers(10, 14, 14), numbers(11, 14, 14)
    found = solve_slots(slot_problem(flow, distance), budget, crew=Crew(2))
    assert 0.1 < found.seconds < 1
    assert found.seconds_to_best <= 1
