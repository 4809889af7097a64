"""Where layouts are solved and kept: a file each in the folder ``layouts`` of the home, with the plant they are of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from plant_tools.layout.errors import LayoutUnreadable, UnknownLayout
from plant_tools.layout.files import file_of
from plant_tools.layout.project import Layout, Project
from plant_tools.layout.reading import layout_of, project_of
from plant_tools.layout.report import checked_json, solution_json
from plant_tools.layout.wishes import Wish, wished
from plant_tools.numbered import NumberedFiles

Json = dict[str, Any]
Tell = Callable[[float, float], None]
"""Told of the cost of every better layout, and the seconds it took."""


class LayoutDesk:
    """The layouts of a home. Safe to share between threads and processes: a layout that is kept does not change."""

    def __init__(self, home: Path) -> None:
        remedy = "Solve one: plant-copilot layout solve FILE"
        self._kept = NumberedFiles(home / "layouts", "layout", unknown=UnknownLayout, remedy=remedy)

    def solve(self, project: Project, *, named: Sequence[str] = (), progress: Tell | None = None) -> Json:
        """Solve and keep: the solution with its ``number`` and ``file``. Raises ``LayoutImpossible``.

        ``named`` are the items that were spoken of, so that "these two" is understood later.
        """
        from plant_tools.layout.solve import solve  # the compiler of its kernels takes a second to load

        return self._kept.keep(solution_json(solve(project, progress=progress)) | {"named": list(named)})

    def change(self, number: int, wishes: Sequence[Wish], *, seconds: float = 0, progress: Tell | None = None) -> Json:
        """Change the plant of a kept layout (0: the latest) as wished, and solve it again.

        Raises ``UnknownLayout``, ``LayoutImpossible``, ``LayoutUnreadable`` for a wish that names nothing there.
        """
        kept = self.show(number)
        project, latest = project_of(kept["project"]), layout_of(kept["layout"])
        changed = wished(project, latest, wishes)
        if seconds:
            changed = with_options(changed, seconds=seconds)
        named = [name for wish in wishes for name in wish.names]
        told = self.solve(changed, named=named, progress=progress)
        return told | {"before": {"number": kept["number"], "cost": kept["cost"], "flow": kept["evaluation"]["flow"]}}

    @staticmethod
    def check(project: Project, layout: Layout) -> Json:
        """Check a layout: {certificate, evaluation, layout}."""
        return checked_json(project, layout)

    def show(self, number: int = 0) -> Json:
        """Return a kept layout, the latest one for 0. Raises ``UnknownLayout``."""
        return self._kept.read(number)

    def listing(self) -> Json:
        """List the kept layouts, the latest first: {layouts: [{number, name, route, items, cost, today, seconds}]}."""
        return {"layouts": [_line(told) for told in self._kept.all()]}

    def file(self, number: int, name: str) -> bytes:
        """Return a file of a kept layout by its name. Raises ``UnknownLayout``; ``ToolError`` without its library."""
        return file_of(self.show(number), name)

    @property
    def is_empty(self) -> bool:
        """Whether no layout is kept."""
        return not self._kept.numbers()


def _line(told: Json) -> Json:
    today = told["today"]
    return {
        "number": told["number"],
        "name": told["name"],
        "route": told["route"],
        "items": len(told["layout"]),
        "cost": told["cost"],
        "today": today["cost"] if today else None,
        "seconds": told["seconds"],
    }


def with_options(project: Project, **given: Any) -> Project:
    """Return the plant with options of its search replaced, those that are None left as they are.

    Seconds take the place of the plant's iterations, unless iterations are given too. Raises ``LayoutUnreadable`` for a
    value that cannot be.
    """
    asked = {name: value for name, value in given.items() if value is not None}
    anew = {"iterations": 0} if "seconds" in asked else {}
    options = project.options.model_dump() | anew | asked
    told = project.model_dump(exclude_defaults=True) | {"options": options}
    try:
        return project_of(told, "options")
    except LayoutUnreadable as error:
        raise LayoutUnreadable(error.message, remedy="docs/how-to/layout.md lists the options.") from error
