"""The tool for machine selection: chooses by a brief, or shows a selection that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence
from plant_tools.selection.desk import SelectionDesk
from plant_tools.selection.reading import brief_of
from plant_tools.selection.telling import TOOL, evidence_of
from plant_tools.tool import Finding, ToolError

Json = dict[str, Any]


class SelectionTool:
    """Selects and sizes machines; what it finds is kept in the home."""

    name = TOOL
    description = (
        "Selects machines and how many: hard requirements, capacity with scrap and takt, cost of a good part, "
        "weighted ranking with its firmness; datasheet values are checked against the pages they cite."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "brief": {"type": "object", "description": "products, operations, candidates (select-machines.md)"},
            "number": {"type": "integer", "minimum": 0, "default": 0, "description": "a kept one, 0 for the latest"},
            "what_if": {
                "type": "string",
                "maxLength": 500,
                "description": "demand doubles, three shifts, noise counts twice",
            },
        },
        "additionalProperties": False,
    }

    def __init__(self, desk: SelectionDesk) -> None:
        self.desk = desk

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return what is chosen and what it costs. Raises ``ToolError``."""
        return Finding(self.evidence(self.selected(arguments, principal), principal))

    def selected(self, arguments: Mapping[str, Any], principal: Principal) -> Json:
        """Return the selection that ``arguments`` ask for, in plain fields. Raises ``ToolError``."""
        number = arguments.get("number") or 0
        if not isinstance(number, int):
            raise ToolError(f"number is {number!r}; it must be a whole number.")
        try:
            if arguments.get("brief"):
                return self.desk.select(brief_of(arguments["brief"]), principal)
            if text := str(arguments.get("what_if") or ""):
                return self.desk.what_if(number, text, principal)
            return self.desk.show(number, principal)
        except PlantError as error:
            raise ToolError(error.message, remedy=error.remedy) from error

    def evidence(self, selection: Json, principal: Principal) -> tuple[Evidence, ...]:
        """Return what a selection states; its datasheets are cited as far as ``principal`` may see them today."""
        return evidence_of(selection, self.desk.proofs(brief_of(selection["brief"]), principal))
