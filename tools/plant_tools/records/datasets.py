"""The data sets that are loaded: listed, and forgotten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, text

from plant_tools.records.errors import UnknownDataset
from plant_tools.records.fields import TARGETS
from plant_tools.records.inspected import TABLES
from plant_tools.records.store import Store

Json = dict[str, Any]


def datasets(store: Store) -> list[Json]:
    """Return every data set with how much it holds, the time its orders span, and the files it came from."""
    with store.reading() as connection:
        known = connection.execute(text("SELECT id, name, time_zone FROM dataset ORDER BY name")).all()
        return [_described(connection, key, name, zone) for key, name, zone in known]


def names(store: Store) -> list[str]:
    """Return the names of all data sets, in order."""
    with store.reading() as connection:
        return [str(name) for (name,) in connection.execute(text("SELECT name FROM dataset ORDER BY name"))]


def is_empty(store: Store) -> bool:
    """Tell whether no data set is loaded; counts nothing, so it is quick however much there is."""
    with store.reading() as connection:
        return connection.execute(text("SELECT id FROM dataset LIMIT 1")).first() is None


def forget(store: Store, dataset: str) -> Json:
    """Remove a data set with all its records and return what it held. Raises ``UnknownDataset``."""
    with store.writing() as connection:
        dataset_id = id_of(connection, dataset)
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


def _described(connection: Connection, dataset_id: int, name: str, zone: str) -> Json:
    orders = TABLES["work_order"]
    span = select(func.min(orders.c.finished_at), func.max(orders.c.finished_at))
    first, last = connection.execute(span.where(orders.c.dataset_id == dataset_id)).one()
    runs = TABLES["import_run"]
    files = select(runs.c.file, runs.c.loaded_into, runs.c.at_utc, runs.c.rows, runs.c.refused)
    return {
        "dataset": name,
        "time_zone": zone,
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
