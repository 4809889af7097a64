"""An example to begin with: a small workshop, as the template of `layout template` and as what the sample plant has."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def _machine(name: str, label: str, size: list[int], weight: int, **more: Any) -> Json:
    clear = {"front": 800, "back": 400, "left": 300, "right": 300, "top": 300}
    return {"id": name, "name": label, "size": size, "weight": weight, "clearance": clear, "access": "front"} | more


def _today(*rows: tuple[str, int, int, int]) -> list[Json]:
    return [{"item": item, "floor": "hall", "x": x, "y": y, "turn": turn} for item, x, y, turn in rows]


SAMPLE: Json = {
    "name": "Brunnental, bottling hall",
    "site": {
        "floors": [
            {"id": "hall", "outline": [[0, 0], [30000, 0], [30000, 14000], [24000, 14000], [24000, 18000], [0, 18000]]}
            | {"clear_height": 6000, "load": 25}
        ],
        "obstacles": [
            {"id": "column-1", "floor": "hall", "polygon": [[9800, 8800], [10200, 9200]], "kind": "column"},
            {"id": "column-2", "floor": "hall", "polygon": [[19800, 8800], [20200, 9200]], "kind": "column"},
            {"id": "office", "floor": "hall", "polygon": [[0, 14500], [5000, 18000]], "kind": "room"},
        ],
        "doors": [
            {"id": "goods-in", "floor": "hall", "at": [0, 5000], "kind": "dock"},
            {"id": "goods-out", "floor": "hall", "at": [30000, 7000], "kind": "dock"},
        ],
        "zones": [{"id": "switchgear", "floor": "hall", "polygon": [[24500, 0], [30000, 1500]], "rule": "free"}],
        "aisle": {"width": 1500, "main": 2500, "truck": "pallet truck"},
    },
    "items": [
        _machine("BL-301", "blow moulder", [4200, 2600, 3200], 6500, move_cost=9000),
        _machine("FL-302", "filler", [3600, 3000, 2800], 5200, move_cost=12000),
        _machine("CP-303", "capper", [1600, 1400, 2200], 1400, move_cost=2500),
        _machine("LB-305", "labeller", [2400, 1600, 2100], 1800, move_cost=3500),
        _machine("SW-306", "shrink wrapper", [4000, 1800, 2300], 2600, move_cost=4500),
        _machine("PL-307", "palletizer", [3200, 3000, 3400], 3900, move_cost=7000),
        _machine("K-110", "compressor", [1800, 1200, 1700], 950, move_cost=1800, tags=["noise"]),
        _machine("CH-115", "chiller", [2600, 1200, 2000], 1600, move_cost=2600),
        _machine("QC-120", "laboratory bench", [2400, 900, 1500], 250, move_cost=400),
    ],
    "routings": [
        {
            "product": "A",
            "demand": 9600,
            "batch": 400,
            "cost": 0.06,
            "steps": ["goods-in", "BL-301", "FL-302", "CP-303", "LB-305", "SW-306", "PL-307", "goods-out"],
        },
        {
            "product": "B",
            "demand": 3000,
            "batch": 250,
            "cost": 0.06,
            "steps": ["goods-in", "FL-302", "CP-303", "SW-306", "PL-307", "goods-out"],
        },
    ],
    "flows": [{"source": "FL-302", "target": "QC-120", "loads": 6, "cost": 0.05, "handling": "samples on foot"}],
    "rel": [
        {"a": "QC-120", "b": "K-110", "rating": "X", "reason": "noise", "distance": 6000},
        {"a": "FL-302", "b": "CH-115", "rating": "A", "reason": "short cold pipes"},
        {"a": "BL-301", "b": "K-110", "rating": "E", "reason": "compressed air"},
    ],
    "weights": {"rel": 0.002},
    "current": _today(
        ("BL-301", 20000, 11000, 0),
        ("FL-302", 2200, 9000, 0),
        ("CP-303", 14000, 1500, 0),
        ("LB-305", 12500, 15000, 0),
        ("SW-306", 4000, 1500, 0),
        ("PL-307", 14000, 9500, 0),
        ("K-110", 26500, 10500, 0),
        ("CH-115", 19000, 1500, 0),
        ("QC-120", 8000, 15000, 0),
    ),
}
