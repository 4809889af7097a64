"""What may be done at all: the version in force, by somebody who may see it, with no safety step that has changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from plant_knowledge_ingest.principal import Principal
from plant_tools.sop import kept
from plant_tools.sop.errors import SopRefused, UnknownSop
from plant_tools.sop.lineage import blocking
from plant_tools.sop.model import State


def version_for(connection: Connection, sop: str, version: int, principal: Principal, mode: str) -> Row[Any]:
    """Return the version to be done: for work the one in force, for training any, by default the latest.

    Raises ``UnknownSop`` where there is none or ``principal`` may not see it, ``SopRefused`` where it may not be done.
    """
    row = kept.find(connection, sop, version)
    if mode == "work":
        row = kept.approved(connection, sop) or row
    if not principal.reaches(row.rights):
        raise UnknownSop(f"There is no procedure {sop}.", remedy="List them: plant-copilot sop list")
    if mode == "work":
        refuse_unless_in_force(connection, row)
    return row


def may_see(connection: Connection, run: Row[Any], principal: Principal) -> bool:
    """Tell whether somebody may see all that the procedure of a run quotes."""
    return principal.reaches(kept.find(connection, run.sop, run.version).rights)


def refuse_unless_in_force(connection: Connection, row: Row[Any]) -> None:
    """Raise ``SopRefused`` unless a version is approved, not replaced, and its safety steps are as in the manuals."""
    if row.state != State.APPROVED:
        raise SopRefused(
            f"{row.sop} version {row.version} is {row.state}, not approved.",
            remedy=f"Walk it for training: plant-copilot sop do {row.sop} --training --by NAME",
        )
    latest = kept.approved(connection, row.sop)
    if latest is not None and latest.version != row.version:
        raise SopRefused(
            f"{row.sop} version {row.version} was replaced by version {latest.version}.",
            remedy=f"Begin the new one: plant-copilot sop do {row.sop}",
        )
    steps = [step.id for step in kept.procedure_of(row).steps]
    if blocked := [number for number, step in enumerate(steps, 1) if step in blocking(row.flags)]:
        raise SopRefused(
            f"The manual has changed at safety step {blocked[0]} of {row.sop} version {row.version}.",
            remedy=f"Have it reviewed: plant-copilot sop show {row.sop}",
        )


def changed_of(row: Row[Any]) -> dict[str, str]:
    """Return what the manual says now, "" where the text is gone, by the id of the step whose source changed."""
    return {str(flag["step"]): (flag["new"] or {}).get("quote", "") for flag in row.flags if flag["step"]}
