"""The drafts as a tool: looked up only. To make one or to decide takes a person at one of the doors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.principal import Principal
from plant_tools.drafts.card import card
from plant_tools.drafts.desk import DraftDesk
from plant_tools.drafts.errors import DraftInvalid, UnknownDraft
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.tool import Finding, ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable


class DraftsTool:
    """Shows one draft, or those in a state. No argument of it writes anything."""

    name = "drafts"
    description = (
        "Looks up drafts of work orders, close-outs and shift handovers, and what became of them. Read only: a person "
        "approves drafts, no tool does."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "draft": {"type": "integer", "description": "number of one draft"},
            "state": {"type": "string", "enum": ["draft", "pending", "approved", "rejected"]},
        },
        "additionalProperties": False,
    }

    def __init__(self, desk: DraftDesk) -> None:
        self._desk = desk

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return the drafts asked for. Raises ``ToolError``."""
        if strange := set(arguments) - set(self.schema["properties"]):
            raise ToolError(f"drafts takes no {', '.join(sorted(strange))}.", remedy="It takes draft or state.")
        try:
            if "draft" in arguments:
                return _found([self._desk.show(int(arguments["draft"]), principal)])
            return _found(self._desk.listing(principal, state=str(arguments.get("state", "")))["drafts"])
        except (UnknownDraft, DraftInvalid, ValueError) as error:
            raise ToolError(str(error)) from error


def _found(drafts: Iterable[dict[str, Any]]) -> Finding:
    return Finding(
        tuple(
            Evidence("drafts", card(one), (_citation(one),), one["fields"], details={"state": one["state"]})
            for one in drafts
        )
    )


def _citation(one: dict[str, Any]) -> RecordsCitation:
    query = f"SELECT * FROM draft WHERE id = {one['draft']}"  # noqa: S608 - a number, and shown only
    return RecordsCitation(one["dataset"], (str(one["draft"]),), query, 1, one["text"])
