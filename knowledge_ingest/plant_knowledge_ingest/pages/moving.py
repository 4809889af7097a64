"""All pages of a library from one store into another, each proven, nothing removed before all are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plant_knowledge_ingest.errors import PagesLost
from plant_knowledge_ingest.pages.proof import ENDING, hashed, named, promised
from plant_knowledge_ingest.pages.protocol import PageStore

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue


@dataclass(slots=True)
class MoveReport:
    """What a move did: PDFs ``moved`` and their ``bytes``, how many were ``there`` already, which are ``lost``.

    ``lost`` names documents whose PDF is in neither store, or is not what its name promises; these stay where they are.
    ``removed`` is how many are in the former store no more.
    """

    source: str
    target: str
    moved: int = 0
    bytes: int = 0
    there: int = 0
    lost: list[str] = field(default_factory=list)
    removed: int = 0


class Moving:
    """Moves what the catalogue shows from ``source`` to ``target``."""

    def __init__(self, catalogue: Catalogue, source: PageStore, target: PageStore) -> None:
        self._catalogue, self._source, self._target = catalogue, source, target

    def run(self, *, keep: bool, tell: Callable[[int, int], None]) -> MoveReport:
        """Move; ``keep`` leaves copies behind; ``tell`` is told of PDFs done and of how many.

        A move that was ended in the middle goes on where it stopped.
        """
        report = MoveReport(self._source.where, self._target.where)
        shown, there, done = sorted(self._catalogue.pages_files()), self._target.names(), []
        for number, name in enumerate(shown, 1):
            if there.get(name):
                report.there += 1
                done.append(name)
            elif self._moved(name, report):
                done.append(name)
            tell(number, len(shown))
        if not keep:
            for name in self._source.names().keys() & set(done):
                self._source.remove(name)
                report.removed += 1
        return report

    def _moved(self, name: str, report: MoveReport) -> bool:
        """Move one PDF; tell whether it is in the target now."""
        documents = sorted({entry.document.name for entry in self._catalogue.showing(name)})
        try:
            file = self._source.path(name)
        except PagesLost:
            report.lost += documents
            return False
        if hashed(file) == promised(name):
            self._target.put(name, file)
        elif not self._renamed(name, file):
            report.lost += documents
            return False
        report.moved += 1
        report.bytes += file.stat().st_size
        return True

    def _renamed(self, name: str, file: Path) -> bool:
        """Move pages that were made of another file before names proved them, under a name that does."""
        shown = self._catalogue.showing(name)
        if "-" in name or any(entry.path.suffix.lower() == ENDING for entry in shown):
            return False
        content = file.read_bytes()
        proven = named(name.removesuffix(ENDING), content)
        self._target.put(proven, content)
        for entry in shown:
            self._catalogue.put(replace(entry, pages_file=proven))
        return True
