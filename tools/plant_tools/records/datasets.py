"""The data sets that are loaded: listed, and forgotten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from plant_tools.records.errors import UnknownDataset
from plant_tools.records.fields import TARGETS
from plant_tools.records.inspected import TABLES
from plant_tools.records.sight import Who
from plant_tools.records.store import Store

Json = dict[str, Any]

_dataset = TABLES["dataset"]


def datasets(store: Store, who: Who) -> list[Json]:
    """Return every data set that ``who`` sees: its rights, how much it holds, the time its orders span, its files."""
    with store.reading(who) as connection:
        return [
            _described(connection, row) for row in connection.execute(select(_dataset).order_by(_dataset.c.name)).all()
        ]


def names(store: Store, who: Who) -> list[str]:
    """Return the names of all data sets that ``who`` sees, in order."""
    with store.reading(who) as connection:
        return [str(name) for (name,) in connection.execute(text("SELECT name FROM dataset ORDER BY name"))]


def is_empty(store: Store, who: Who) -> bool:
    """Tell whether there is no data set for ``who``; counts nothing, so it is quick however much there is."""
    with store.reading(who) as connection:
        return connection.execute(text("SELECT id FROM dataset LIMIT 1")).first() is None


def forget(store: Store, who: Who, dataset: str) -> Json:
    """Remove a data set that ``who`` sees, with all its records, and return what it held. Raises ``UnknownDataset``."""
    with store.reading(who) as connection:
        dataset_id = id_of(connection, dataset)
    with store.writing() as connection:
        held = _held(connection, dataset_id)
        for target in TARGETS.values():
            _delete(connection, target.table, dataset_id)
        connection.execute(text("DELETE FROM import_run WHERE dataset_id = :id"), {"id": dataset_id})
        connection.execute(text("DELETE FROM dataset WHERE id = :id"), {"id": dataset_id})
    return {"dataset": dataset, "held": held}


def id_of(connection: Connection, dataset: str) -> int:
    """Return the id of a data set. Raises ``UnknownDataset`` with those that there are."""
    known = {str(name): int(key) for key, name in connection.execute(text("SELECT id, name FROM dataset"))}
    if dataset not in known:
        there = f"There is: {', '.join(sorted(known))}." if known else "Load some: plant-copilot records load FILE."
        raise UnknownDataset(f"There is no data set {dataset!r}.", remedy=there)
    return known[dataset]


def _described(connection: Connection, row: Row[Any]) -> Json:
    dataset_id = int(row.id)
    orders = TABLES["work_order"]
    span = select(func.min(orders.c.finished_at), func.max(orders.c.finished_at))
    first, last = connection.execute(span.where(orders.c.dataset_id == dataset_id)).one()
    runs = TABLES["import_run"]
    files = select(runs.c.file, runs.c.loaded_into, runs.c.at_utc, runs.c.rows, runs.c.refused)
    return {
        "dataset": row.name,
        "time_zone": row.time_zone,
        **rights_of(row),
        "held": _held(connection, dataset_id),
        "first": first.isoformat(" ") if first else None,
        "last": last.isoformat(" ") if last else None,
        "files": [
            {"file": f, "table": table, "loaded_utc": at.isoformat(" "), "rows": rows, "refused": refused}
            for f, table, at, rows, refused in connection.execute(
                files.where(runs.c.dataset_id == dataset_id).order_by(runs.c.id)
            )
        ],
    }


def rights_of(row: Row[Any]) -> Json:
    """Return {rights, site, row_groups} of a data set."""
    return {"rights": list(row.rights), "site": row.site, "row_groups": list(row.row_groups)}


def _held(connection: Connection, dataset_id: int) -> dict[str, int]:
    """Return how many rows each kind of list has, those without any left out."""
    counted = {}
    for name, target in TARGETS.items():
        table = TABLES[target.table]
        number = select(func.count()).select_from(table).where(table.c.dataset_id == dataset_id)
        counted[name] = int(connection.execute(number).scalar_one())
    return {name: count for name, count in counted.items() if count}


def _delete(connection: Connection, name: str, dataset_id: int) -> None:
    table = TABLES[name]
    connection.execute(table.delete().where(table.c.dataset_id == dataset_id))
