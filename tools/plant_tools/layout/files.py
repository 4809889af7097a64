"""The files of a solution, by name; those that need a library that is not installed are left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from plant_tools.layout.drawing.comparison import comparison
from plant_tools.layout.drawing.plan import plan
from plant_tools.layout.drawing.svg import svg
from plant_tools.layout.errors import UnknownLayout
from plant_tools.layout.project import Layout, Project
from plant_tools.layout.reading import layout_of, project_of

Json = dict[str, Any]
NAMES = (
    "layout.json",
    "plan.json",
    "plan.svg",
    "today.svg",
    "plan.png",
    "plan.dxf",
    "charts.xlsx",
    "comparison.html",
    "certificate.json",
)


def file_of(told: Json, name: str) -> bytes:
    """Return a file of a solution in plain fields. Raises ``UnknownLayout``; ``ToolError`` without its library."""
    project, layout = project_of(told["project"]), layout_of(told["layout"])
    plain: dict[str, Callable[[], Json]] = {
        "layout.json": lambda: told,
        "plan.json": lambda: plan(told),
        "certificate.json": lambda: dict(told["certificate"]),
    }
    if name in plain:
        return orjson.dumps(plain[name](), option=orjson.OPT_INDENT_2)
    if name == "plan.svg":
        return svg(project, layout, title="Proposal").encode()
    if name == "today.svg" and told["today"]:
        return _today(project).encode()
    if name == "comparison.html":
        today = _today(project) if told["today"] else ""
        return comparison(told, svg(project, layout, title="Proposal"), today).encode()
    return _heavy(told, name, project, layout)


def _today(project: Project) -> str:
    return svg(project, project.current, title="Today")


def _heavy(told: Json, name: str, project: Project, layout: Layout) -> bytes:
    if name == "plan.png":
        from plant_tools.layout.drawing.png import png

        return png(project, layout)
    if name == "plan.dxf":
        from plant_tools.layout.drawing.dxf import dxf

        return dxf(project, layout).encode()
    if name == "charts.xlsx":
        from plant_tools.layout.drawing.sheets import workbook

        return workbook(told)
    raise UnknownLayout(f"There is no file {name!r}.", remedy=f"Files are: {', '.join(NAMES)}.")
