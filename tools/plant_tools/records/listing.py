"""Work orders by their numbers, as they stand in the records, with the file and row that each came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from plant_tools.records.datasets import id_of
from plant_tools.records.inspected import TABLES
from plant_tools.records.sight import Who
from plant_tools.records.store import Store

Json = dict[str, Any]

_SHOWN = (
    "source_id asset_tag asset_name title description resolution wo_type status problem_code problem_text cause_code "
    "cause_text remedy_code remedy_text reported_at started_at finished_at duration_min downtime_min labour_h cost "
    "currency"
).split()


def orders(store: Store, who: Who, dataset: str, ids: Sequence[str]) -> list[Json]:
    """Return the orders of a data set with one of ``ids`` that ``who`` sees, by number. Raises ``UnknownDataset``."""
    table, runs = TABLES["work_order"], TABLES["import_run"]
    columns = [*(table.c[name] for name in _SHOWN), runs.c.file, table.c.source_row.label("row")]
    with store.reading(who) as connection:
        chosen = select(*columns).join(runs, runs.c.id == table.c.run_id)
        chosen = chosen.where(table.c.dataset_id == id_of(connection, dataset), table.c.source_id.in_(ids))
        rows = connection.execute(chosen.order_by(table.c.source_id)).mappings().all()
    return [
        {name: value.isoformat(" ") if name.endswith("_at") and value else value for name, value in row.items()}
        for row in rows
    ]
