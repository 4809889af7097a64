"""The book of rankings: what was ranked, what was confirmed, and how often the ranking was right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from plant_tools.rca.causes import folded
from plant_tools.rca.errors import RankingDecided, UnknownRanking
from plant_tools.rca.score import Outcome, scored
from plant_tools.records import audit
from plant_tools.records.written import CauseRanking

if TYPE_CHECKING:
    from plant_tools.records.sight import Who
    from plant_tools.records.store import Store

Json = dict[str, Any]

_table = CauseRanking.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


class RankingLog:
    """The rankings of one store."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store

    def keep(self, told: Mapping[str, Any]) -> int:
        """Keep a ranking and return its number: dataset, asset, asset_class, symptom, seen, basis, ranked."""
        with self._open_store().writing() as connection:
            made = connection.execute(insert(CauseRanking).values(**told, ranked_utc=audit.now()))
            return int((made.inserted_primary_key or (0,))[0])

    def confirm(self, number: int, cause: str, *, by: str, who: Who) -> Json:
        """Enter the cause that ``by`` confirms, once: {ranking, confirmed, rank, candidates}; rank None: not ranked.

        Raises ``UnknownRanking``, also for one of records that ``who`` does not see, ``RankingDecided``.
        """
        with self._open_store().reading(who) as connection:
            seen = connection.execute(select(_table.c.id).where(_table.c.id == number)).first()
        with self._open_store().writing() as connection:
            chosen = select(_table).where(_table.c.id == number)
            row = connection.execute(chosen.with_for_update()).first() if seen else None
            if row is None:
                raise UnknownRanking(
                    f"There is no ranking {number}.", remedy='Rank causes first: plant-copilot rca "TEXT"'
                )
            if row.confirmed and folded(row.confirmed) != folded(cause):
                raise RankingDecided(
                    f"Ranking {number}: {row.confirmed} was confirmed by {row.confirmed_by}.",
                    remedy="What was confirmed stays; rank the causes anew.",
                )
            if not row.confirmed:
                entered = {"confirmed": cause, "confirmed_utc": audit.now(), "confirmed_by": by}
                connection.execute(update(_table).where(_table.c.id == number).values(**entered))
                audit.enter(connection, by, "confirmed a cause", f"ranking {number}", cause=cause)
        outcome = _outcome(row.asset_class, row.ranked, cause)
        return {"ranking": number, "confirmed": cause, "rank": outcome.rank, "candidates": len(row.ranked)}

    def score(self, who: Who) -> Json:
        """Return how right rankings with a confirmed cause were, of records that ``who`` sees.

        {waiting, all: {...}, classes: {name: {...}}}.
        """
        with self._open_store().reading(who) as connection:
            rows = connection.execute(select(_table).order_by(_table.c.id)).all()
        done = [_outcome(row.asset_class, row.ranked, row.confirmed) for row in rows if row.confirmed]
        kinds = sorted({one.kind for one in done})
        return {
            "waiting": sum(not row.confirmed for row in rows),
            "all": scored(done),
            "classes": {kind or "no class": scored([one for one in done if one.kind == kind]) for kind in kinds},
        }


def _outcome(kind: str, ranked: Sequence[Sequence[Any]], confirmed: str) -> Outcome:
    causes = [folded(str(cause)) for cause, _ in ranked]
    rank = causes.index(folded(confirmed)) + 1 if folded(confirmed) in causes else None
    return Outcome(kind, tuple(float(p) for _, p in ranked if p is not None), rank)
