"""Procedures compared with today's documents, each again when these are not those it was compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row

from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.principal import Principal
from plant_tools.records import audit
from plant_tools.sop import energy_sheet, kept, lineage
from plant_tools.sop.model import Procedure, State

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library


class KeepingUp:
    """Compares on behalf of whoever drafted: ``rights`` are the groups and sites it takes to see the documents."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def fresh(self, connection: Connection, row: Row[Any]) -> Row[Any]:
        """Return a version after comparing it with today's documents, where these are not those it was compared with.

        What is newly changed is marked and entered in the audit book.
        """
        if row.state == State.SUPERSEDED:
            return row
        procedure, rights = kept.procedure_of(row), row.rights
        issues = self.issues(connection, procedure, rights)
        if issues == row.decided.get("checked"):
            return row
        sheet = energy_sheet.of_asset(connection, procedure.asset)
        flags = lineage.reviews(procedure, lineage.Shelf(self._contents(rights)), sheet)
        if flags != row.flags:
            steps = sorted({flag["step"] for flag in flags})
            subject = kept.subject(row.sop, row.version)
            audit.enter(connection, "plant-copilot", "compared with the manuals", subject, needs_review=steps)
        return kept.change(connection, row, flags=flags, decided={**row.decided, "checked": issues})

    def issues(self, connection: Connection, procedure: Procedure, rights: Sequence[str]) -> str:
        """Return which issues of its documents answer today, and which energy sheet there is, as one word."""
        names = set(lineage.documents_of(procedure))
        listed = self._library.documents(Principal.of("lineage", rights))
        current = [e.document.issue for e in listed if e.document.name in names and self._library.is_current(e)]
        return "\n".join([*sorted(current), energy_sheet.digest_of(connection, procedure.asset)])

    def _contents(self, rights: Sequence[str]) -> Callable[[str], list[Passage] | None]:
        listed = self._library.documents(Principal.of("lineage", rights))
        current = {e.document.name: e for e in listed if self._library.is_current(e)}
        return lambda name: self._library.contents(current[name]) if name in current else None
