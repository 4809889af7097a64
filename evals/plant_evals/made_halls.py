"""Plants made up by chance: rows of machines along aisles, obstacles, locks, heights, loads, one to three floors.

Each is made from a layout that is right, and then forgets it; so a layout exists. One in ten is made impossible in a
known way, and the names that its reason must give are known.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hall:
    """A plant, a layout of it that is right, and, where it was made impossible, the names of what contradicts."""

    number: int
    project: Json
    layout: list[Json]
    conflict: frozenset[str]


def made_hall(number: int) -> Hall:
    """Return plant ``number``; the same every time."""
    chance = random.Random(number)  # noqa: S311 - a made-up plant, not a secret
    aisle, items, floors = chance.randrange(1000, 2501, 100), chance.randint(5, 40), chance.choice([1, 1, 1, 2, 2, 3])
    site: Json = {"floors": [], "obstacles": [], "doors": [], "lifts": [], "aisle": {"width": aisle}}
    made: list[Json] = []
    layout: list[Json] = []
    share = [items // floors + (level < items % floors) for level in range(floors)]
    for level, count in enumerate(share):
        _floor(chance, f"F{level}", max(count, 1), site, made, layout)
    _levels(chance, site)
    flows = _flows(chance, [item["id"] for item in made], site["doors"][0]["id"])
    project: Json = {"name": f"made {number}", "site": site, "items": made, "flows": flows}
    for placed in chance.sample(layout, len(layout) // 6):
        item = next(each for each in made if each["id"] == placed["item"])
        item["fixed_at"] = {name: placed[name] for name in ("floor", "x", "y", "turn")}
    conflict = _impossible(chance, project) if number % 10 == 9 else frozenset()
    return Hall(number, project, layout, conflict)


def _machine(chance: random.Random, name: str) -> Json:
    clear = {
        "front": chance.choice([0, 600, 800, 1000]),
        "back": chance.choice([0, 0, 300, 500]),
        "left": chance.choice([0, 200, 300]),
        "right": chance.choice([0, 200, 300]),
        "top": chance.choice([0, 300]),
    }
    size = [chance.randrange(900, 4501, 50), chance.randrange(700, 2801, 50), chance.randrange(1000, 3501, 100)]
    made: Json = {"id": name, "size": size, "clearance": clear, "weight": chance.randrange(100, 4000, 50)}
    if chance.random() < 0.7:
        made["access"] = "front"
    if chance.random() < 0.2:
        made["turns"] = [0, 180]
    if chance.random() < 0.2:
        made["ports"] = [{"kind": "both", "dx": size[0] // 2, "dy": 0}]
    return made


def _floor(chance: random.Random, name: str, count: int, site: Json, made: list[Json], layout: list[Json]) -> None:
    """Put ``count`` machines into rows back to back, an aisle before each row and at both ends, and a hall around."""
    aisle: int = site["aisle"]["width"]
    machines = [_machine(chance, f"{name}-{n + 1}") for n in range(count)]
    per_row = max(2, round((count * 1.2) ** 0.5))
    rows = [machines[at : at + per_row] for at in range(0, count, per_row)]
    y, widest = 0, 0
    for number, row in enumerate(rows):
        up = number % 2 == 1  # these look north, back to back with the row below
        y += 0 if up else aisle
        depth = max(m["size"][1] + m["clearance"]["front"] + m["clearance"]["back"] for m in row)
        x = aisle
        for machine in row:
            clear, (width, deep, _) = machine["clearance"], machine["size"]
            left, right = (clear["right"], clear["left"]) if up else (clear["left"], clear["right"])
            at = y + depth - clear["front"] - deep if up else y + clear["front"]
            layout.append({"item": machine["id"], "floor": name, "x": x + left, "y": at, "turn": 180 if up else 0})
            x += left + width + right
        widest, y = max(widest, x), y + depth
        y += aisle if up else 0
    slack = chance.uniform(1.1, 1.35)
    width, deep = (
        round((widest + aisle) * slack),
        round((y + (aisle if len(rows) % 2 else 0)) * chance.uniform(1.05, 1.3)),
    )
    high = max(m["size"][2] + m["clearance"]["top"] for m in machines) + chance.randrange(0, 2000, 100)
    load = max(m["weight"] * 9.81e-3 / (m["size"][0] * m["size"][1] / 1e6) for m in machines)
    corner = 3000 if name != "F0" or chance.random() < 0.3 else 0
    site["floors"].append(
        {"id": name, "outline": [[0, 0], [width + corner, deep]], "clear_height": high, "load": round(load + 1, 1)}
    )
    made += machines
    if name == "F0":
        door = {"id": "dock", "floor": name, "at": [0, deep // 2], "width": max(2000, aisle), "depth": min(aisle, 1000)}
        site["doors"].append(door)
    beyond = max(widest + aisle, width)
    if beyond + 400 <= width + corner:
        site["obstacles"].append(
            {"id": f"{name}-column", "floor": name, "polygon": [[beyond, 0], [beyond + 400, 400]], "kind": "column"}
        )


def _levels(chance: random.Random, site: Json) -> None:
    """Stack the floors and join them by a lift in a corner that all of them have and no machine is in."""
    floors = site["floors"]
    for level, floor in enumerate(floors):
        floor["elevation"] = sum(each["clear_height"] + 500 for each in floors[:level])
    if len(floors) == 1:
        return
    right = max(floor["outline"][1][0] for floor in floors) + 1000
    for floor in floors:
        floor["outline"][1][0] = right + 2500
    low = min(floor["outline"][1][1] for floor in floors)
    at = [right + 1000, max(1000, low // 2)]
    site["lifts"].append(
        {
            "id": "lift",
            "at": at,
            "size": [2000, 2000],
            "floors": [f["id"] for f in floors],
            "trip": chance.randint(5, 40),
        }
    )


def _flows(chance: random.Random, names: list[str], door: str) -> list[Json]:
    """Return a main line through a part of the machines, and some flows beside it."""
    line = [door, *chance.sample(names, max(2, len(names) * 2 // 3))]
    loads = chance.randint(10, 60)
    flows = [{"source": a, "target": b, "loads": loads, "cost": 0.05} for a, b in pairwise(line)]
    for _ in range(len(names) // 2):
        a, b = chance.sample(names, 2)
        flows.append({"source": a, "target": b, "loads": chance.randint(1, 20), "cost": 0.05})
    return flows


def _impossible(chance: random.Random, project: Json) -> frozenset[str]:
    """Make a plant impossible; return the names of what contradicts."""
    item = chance.choice([each for each in project["items"] if "fixed_at" not in each])
    kind, floors = chance.randrange(5), project["site"]["floors"]
    if kind == 0:
        item["size"][0] = item["size"][1] = 100 + max(max(floor["outline"][1]) for floor in floors)
        item.pop("ports", None)
    elif kind == 1:
        item["size"][2] = 100 + max(floor["clear_height"] for floor in floors)
    elif kind == 2:
        item["weight"] = 5_000_000
    elif kind == 3:
        item["aisle"] = 100_000
    else:
        item["fixed_at"] = {"floor": floors[0]["id"], "x": -item["size"][0], "y": 0, "turn": item.get("turns", [0])[0]}
    return frozenset({item["id"]})
