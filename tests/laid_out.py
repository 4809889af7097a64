"""Small plants for the tests of layouts."""

from __future__ import annotations

from typing import Any

from plant_tools.layout.project import Layout, Project
from plant_tools.layout.reading import layout_of, project_of
from plant_tools.troubles import said

Json = dict[str, Any]


def two_machines(**more: Any) -> Json:
    """A hall of 20 x 10 m with a door and a column, a press and a saw; loads go from the door to both."""
    site = {
        "floors": [{"id": "hall", "outline": [[0, 0], [20000, 10000]], "clear_height": 5000, "load": 20}],
        "doors": [{"id": "door", "floor": "hall", "at": [0, 5000]}],
        "obstacles": [{"id": "column", "floor": "hall", "polygon": [[9800, 4800], [10200, 5200]], "kind": "column"}],
    }
    items = [
        {"id": "press", "size": [3000, 2000, 2500], "weight": 2000, "clearance": {"front": 800}, "access": "front"},
        {"id": "saw", "size": [2000, 1500, 1500], "weight": 500},
    ]
    flows = [
        {"source": "door", "target": "press", "loads": 5},
        {"source": "press", "target": "saw", "loads": 8, "product": "B"},
    ]
    return {"site": site, "items": items, "flows": flows} | more


def right() -> Layout:
    """A layout of it that breaks no rule."""
    return layout_of([at("press", 4000, 6500), at("saw", 12000, 1000)])


def at(item: str, x: int, y: int, turn: int = 0, floor: str = "hall", **more: Any) -> Json:
    """A placement."""
    return {"item": item, "floor": floor, "x": x, "y": y, "turn": turn} | more


def project(**more: Any) -> Project:
    """The plant of ``two_machines``."""
    return project_of(two_machines(**more))


def rules(plant: Project, *placed: Json) -> set[str]:
    """The rules that a layout breaks, each told in every language."""
    from plant_tools.layout.checking.checker import check

    violations = check(plant, layout_of(list(placed))).violations
    assert all(said(found.text, language) != found.text for found in violations for language in ("de", "zh-Hant"))
    return {found.rule for found in violations}
