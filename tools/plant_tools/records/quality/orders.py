"""The work orders of one data set, as the checks look at them: counted and listed by SQL that can be run again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from plant_tools.records.quality.finding import MOST_IDS, QualityFinding

TYPES = ("corrective", "preventive", "other")


class Orders:
    """Reads the orders of ``dataset_id``. Conditions are SQL over the table ``work_order``."""

    def __init__(self, connection: Connection, dataset_id: int) -> None:
        self._connection = connection
        self.mine = f"dataset_id = {int(dataset_id)}"

    def rows(self, columns: str, condition: str = "1 = 1", rest: str = "") -> list[tuple[Any, ...]]:
        """Return ``columns`` of the orders that fulfil ``condition``; ``rest``: GROUP BY and the like."""
        sql = f"SELECT {columns} FROM work_order WHERE {self.mine} AND {condition} {rest}"  # noqa: S608 - our own
        return [tuple(row) for row in self._connection.execute(text(sql.replace(":", "\\:")))]

    def count(self, condition: str = "1 = 1") -> int:
        """Return how many orders fulfil ``condition``."""
        return int(self.rows("count(*)", condition)[0][0])

    def finding(self, code: str, field: str, condition: str, statement: str, **others: Any) -> QualityFinding:
        """Return a finding about the orders that fulfil ``condition``; ``of`` among others, by default all orders."""
        query = f"SELECT source_id FROM work_order WHERE {self.mine} AND {condition}"  # noqa: S608 - our own
        ids = tuple(str(row[0]) for row in self.rows("source_id", condition, f"ORDER BY source_id LIMIT {MOST_IDS}"))
        told = {"count": self.count(condition), "of": self.count()} | others
        return QualityFinding(code, "work_order", field, statement, query=query, record_ids=ids, **told)


def quoted(value: object) -> str:
    """Return a value as SQL writes it."""
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def any_of(field: str, values: Sequence[object]) -> str:
    """Return the condition that a field has one of ``values``."""
    return f"{field} IN ({', '.join(map(quoted, values))})"
