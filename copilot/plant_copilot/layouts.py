"""Layouts, as Python sees them: solve, change, check, show; files of a kept one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable

if TYPE_CHECKING:
    from plant_tools.layout.desk import LayoutDesk
    from plant_tools.layout.project import Project

Json = dict[str, Any]
Tell = Callable[[float, float], None]


class Layouts:
    """The layouts of a home.

    A layout is {number, file, name, route, seed, seconds, iterations, history, refused, layout, certificate, cost,
    evaluation, today, alternatives, bound, moves, payback, project}; all of it is certified (docs/how-to/layout.md).
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    @cached_property
    def desk(self) -> LayoutDesk:
        """Where layouts are solved and kept."""
        from plant_tools.layout.desk import LayoutDesk

        return LayoutDesk(self._home)

    def solve(
        self,
        plant: Path | Mapping[str, Any],
        *,
        seconds: float | None = None,
        seed: int | None = None,
        iterations: int | None = None,
        style: str | None = None,
        on_progress: Tell | None = None,
    ) -> Json:
        """Solve the plant in a file (JSON, XLSX) or a mapping, keep the result and return it.

        ``on_progress`` is told the cost and the seconds of every better layout. ``iterations`` in place of seconds give
        the same layout every time. Raises ``LayoutUnreadable``, ``LayoutImpossible``.
        """
        from plant_tools.layout.desk import with_options

        given = {"seconds": seconds, "seed": seed, "iterations": iterations, "style": style}
        return self.desk.solve(with_options(self._project(plant), **given), progress=on_progress)

    def change(self, number: int, text: str, *, seconds: float = 0, on_progress: Tell | None = None) -> Json:
        """Change a kept layout (0: the latest) as ``text`` wishes, solve again, keep and return it; also {before}.

        Raises ``WrongUse`` where the text wishes nothing, ``UnknownLayout``, ``LayoutImpossible``.
        """
        from plant_tools.layout.reading import project_of
        from plant_tools.layout.wishes import read_wish

        kept = self.desk.show(number)
        wish = read_wish(readable(text), project_of(kept["project"]), kept.get("named", ()))
        if wish is None:
            raise WrongUse(
                f"{text!r} wishes nothing of layout {kept['number']}.",
                remedy="Say keep X, swap X and Y, demand of P doubles, X next to Y, or X 5 m apart from Y.",
            )
        return self.desk.change(kept["number"], [wish], seconds=seconds, progress=on_progress)

    def check(self, plant: Path | Mapping[str, Any], layout: Any = None) -> Json:
        """Check a layout of a plant, today's where none is given: {certificate, evaluation, layout}.

        Raises ``LayoutUnreadable``.
        """
        from plant_tools.layout.reading import layout_of

        project = self._project(plant)
        return self.desk.check(project, project.current if layout is None else layout_of(readable(layout)))

    def show(self, number: int = 0) -> Json:
        """Return a kept layout, the latest one for 0. Raises ``UnknownLayout``."""
        return self.desk.show(number)

    def list(self) -> Json:
        """List kept layouts, the latest first: {layouts: [...]}."""
        return self.desk.listing()

    def file(self, number: int, name: str) -> bytes:
        """Return layout.json, plan.svg, today.svg, plan.png, plan.dxf, charts.xlsx or comparison.html of a kept one."""
        return self.desk.file(number, name)

    @staticmethod
    def sample() -> Json:
        """Return the bottling hall of the sample plant, as a plant to be solved."""
        from plant_tools.layout.sample import SAMPLE

        return dict(SAMPLE)

    @staticmethod
    def template(form: str = "json") -> bytes:
        """Return an example to begin with, as json or xlsx. Raises ``WrongUse``."""
        import orjson

        from plant_tools.layout.sample import SAMPLE

        if form == "json":
            return orjson.dumps(SAMPLE, option=orjson.OPT_INDENT_2)
        if form == "xlsx":
            from plant_tools.layout.importing.workbook import written

            return written(SAMPLE)
        raise WrongUse(f"There is no template as {form!r}.", remedy="It is json or xlsx.")

    @staticmethod
    def _project(plant: Path | Mapping[str, Any]) -> Project:
        from plant_tools.layout.importing.files import read_file
        from plant_tools.layout.reading import project_of

        return project_of(readable(dict(plant))) if isinstance(plant, Mapping) else read_file(Path(plant))
