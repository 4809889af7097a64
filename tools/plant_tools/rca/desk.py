"""Rankers of the data sets of a home: fitted when first asked, and again when the records have changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from plant_tools.rca.coded import CodedOrders, read_coded
from plant_tools.rca.meaning import meaning
from plant_tools.rca.ranker import Ranker
from plant_tools.records.tables import Dataset, ImportRun, WorkOrder
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.records.store import Store

_MOST_TEXTS = 2_000  # beyond so many different texts words alone are compared; vectors would take minutes


@dataclass(frozen=True, slots=True)
class Fitted:
    """The coded orders of a data set and the ranker that learnt from them."""

    orders: CodedOrders
    ranker: Ranker


class RankingDesk:
    """Keeps one ranker a data set. Safe to share between threads."""

    def __init__(self, open_store: Callable[[], Store], lend: Callable[[], Embedder] | None) -> None:
        self._open_store, self._lend = open_store, lend
        self._lock = Lock()
        self._kept: dict[int, tuple[tuple[int, int], Fitted]] = {}

    def fitted(self, dataset: str = "", asset: str = "") -> Fitted:
        """Return the ranker of a data set: the named one, that which knows the asset, or the one with most orders.

        Raises ``ToolError`` where there is none.
        """
        with self._open_store().reading() as connection:
            key, name = _dataset(connection, dataset, asset)
            version = _version(connection, key)
            with self._lock:
                if key not in self._kept or self._kept[key][0] != version:
                    self._kept[key] = version, self._fit(read_coded(connection, key, name))
                return self._kept[key][1]

    def _fit(self, orders: CodedOrders) -> Fitted:
        texts = {case.symptoms.text for case in orders.cases}
        embed = meaning(self._lend) if self._lend and 0 < len(texts) <= _MOST_TEXTS else None
        return Fitted(orders, Ranker(orders.cases, embed=embed))


def _dataset(connection: Connection, wanted: str, asset: str) -> tuple[int, str]:
    d, c = Dataset.__table__.c, WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    on_it = func.count().filter(c.asset_tag == asset).label("on_it")
    listed = select(d.id, d.name, on_it, func.count(c.id)).outerjoin(WorkOrder, c.dataset_id == d.id).group_by(d.id)
    there = list(connection.execute(listed.order_by(on_it.desc(), func.count(c.id).desc(), d.id)))
    if not there:
        raise ToolError("No records are loaded.", remedy="Load some: plant-copilot records load FILE")
    chosen = [row for row in there if not wanted or row.name.casefold() == wanted.casefold()]
    if not chosen:
        names = ", ".join(sorted(row.name for row in there))
        raise ToolError(f"There is no data set {wanted!r}.", remedy=f"There are {names}.")
    return int(chosen[0].id), str(chosen[0].name)


def _version(connection: Connection, dataset_id: int) -> tuple[int, int]:
    """Return what changes when orders are loaded or written."""
    r, c = ImportRun.__table__.c, WorkOrder.__table__.c  # type: ignore[attr-defined]  # as above
    run = connection.execute(select(func.coalesce(func.max(r.id), 0)).where(r.dataset_id == dataset_id)).scalar_one()
    row = connection.execute(select(func.coalesce(func.max(c.id), 0)).where(c.dataset_id == dataset_id)).scalar_one()
    return int(run), int(row)
