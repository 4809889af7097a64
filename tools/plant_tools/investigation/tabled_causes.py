"""Causes that the fault tables of manuals list for a symptom, each with the row it stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence
from plant_tools.investigation.fault_rows import FaultRow, causes_of, fault_rows
from plant_tools.rca.statement import TOOL

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_knowledge_ingest.library import Library


def tabled(
    library: Library, symptom: str, asset: str, principal: Principal, lend: Callable[[], Embedder] | None
) -> tuple[Evidence, ...]:
    """Return one piece of evidence for each row that fits: what it says, quoted, and the causes that it lists."""
    if library.is_empty:
        return ()
    return tuple(_told(row) for row in fault_rows(library, symptom, asset, principal, lend) if row.row.cause)


def _told(row: FaultRow) -> Evidence:
    said = {
        "code": row.row.code,
        "meaning": row.row.meaning,
        "causes": causes_of(row.row.cause),
        "remedy": row.row.remedy,
        "likeness": round(row.likeness, 3),
    }
    return Evidence(TOOL, row.citation.quote, (row.citation,), details={"fault_row": said})
