"""The audit log, as Python sees it: listed, proven, its heads copied elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.audit.proving import prove
from plant_copilot.audit.records_book import prove_records, records_entries
from plant_copilot.described import day
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.records.door import RecordsDoor

if TYPE_CHECKING:
    from plant_copilot.audit.book import AuditBook

Json = dict[str, Any]

MOST_LISTED = 10_000
RESTORED = "home restored"


class AuditLog:
    """The audit log of a plant. Needs no library: a server may have the home open at the same time."""

    def __init__(self, shelf: Shelf, door: RecordsDoor) -> None:
        self.shelf, self._door = shelf, door

    @cached_property
    def _book(self) -> AuditBook:
        from plant_copilot.audit.book import AuditBook  # it loads what opens databases, which questions do without

        return AuditBook(self.shelf)

    def list(self, *, who: str = "", what: str = "", since: str = "", limit: int = 100) -> Json:
        """Return the latest entries, latest first: {entries: [{number, at, who, what, subject, outcome, book}]}.

        ``book`` is "home", or "records" for what was done with drafts and procedures; ``who`` and ``what`` are parts of
        the entry's, ``since`` is a day. Raises ``WrongUse``, ``AuditOutOfReach``.
        """
        if not 1 <= limit <= MOST_LISTED:
            raise WrongUse(f"limit is {limit}; it must be 1 to {MOST_LISTED:,}.")
        day(since)
        found = [one | {"book": "home"} for one in self._book.entries()]
        found += [one | {"book": "records"} for one in records_entries(self._door)]
        wanted = [
            {name: one[name] for name in ("number", "at", "who", "what", "subject", "outcome", "book")}
            for one in found
            if who.casefold() in one["who"].casefold() and what.casefold() in one["what"] and one["at"] >= since
        ]
        return {"entries": sorted(wanted, key=lambda one: (one["at"], one["number"]), reverse=True)[:limit]}

    def verify(self, *, copies: Path | None = None) -> Json:
        """Prove the log: {intact, reason, broken_at, entries, heads, head, copies, records}.

        ``copies``: the folder of copied heads, by default the one that was named. ``records`` is {entries, intact,
        broken_at, reason} of the records' book; ``intact`` is of both.
        """
        proof = prove(self._book, copies)
        told = self._book.entries() if proof.is_intact else []
        records = prove_records(self._door, [one["records"] for one in _since_restored(told) if one.get("records")])
        last = self._book.heads.latest() if proof.is_intact else None
        return {
            "intact": proof.is_intact and records["intact"],
            "reason": proof.reason or records["reason"],
            "broken_at": proof.broken_at,
            "entries": proof.entries,
            "heads": proof.heads,
            "head": {"number": last.number, "hash": last.hash} if last else None,
            "copies": str(copies or self._book.heads.copies or ""),
            "records": records,
        }

    @acts("audit copies", "{folder}", seals="_door")
    def copy_to(self, folder: Path) -> Json:
        """Name the folder that gets a copy of the head with every entry, best on another machine: {copies}.

        Raises ``AuditOutOfReach``.
        """
        self._book.heads.copy_to(folder)
        return {"copies": str(folder.absolute())}


def _since_restored(entries: Sequence[Json]) -> Sequence[Json]:
    """Return the entries from the last restore on: what was in the records before is not there any more."""
    last = max((place for place, one in enumerate(entries) if one["what"] == RESTORED), default=0)
    return entries[last:]
