"""The cost of a layout, added up anew, and whether it is allowed: plain arithmetic that shares nothing with the search.

A stored result names its instance and holds the layout, so that anyone can judge it again without the solvers.
"""

from __future__ import annotations

from itertools import combinations
from math import fsum, hypot
from typing import Any

from plant_evals.layout_problem import Instance

Json = dict[str, Any]

_CLOSE = 1e-6
"""How far, as a share, areas and sides may be off, for they are written as decimal fractions."""


def judge(instance: Instance, layout: list[Any]) -> Json:
    """Return {cost, faults: [what is not allowed]} of ``layout``.

    ``layout`` is the slot of every item, the items of a row from left to right, or [x0, y0, x1, y1] of every block.
    """
    return {"slots": _slots, "rows": _row, "blocks": _blocks}[instance.family](instance, layout)


def _slots(instance: Instance, place: list[Any]) -> Json:
    flow, distance = instance.numbers["flow"], instance.numbers["distance"]
    if sorted(place) != list(range(instance.size)):
        return {"cost": None, "faults": ["not every slot is taken once"]}
    cost = fsum(flow[i][j] * distance[p][q] for i, p in enumerate(place) for j, q in enumerate(place))
    return {"cost": cost, "faults": []}


def _row(instance: Instance, order: list[Any]) -> Json:
    lengths, flow = instance.numbers["lengths"], instance.numbers["flow"]
    if sorted(order) != list(range(instance.size)):
        return {"cost": None, "faults": ["not every item stands in the row once"]}
    middle, x = [0.0] * instance.size, 0.0
    for item in order:
        middle[item] = x + lengths[item] / 2
        x += lengths[item]
    pairs = combinations(range(instance.size), 2)
    return {"cost": fsum((flow[i][j] + flow[j][i]) * abs(middle[i] - middle[j]) for i, j in pairs), "faults": []}


def _blocks(instance: Instance, boxes: list[Any]) -> Json:
    numbers = instance.numbers
    if len(boxes) != instance.size or any(len(box) != 4 for box in boxes):
        return {"cost": None, "faults": [f"{instance.size} boxes of four numbers are wanted"]}
    faults = [*_shapes(instance, boxes), *_overlaps(boxes, max(numbers["width"], numbers["height"]))]
    middle = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in boxes]
    costs = []
    for i, j in combinations(range(instance.size), 2):
        dx, dy = middle[i][0] - middle[j][0], middle[i][1] - middle[j][1]
        apart = hypot(dx, dy) if numbers["straight"] else abs(dx) + abs(dy)
        costs.append((numbers["flow"][i][j] + numbers["flow"][j][i]) * apart)
    return {"cost": fsum(costs), "faults": faults}


def _shapes(instance: Instance, boxes: list[Any]) -> list[str]:
    """Return blocks outside the hall, of another area than wanted, or too narrow.

    Where the areas are more than the hall, by up to 0.2 % of it as published, the hall is as wide as they need.
    """
    numbers, faults = instance.numbers, []
    total = sum(numbers["areas"])
    height = numbers["height"]
    width = max(numbers["width"], total / height) if total <= 1.002 * numbers["width"] * height else numbers["width"]
    for number, (x0, y0, x1, y1) in enumerate(boxes):
        w, h, area = x1 - x0, y1 - y0, numbers["areas"][number]
        slack = _CLOSE * max(width, height)
        if x0 < -slack or y0 < -slack or x1 > width + slack or y1 > height + slack:
            faults.append(f"block {number} leaves the hall")
        if abs(w * h - area) > _CLOSE * area:
            faults.append(f"block {number} has {w * h:g} instead of {area:g}")
        aspect, side = _of(numbers["aspect"], number), _of(numbers["side"], number)
        if aspect and max(w, h) > aspect * min(w, h) * (1 + _CLOSE):
            faults.append(f"block {number} is {max(w, h) / min(w, h):g} times as long as wide")
        if side and min(w, h) < side * (1 - _CLOSE):
            faults.append(f"block {number} is only {min(w, h):g} wide")
    return faults


def _overlaps(boxes: list[Any], size: float) -> list[str]:
    faults = []
    for (i, one), (j, other) in combinations(enumerate(boxes), 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        along = min(one[3], other[3]) - max(one[1], other[1])
        if min(across, along) > _CLOSE * size:
            faults.append(f"blocks {i} and {j} overlap")
    return faults


def _of(limit: Any, number: int) -> float:
    return float(limit[number]) if isinstance(limit, list) else float(limit)
