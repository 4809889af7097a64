"""Backups, as Python sees them, and whether a home is whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.check import Check
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.audit.desk import AuditLog
    from plant_copilot.backup.taking import Rows
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.library import Library
    from plant_knowledge_ingest.principal import Principal

Json = dict[str, Any]

RESTORE = "Put the last backup back: plant-copilot restore"


@dataclass(frozen=True, slots=True)
class BackupProgress:
    """How far a backup is, in bytes of the home."""

    done: int
    of: int


class BackingUp:
    """The part of the facade that backs the home up and proves it."""

    settings: Settings
    home: Path
    shelf: Shelf
    local: Principal
    audit: AuditLog
    _library: Library

    @acts("home backed up", "{archive}", made="{archive}: manifest {told[manifest]}")
    def backup(self, archive: str | Path, *, on_progress: Callable[[BackupProgress], None] | None = None) -> Json:
        """Write the home into a file: {path, files, bytes, archive_bytes, manifest, notices, seconds}.

        Questions are answered meanwhile; nobody may bring documents in, which the faces see to. ``manifest`` is the
        hash of the list of all hashes; ``notices`` say what is kept elsewhere, and so is not in it. Raises
        ``BackupFailed``, ``IndexBusy``.
        """
        from plant_copilot.backup.taking import take

        started = time.perf_counter()
        tell = on_progress or (lambda _: None)
        notices = list(self._elsewhere())
        told = {"embedder": self.settings.embedder, "notices": notices, "pages": self._library.pages_names()}
        with self._library.embedding():  # the index is open here, and so to no other process
            done = take(self.home, Path(archive), told, lambda done, of: tell(BackupProgress(done, of)), self._rows())
        return {**done, "notices": notices, "seconds": round(time.perf_counter() - started, 2)}

    def _rows(self) -> Rows | None:
        """Return what a server keeps of the home, None where nobody does."""
        if not self.settings.database:
            return None
        from plant_copilot.backup.server_rows import ServerRows

        return ServerRows(self.settings)

    def database(self) -> Json:
        """Say where everything that is rows is kept: {place, books: [{book, place, rows}]}.

        Raises what a book raises that is out of reach.
        """
        from plant_copilot.moving.move import where

        return where(self.settings)

    def verify(self) -> Json:
        """Look whether the home is whole: {ok, checks: [{name, needed, ok, detail, remedy}]}."""
        checks = [self._databases(), self._pages(), self._passages(), self._proof()]
        return {"ok": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]}

    def _elsewhere(self) -> Iterator[str]:
        if self.settings.qdrant_url:
            yield "The index is on the Qdrant server: take a snapshot there, or reindex after putting the backup back."
        if self.settings.records:
            yield "The records are in the database of PLANT_RECORDS: back that up with its own means."
        if self.settings.pages.bucket:
            yield "The pages are in the store of PLANT_PAGES: back that up with its own means; they are listed by hash."
        if self.settings.conversations:
            yield "The conversations are in the database of PLANT_CONVERSATIONS: back that up with its own means."

    def _databases(self) -> Check:
        from plant_copilot.backup.taking import is_database, listed, wrong_with

        if self.settings.database:
            from plant_copilot.moving.checking import database_check

            return database_check(self.settings, "databases")
        looked = {path: wrong_with(self.home / path) for path in listed(self.home) if is_database(self.home / path)}
        broken = "; ".join(f"{path}: {wrong}" for path, wrong in looked.items() if wrong)
        return Check("databases", True, not broken, broken or f"{len(looked)}, all whole", RESTORE)

    def _pages(self) -> Check:
        try:
            kept = self._library.kept_pages()
        except PlantError as error:
            return Check("pages", True, False, error.message, error.remedy)
        detail = f"lost: {', '.join(kept.lost)}" if kept.lost else f"of {kept.documents} documents, all there"
        return Check("pages", True, not kept.lost, detail, "Bring these documents in again: plant-copilot ingest")

    def _passages(self) -> Check:
        entries = self._library.documents(self.local)
        short = [entry.document.name for entry in entries if len(self._library.contents(entry)) != entry.passages]
        detail = (
            f"not all of: {', '.join(short)}" if short else f"{sum(entry.passages for entry in entries):,}, all there"
        )
        return Check("passages", True, not short, detail, "Make the index anew: plant-copilot reindex")

    def _proof(self) -> Check:
        proof = self.audit.verify()
        detail = proof["reason"] or f"{proof['entries']:,} entries, as they were written"
        return Check("audit", True, proof["intact"], detail, "See plant-copilot audit verify, and who has the home.")


def verified(archive: Path, on_progress: Callable[[int, int], None]) -> Json:
    """Read a backup through: {path, created, version, files, bytes, manifest}. Raises ``BackupDamaged``."""
    from plant_copilot.backup.archive import read

    with read(archive) as reading:
        reading.prove(on_progress)
        return {
            "path": str(archive.absolute()),
            "created": reading.manifest["created"],
            "version": reading.manifest["version"],
            "files": len(reading.kept),
            "bytes": sum(one.size for one in reading.kept),
            "manifest": reading.manifest_hash,
        }
