"""A fault found in the records, and which figures it forbids or weakens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Bearing: TypeAlias = Literal["refuse", "warn", ""]

MOST_IDS = 1_000
"""So many record ids are kept with a finding; ``query`` lists them all."""


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """``count`` of ``of`` rows of ``table`` have the fault ``code`` in ``field``.

    ``scope`` is the type of order it was found among ("corrective"), or "" for all rows. ``refuses`` and ``warns`` are
    the names of metrics over ``field`` that must not, or only with ``statement`` beside them, be given.
    ``record_ids`` are ids as the source gave them (``source_id``, ``tag`` or ``code``); ``query`` is the SQL that lists
    all of them. ``examples`` are values, such as the spellings of one name.
    """

    code: str
    table: str
    field: str
    statement: str
    count: int
    of: int
    query: str
    record_ids: tuple[str, ...] = ()
    scope: str = ""
    refuses: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """``count`` of ``of``, 0 to 1."""
        return self.count / self.of if self.of else 0.0

    def bears_on(self, metric: str, field: str, wo_type: str = "") -> Bearing:
        """Say whether ``metric`` over ``field`` of orders of ``wo_type`` ("": of all) is to be refused or warned of."""
        if field != self.field or (self.scope and wo_type and wo_type != self.scope):
            return ""
        if metric in self.refuses:
            return "refuse"
        return "warn" if metric in self.warns else ""
