"""Machines, products and briefs for the tests of machine selection."""

from __future__ import annotations

from typing import Any

from plant_tools.selection.brief import Brief
from plant_tools.selection.reading import brief_of

Json = dict[str, Any]
SHIFTS = {"hours": 8, "days": 250, "utilisation": 0.85}


def machine(name: str = "M", **more: Any) -> Json:
    """A machine of 100 s a piece, A 0.9."""
    told = {"id": name, "operations": ["mill"], "cycle": 100, "availability": 0.9, "size": [2000, 1000, 1500]}
    return told | {"price": 1000} | more


def product(name: str = "P", demand: float = 386_661.6, *route: str, **more: Any) -> Json:
    return {"id": name, "demand": demand, "route": [{"operation": step} for step in route or ("mill",)]} | more


def brief(products: list[Json], candidates: list[Json], **more: Any) -> Brief:
    names = dict.fromkeys(step["operation"] for one in products for step in one["route"])
    told = {"products": products, "candidates": candidates, "shifts": SHIFTS, "operations": [{"id": n} for n in names]}
    return brief_of(told | more)
