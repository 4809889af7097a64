"""The book that the records keep of drafts, procedures and confirmed causes, in the transaction of what it tells.

The home's book fixes its head with each act of the facade on the records, so that it cannot be cut off or written anew
without the home's book telling.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plant_tools.records.door import RecordsDoor
from plant_tools.records.sight import Upkeep

Json = dict[str, Any]

BOOK = Upkeep("proving the book of the records")


def records_head(door: RecordsDoor) -> Json | None:
    """Return {entry, hash} of the last entry of the records' book, None where there is none."""
    if not door.is_there:
        return None
    found = _listed(door)
    return {"entry": found[-1]["entry"], "hash": found[-1]["hash"]} if found else None


def records_entries(door: RecordsDoor) -> list[Json]:
    """Return what the records' book says, in the words of the home's: {number, at, who, what, subject, outcome}."""
    if not door.is_there:
        return []
    return [
        {
            "number": one["entry"],
            "at": f"{one['at_utc'].replace(' ', 'T')}+00:00",
            "who": one["who"],
            "what": one["action"],
            "subject": one["subject"],
            "outcome": "done",
        }
        for one in _listed(door)
    ]


def _listed(door: RecordsDoor) -> list[Json]:
    from plant_tools.records.audit import entries  # it loads what opens databases, which questions do without

    with door().reading(BOOK) as connection:
        return entries(connection)


def prove_records(door: RecordsDoor, fixed: Iterable[Json]) -> Json:
    """Return {entries, intact, broken_at, reason}; ``fixed`` are the heads that the home's book has, oldest first."""
    if not door.is_there:
        return {"entries": 0, "intact": True, "broken_at": None, "reason": ""}
    from plant_tools.records.audit import broken_at, entries

    with door().reading(BOOK) as connection:
        found, broken = {one["entry"]: one["hash"] for one in entries(connection)}, broken_at(connection)
    reason = "" if broken is None else f"Entry {broken} is not what was written, or does not follow its neighbour."
    lost = next((head for head in fixed if found.get(head["entry"]) != head["hash"]), None)
    if broken is None and lost is not None:
        broken, reason = lost["entry"], f"Entry {lost['entry']} is gone, or another than the home's log says."
    return {"entries": len(found), "intact": broken is None, "broken_at": broken, "reason": reason}
