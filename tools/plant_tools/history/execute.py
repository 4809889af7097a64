"""Answers history queries from a store of records, on connections that cannot write."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection, func, select

from plant_tools.history import counting, following, mean_times, ranking, recurrence, trends, trust
from plant_tools.history.amounts import amounts
from plant_tools.history.asked import Asked
from plant_tools.history.known import Known, folded, offer
from plant_tools.history.query import HistoryQuery, Metric
from plant_tools.history.result import Refused, Result
from plant_tools.records.sight import Who, sight_of
from plant_tools.records.tables import Dataset, ImportRun
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from plant_tools.records.store import Store

_MOST_KEPT = 64
"""Of so many views of data sets what they know is kept: people of the same groups share one."""

_Seen: TypeAlias = tuple[int, int, frozenset[str] | None]
"""A data set, its latest import, and what decides on the rows that are seen."""

_METRICS: dict[Metric, Callable[[Asked], Result]] = {
    "count": counting.count,
    "last": counting.last,
    "first": counting.first,
    "list": counting.listing,
    "sum": amounts,
    "mean": amounts,
    "min": amounts,
    "max": amounts,
    "median": amounts,
    "share": counting.share,
    "rate": counting.rate,
    "distinct": counting.distinct_values,
    "ranking": ranking.ranking,
    "difference": ranking.difference,
    "pareto": ranking.pareto,
    "repeat_failures": recurrence.repeat_failures,
    "bundles": recurrence.bundles,
    "mtbf": mean_times.mtbf,
    "mttr": mean_times.mttr,
    "availability": mean_times.availability,
    "trend": trends.trend,
    "weibull": trends.weibull,
    "association": following.association,
}


class History:
    """The history in one store. Safe to share between threads.

    What is known of a data set is read once an import for each way in which it is seen.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[_Seen, Known] = {}
        self._reading = Lock()

    def answer(self, query: HistoryQuery, who: Who) -> Result:
        """Compute the metric over what ``who`` sees, or say why it is refused.

        Raises ``ToolError`` where no such data set is loaded.
        """
        with self._store.reading(who) as connection:
            known = self._known(connection, query.dataset)
            try:
                asked = Asked(query, known, connection)
                trust.examine(asked)
                return _METRICS[query.metric](asked)
            except Refused as refused:
                return Result(query.metric, known.dataset, None, refused=refused.refusal)

    def known(self, dataset: str, who: Who) -> Known:
        """Return what is known of a data set, "" for the only one, from what ``who`` sees. Raises ``ToolError``."""
        with self._store.reading(who) as connection:
            return self._known(connection, dataset)

    def _known(self, connection: Connection, wanted: str) -> Known:
        dataset_id, name = _dataset(connection, wanted)
        c = ImportRun.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
        latest = select(func.coalesce(func.max(c.id), 0)).where(c.dataset_id == dataset_id)
        run = int(connection.execute(latest).scalar_one())
        version = (dataset_id, run, sight_of(connection).of(dataset_id))
        with self._reading:
            if version not in self._read:
                current = {key: known for key, known in self._read.items() if key[0] != dataset_id or key[1] == run}
                self._read = dict(list(current.items())[-_MOST_KEPT:])
                self._read[version] = Known.read(connection, dataset_id, name)
            return self._read[version]


def datasets_of(connection: Connection) -> list[tuple[int, str]]:
    """Return the id and name of every data set, by name."""
    c = Dataset.__table__.c  # type: ignore[attr-defined]  # as above
    return [(int(row[0]), str(row[1])) for row in connection.execute(select(c.id, c.name).order_by(c.name))]


def _dataset(connection: Connection, wanted: str) -> tuple[int, str]:
    datasets = datasets_of(connection)
    if not datasets:
        raise ToolError("No records are loaded.", remedy="Load some: plant-copilot records load FILE")
    chosen = [found for found in datasets if folded(found[1]) == folded(wanted)] if wanted else datasets
    if len(chosen) == 1:
        return chosen[0]
    names = [name for _, name in datasets]
    if wanted:
        raise ToolError(f"There is no data set {wanted!r}.", remedy=f"There are {', '.join(offer(wanted, names))}.")
    raise ToolError("There are several data sets.", remedy=f"Name one as `dataset`: {', '.join(names)}.")
