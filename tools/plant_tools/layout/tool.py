"""The tool for layouts: solves a plant, or shows and changes a layout that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal
from plant_tools.layout.desk import LayoutDesk, Tell, with_options
from plant_tools.layout.reading import project_of
from plant_tools.layout.telling import TOOL, evidence_of
from plant_tools.layout.wishes import Wish, read_wish
from plant_tools.tool import Finding, ToolError


class LayoutTool:
    """Lays out plants; what it finds is kept in the home."""

    name = TOOL
    description = (
        "Lays out a factory: solves a plant given as a project, shows a kept layout, or changes it and solves it again "
        "(keep an item where it is, swap two, another demand, near, apart). Every layout shown is certified."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "project": {"type": "object", "description": "a plant: site, items, flows (docs/how-to/layout.md)"},
            "layout": {"type": "integer", "minimum": 0, "default": 0, "description": "a kept one, 0 for the latest"},
            "change": {"type": "string", "maxLength": 500, "description": "in words: keep the press where it is"},
            "solve": {"type": "boolean", "default": False, "description": "solve the kept one again"},
            "seconds": {"type": "number", "exclusiveMinimum": 0, "maximum": 600},
        },
        "additionalProperties": False,
    }

    def __init__(self, desk: LayoutDesk) -> None:
        self.desk = desk

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:  # noqa: ARG002 - layouts have no rights
        """Return what the layout costs, and what each move is worth."""
        try:
            return Finding(evidence_of(self.laid_out(arguments)))
        except ToolError:
            raise
        except PlantError as error:
            raise ToolError(error.message, remedy=error.remedy) from error

    def laid_out(self, arguments: Mapping[str, Any], *, progress: Tell | None = None) -> dict[str, Any]:
        """Return the layout that ``arguments`` ask for, in plain fields. Raises a ``PlantError``."""
        seconds, number = _number(arguments, "seconds") or None, int(_number(arguments, "layout"))
        if arguments.get("project"):
            project = with_options(project_of(arguments["project"], "project"), seconds=seconds)
            return self.desk.solve(project, progress=progress)
        kept = self.desk.show(number)
        if text := str(arguments.get("change") or ""):
            return self.desk.change(number, [self._wish(text, kept)], seconds=seconds or 0.0, progress=progress)
        if arguments.get("solve"):
            options: Mapping[str, Any] = kept["project"].get("options", {})
            again = with_options(project_of(kept["project"]), seconds=seconds, seed=int(options.get("seed", 0)) + 1)
            return self.desk.solve(again, progress=progress)
        return kept

    @staticmethod
    def _wish(text: str, kept: Mapping[str, Any]) -> Wish:
        project = project_of(kept["project"])
        wish = read_wish(text, project, kept.get("named", ()))
        if wish is None:
            raise ToolError(
                f"{text!r} says nothing that can be changed.",
                remedy="Say keep X, swap X and Y, demand of P doubles, X next to Y, or X 5 m apart from Y.",
            )
        return wish


def _number(arguments: Mapping[str, Any], name: str) -> float:
    """Return an argument as a number, 0 without it. Raises ``ToolError``."""
    given = arguments.get(name) or 0
    try:
        return float(given)
    except (TypeError, ValueError) as error:
        raise ToolError(f"{name} is {given!r}; it must be a number.") from error
