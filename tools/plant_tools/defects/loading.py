"""Loads a file of inspections, whatever else its headings might be taken for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plant_tools.records.errors import MappingInvalid
from plant_tools.records.load import load, propose_for
from plant_tools.records.mapping import ColumnMapping
from plant_tools.records.report import LoadReport
from plant_tools.records.store import Store

TABLE = "inspections"


def load_inspections(
    store: Store,
    path: Path,
    *,
    dataset: str,
    mapping: ColumnMapping | None,
    options: Mapping[str, str],
    rights: Mapping[str, Any] | None = None,
) -> LoadReport:
    """Load product inspections into ``dataset``; columns without a field are parameters of the process.

    Raises ``RecordsUnreadable``, ``RecordsOutOfReach``, and ``MappingInvalid``, which names what is missing.
    """
    if mapping is None:
        proposal = propose_for(path, table=TABLE)
        if proposal.missing:
            raise MappingInvalid(
                f"{path}: no column was recognised for {', '.join(proposal.missing)} of inspections.",
                remedy="A defect code, and a quantity, product, batch or shift are needed. Name the columns in a "
                "mapping with `table: inspections`, and give it with --mapping.",
            )
        mapping = proposal.mapping
    if mapping.table != TABLE:
        raise MappingInvalid(f"The mapping is for {mapping.table}, not for inspections.")
    return load(store, path, dataset=dataset, mapping=mapping, options=options, rights=rights)
