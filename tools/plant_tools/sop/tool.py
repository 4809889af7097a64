"""The procedures as a tool: looked up only. To draft, hand in or approve takes a person at one of the doors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.sop.card import markdown
from plant_tools.sop.errors import SopInvalid, UnknownSop
from plant_tools.tool import Finding, ToolError

if TYPE_CHECKING:
    from plant_tools.sop.desk import SopDesk

Json = dict[str, Any]


class SopTool:
    """Shows one procedure, or lists those of an asset or in a state. No argument of it writes anything."""

    name = "sop"
    description = (
        "Looks up standard operating procedures that were drafted here, their state, what they lack and what has "
        "changed in their manuals. Read only: people draft and approve."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "sop": {"type": "string", "description": "id of one procedure, such as SOP-P-101-1"},
            "asset": {"type": "string", "description": "tag of an asset"},
            "state": {"type": "string", "enum": ["draft", "review", "approved", "superseded"]},
        },
        "additionalProperties": False,
    }

    def __init__(self, desk: SopDesk) -> None:
        self._desk = desk

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return the procedures asked for. Raises ``ToolError``."""
        if strange := set(arguments) - set(self.schema["properties"]):
            raise ToolError(f"sop takes no {', '.join(sorted(strange))}.", remedy="It takes sop, asset or state.")
        try:
            if arguments.get("sop"):
                one = self._desk.show(str(arguments["sop"]), principal)
                return Finding((evidence_of(one, markdown(one)),))
            asked = {name: str(arguments.get(name, "")) for name in ("state", "asset")}
            listed = self._desk.listing(principal, **asked)["sops"]
        except (UnknownSop, SopInvalid) as error:
            raise ToolError(error.message, remedy=error.remedy) from error
        return Finding(tuple(evidence_of(one, f"{one['sop']}: {one['title']} ({one['state']})") for one in listed))


def evidence_of(one: Json, told: str) -> Evidence:
    """Return what stands behind a version: its row."""
    query = f"SELECT * FROM sop_version WHERE sop = '{one['sop']}' AND version = {one['version']}"  # noqa: S608 - shown
    cited = RecordsCitation("procedures", (one["sop"],), query, 1, one["title"])
    return Evidence(SopTool.name, told, (cited,), one["state"], details={"hash": one["hash"]})
