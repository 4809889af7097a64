"""Runs of procedures as a tool: looked up only. To do a procedure takes a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.sop.doing.desk import STATES
from plant_tools.sop.errors import SopInvalid, UnknownSop
from plant_tools.tool import Finding, ToolError

if TYPE_CHECKING:
    from plant_tools.sop.doing.desk import DoingDesk

Json = dict[str, Any]


class RunsTool:
    """Shows one run of a procedure with its record, or lists runs. No argument of it writes anything."""

    name = "sop_runs"
    description = (
        "Looks up who did which standard operating procedure when, with the values that were measured. Read only: "
        "people do procedures."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "run": {"type": "integer", "description": "number of one run"},
            "sop": {"type": "string", "description": "id of a procedure, such as SOP-P-101-1"},
            "state": {"type": "string", "enum": list(STATES)},
        },
        "additionalProperties": False,
    }

    def __init__(self, desk: DoingDesk) -> None:
        self.desk = desk

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return the runs asked for. Raises ``ToolError``."""
        if strange := set(arguments) - set(self.schema["properties"]):
            raise ToolError(f"sop_runs takes no {', '.join(sorted(strange))}.", remedy="It takes run, sop or state.")
        number = str(arguments.get("run") or "")
        if number and not number.isdecimal():
            raise ToolError(f"run is {number!r}; it must be a whole number.")
        try:
            if number:
                one = self.desk.show(int(number), principal)
                return Finding((evidence_of(one, one["record"]),))
            asked = {name: str(arguments.get(name, "")) for name in ("state", "sop")}
            listed = self.desk.listing(principal, **asked)["runs"]
        except (UnknownSop, SopInvalid) as error:
            raise ToolError(error.message, remedy=error.remedy) from error
        return Finding(tuple(evidence_of(one, f"{one['sop']}: {one['worker']}, {one['state']}") for one in listed))


def evidence_of(one: Json, told: str) -> Evidence:
    """Return what stands behind a run: its row."""
    query = f"SELECT * FROM sop_run WHERE id = {one['run']}"  # noqa: S608 - shown, not run
    cited = RecordsCitation("procedures", (f"run {one['run']}",), query, 1, one["sop"])
    return Evidence(RunsTool.name, told, (cited,), one["state"])
