"""From the records to the ledger: which texts the orders of each data set have, as of its latest import."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from plant_tools.cases.texts import OrderText
from plant_tools.records.sight import Upkeep
from plant_tools.records.tables import Dataset, ImportRun, WorkOrder

if TYPE_CHECKING:
    from plant_tools.cases.ledger import Ledger
    from plant_tools.records.store import Store

_AT_ONCE = 2_000
_GATHERING = Upkeep("gathering the texts of all orders, each with its rights")


def gather(store: Store, ledger: Ledger) -> bool:
    """Bring the ledger up to date with the records; tell whether anything had changed.

    A data set is read as a whole when any file was loaded into it: its distinct texts are far fewer than its orders,
    and a row that was loaded again may say something else now.
    """
    with store.reading(_GATHERING) as connection:
        there = {key: (name, _runs(connection, key)) for key, name in _datasets(connection)}
        known = ledger.datasets()
        changed = [key for key in there if known.get(key) != there[key]]
        for key in changed:
            ledger.replace(key, *there[key], _said(connection, key))
    gone = [key for key in known if key not in there]
    for key in gone:
        ledger.forget(key)
    return bool(changed or gone)


def _datasets(connection: Connection) -> list[tuple[int, str]]:
    c = Dataset.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    return [(int(key), str(name)) for key, name in connection.execute(select(c.id, c.name))]


def _runs(connection: Connection, dataset_id: int) -> str:
    """Return what tells the imports of orders into a data set from those into one of the same number later."""
    c = ImportRun.__table__.c  # type: ignore[attr-defined]  # as above
    mine = (c.dataset_id == dataset_id, c.loaded_into == "work_orders")
    rows = connection.execute(select(c.id, c.at_utc, c.sha256).where(*mine).order_by(c.id))
    return json.dumps([[key, str(at), sha256] for key, at, sha256 in rows])


def _said(connection: Connection, dataset_id: int) -> Iterator[tuple[OrderText, str, str, int]]:
    c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # as above
    said = [func.coalesce(c[name], "") for name in ("title", "description", "asset_tag", "rights")]
    chosen = select(*said, func.count()).where(c.dataset_id == dataset_id).group_by(*said)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(chosen):
        text = OrderText(row[0], row[1])
        if text.text:
            yield text, row[2], row[3], row[4]
