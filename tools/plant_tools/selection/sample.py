"""An example to begin with: the labeller of the sample plant kept and overhauled, or one of two new ones."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_MANUAL = {"document": "LB-305 操作与维护手册", "revision": "3.2", "page": 3}
_CLEAR = {"front": 800, "back": 400, "left": 300, "right": 300, "top": 300}


def _cited(value: Any, quote: str) -> Json:
    return {"value": value, "cite": _MANUAL | {"quote": quote}}


SAMPLE: Json = {
    "name": "Brunnental, labeller of line 3",
    "products": [
        {"id": "A 0.5 L", "demand": 32_000_000, "material": "PET", "value": 0.06}
        | {"size": [65, 65, 220], "tolerance": 1.0}
        | {"route": [{"operation": "label", "batch": 60_000}, {"operation": "shrink", "batch": 60_000}]},
        {"id": "B 1.5 L", "demand": 8_000_000, "material": "PET", "value": 0.11}
        | {"size": [92, 92, 320], "tolerance": 1.0}
        | {"route": [{"operation": "label", "batch": 30_000}, {"operation": "shrink", "batch": 30_000}]},
    ],
    "operations": [
        {"id": "label", "name": "labelling", "scrap": 0.008, "replaces": "LB-305", "power": 40}
        | {"space": [7500, 4200], "height": 3500, "floor_load": 25},
        {"id": "shrink", "name": "shrink wrapping", "scrap": 0.004},
    ],
    "shifts": {"per_day": 3, "hours": 8, "breaks": 0.5, "days": 250, "utilisation": 0.85},
    "money": {"rate": 0.08, "years": 10, "energy": 0.19, "wage": 34, "floor_m2": 90, "floor_m3": 4},
    "candidates": [
        {"id": "LB-305-overhauled", "name": "QL-T200, overhauled", "operations": ["label"]}
        | {"rate": _cited(12_000, "12 000 瓶/h"), "cycles": {"B 1.5 L": 0.45}, "setup": 35}
        | {"availability": 0.88, "performance": 0.94, "scrap": 0.008}
        | {"envelope": [120, 120, 360], "materials": _cited(["PET"], "1.5 L 的 PET 圆瓶上粘贴")}
        | {"tolerance": _cited(0.5, "±0.5 mm"), "power": _cited(12, "12 kW"), "energy": 7.5}
        | {"weight": _cited(2600, "2 600 kg"), "size": [2400, 1600, 2100], "clearance": _CLEAR, "access": "front"}
        | {"price": 95_000, "install": 12_000, "service": 21_000, "tools": 0.0011, "operators": 0.5}
        | {"scores": {"noise": _cited(75, "75 dB(A)"), "training": 9}},
        {"id": "KR-24", "name": "rotary labeller, 24 heads", "operations": ["label"]}
        | {"rate": 24_000, "cycles": {"B 1.5 L": 0.22}, "setup": 25}
        | {"availability": 0.94, "performance": 0.96, "scrap": 0.003}
        | {"envelope": [130, 130, 380], "materials": ["PET", "glass"], "tolerance": 0.6, "power": 18, "energy": 11}
        | {"weight": 4100, "size": [2900, 2300, 2250], "clearance": _CLEAR, "access": "front"}
        | {"price": 410_000, "install": 35_000, "residual": 0.1, "service": 14_000, "tools": 0.0008}
        | {"operators": 0.5, "scores": {"noise": 78, "training": 5}},
        {"id": "LM-18", "name": "linear labeller, two lanes", "operations": ["label"]}
        | {"rate": 18_000, "cycles": {"B 1.5 L": 0.3}, "setup": 20}
        | {"availability": 0.91, "performance": 0.93, "scrap": 0.006}
        | {"envelope": [110, 110, 340], "materials": ["PET"], "tolerance": 1.0, "power": 9, "energy": 5}
        | {"weight": 1900, "size": [3600, 1500, 2000], "clearance": _CLEAR, "access": "front"}
        | {"price": 225_000, "install": 18_000, "residual": 0.1, "service": 12_000, "tools": 0.0009}
        | {"operators": 0.5, "scores": {"noise": 74, "training": 7}},
        {"id": "SL-40", "name": "sleeve applicator", "operations": ["label"], "rate": 40_000, "oee": 0.85}
        | {"envelope": [120, 120, 360], "materials": ["PET", "HDPE"], "tolerance": 2.0, "power": 55, "weight": 5200}
        | {"size": [5200, 2400, 3300], "clearance": _CLEAR, "price": 520_000, "install": 60_000, "operators": 1}
        | {"scores": {"noise": 82, "training": 4}},
    ],
    "criteria": [
        {"id": "cost_per_part", "better": "less"},
        {"id": "spare", "better": "more"},
        {"id": "noise", "better": "less"},
        {"id": "training", "better": "more"},
    ],
    "comparisons": [
        {"a": "cost_per_part", "b": "spare", "times": 3},
        {"a": "cost_per_part", "b": "noise", "times": 5},
        {"a": "cost_per_part", "b": "training", "times": 5},
        {"a": "spare", "b": "noise", "times": 2},
        {"a": "spare", "b": "training", "times": 2},
        {"a": "noise", "b": "training", "times": 1},
    ],
}


def template() -> str:
    """Return the example as YAML."""
    import yaml

    return yaml.dump(SAMPLE, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
