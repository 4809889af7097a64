"""Where layouts are solved and kept: a file each in the folder ``layouts`` of the home, with the plant they are of."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson

from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_tools.layout.errors import LayoutUnreadable, UnknownLayout
from plant_tools.layout.files import file_of
from plant_tools.layout.project import Layout, Project
from plant_tools.layout.reading import layout_of, project_of
from plant_tools.layout.report import checked_json, solution_json
from plant_tools.layout.solve import solve
from plant_tools.layout.wishes import Wish, wished

Json = dict[str, Any]
Tell = Callable[[float, float], None]
"""Told of the cost of every better layout, and the seconds it took."""


class LayoutDesk:
    """The layouts of a home. Safe to share between threads and processes: a layout that is kept does not change."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "layouts"

    def solve(self, project: Project, *, named: Sequence[str] = (), progress: Tell | None = None) -> Json:
        """Solve and keep: the solution with its ``number`` and ``file``. Raises ``LayoutImpossible``.

        ``named`` are the items that were spoken of, so that "these two" is understood later.
        """
        return self._keep(solution_json(solve(project, progress=progress)) | {"named": list(named)})

    def change(self, number: int, wishes: Sequence[Wish], *, seconds: float = 0, progress: Tell | None = None) -> Json:
        """Change the plant of a kept layout (0: the latest) as wished, and solve it again.

        Raises ``UnknownLayout``, ``LayoutImpossible``, ``LayoutUnreadable`` for a wish that names nothing there.
        """
        kept = self.show(number)
        project, latest = project_of(kept["project"]), layout_of(kept["layout"])
        changed = wished(project, latest, wishes)
        if seconds:
            changed = changed.model_copy(update={"options": changed.options.model_copy(update={"seconds": seconds})})
        named = [name for wish in wishes for name in wish.names]
        told = self.solve(changed, named=named, progress=progress)
        return told | {"before": {"number": kept["number"], "cost": kept["cost"], "flow": kept["evaluation"]["flow"]}}

    @staticmethod
    def check(project: Project, layout: Layout) -> Json:
        """Check a layout: {certificate, evaluation, layout}."""
        return checked_json(project, layout)

    def show(self, number: int = 0) -> Json:
        """Return a kept layout, the latest one for 0. Raises ``UnknownLayout``."""
        numbers = self._numbers()
        if not numbers:
            raise UnknownLayout("No layout is kept.", remedy="Solve one: plant-copilot layout solve FILE")
        wanted = number or numbers[-1]
        try:
            told: Json = orjson.loads(self._file(wanted).read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            known = ", ".join(map(str, numbers[-10:]))
            raise UnknownLayout(f"There is no layout {wanted}.", remedy=f"There are {known}.") from error
        return told

    def listing(self) -> Json:
        """List the kept layouts, the latest first: {layouts: [{number, name, route, items, cost, today, seconds}]}."""
        told = [self.show(number) for number in reversed(self._numbers())]
        return {"layouts": [_line(one) for one in told]}

    def file(self, number: int, name: str) -> bytes:
        """Return a file of a kept layout by its name. Raises ``UnknownLayout``; ``ToolError`` without its library."""
        return file_of(self.show(number), name)

    @property
    def is_empty(self) -> bool:
        """Whether no layout is kept."""
        return not self._numbers()

    def _numbers(self) -> list[int]:
        stems = (file.stem.removeprefix("layout-") for file in self._folder.glob("layout-*.json"))
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def _file(self, number: int) -> Path:
        return self._folder / f"layout-{number}.json"

    def _keep(self, told: Json) -> Json:
        """Write a solution under the next free number, whole or not at all. Raises ``LibraryWriteFailed``."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = (self._numbers() or [0])[-1] + 1
            while True:
                kept = {"number": number, "file": self._file(number).name} | told
                partial = self._folder / f".{os.getpid()}-{number}"
                partial.write_bytes(orjson.dumps(kept))
                try:
                    os.link(partial, self._file(number))  # fails where another process took the number
                except FileExistsError:
                    number += 1
                    continue
                finally:
                    partial.unlink()
                return kept
        except OSError as error:
            raise LibraryWriteFailed(f"Cannot write into {self._folder}: {error.strerror}.") from error


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
    """Return the plant with options of its search replaced. Raises ``LayoutUnreadable`` for a value that cannot be."""
    options = project.options.model_dump() | {name: value for name, value in given.items() if value is not None}
    told = project.model_dump(exclude_defaults=True) | {"options": options}
    try:
        return project_of(told, "options")
    except LayoutUnreadable as error:
        raise LayoutUnreadable(error.message, remedy="docs/how-to/layout.md lists the options.") from error
