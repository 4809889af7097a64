"""Investigations as a tool: looked up only. To begin, answer or confirm takes a person at one of the doors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_knowledge_ingest.principal import Principal
from plant_tools.investigation import cited
from plant_tools.investigation.card import card
from plant_tools.investigation.desk import InvestigationDesk
from plant_tools.investigation.errors import UnknownInvestigation
from plant_tools.tool import Finding, ToolError

TOOL = "root_cause"


class InvestigationsTool:
    """Shows one investigation: its candidates with what backs them. No argument of it changes anything."""

    name = TOOL
    description = (
        "Looks up root-cause sessions and troubleshooting trees: candidate causes, answers, what was confirmed. Read "
        "only: a person leads and confirms."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {"investigation": {"type": "integer", "description": "its number"}},
        "required": ["investigation"],
        "additionalProperties": False,
    }

    def __init__(self, desk: InvestigationDesk) -> None:
        self._desk = desk

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return the candidates of an investigation, each with its citations. Raises ``ToolError``."""
        if set(arguments) != {"investigation"}:
            raise ToolError("root_cause takes the number of an investigation.", remedy='{"investigation": 3}')
        try:
            one = self._desk.show(int(arguments["investigation"]), principal)
        except (UnknownInvestigation, ValueError, TypeError) as error:
            raise ToolError(str(error)) from error
        found = [e for c in one["candidates"] for e in c["evidence"]]
        return Finding(cited.evidence(TOOL, found), gap="" if found else card(one))
