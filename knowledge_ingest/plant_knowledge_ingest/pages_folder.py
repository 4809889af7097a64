"""The library's own PDFs of all pages, so that a citation can be shown whatever becomes of the file it came from."""

from __future__ import annotations

import shutil
from pathlib import Path

from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.reading.apart import Apart


class PagesFolder:
    """One PDF for each content, named by its SHA-256."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._catalogue = catalogue

    def keep(self, path: Path, digest: str, apart: Apart) -> Path:
        """Return the PDF of the file's pages, made if need be: a copy, or a rendition by ``apart``."""
        shown = self._folder / f"{digest}.pdf"
        if shown.exists():
            return shown
        content = None if path.suffix.lower() == ".pdf" else apart.rendition(path)
        partial = shown.with_suffix(".partial")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if content is None:
                shutil.copyfile(path, partial)
            else:
                partial.write_bytes(content)
            partial.replace(shown)
        except OSError as error:
            if error.filename == str(path):
                raise
            raise LibraryWriteFailed(
                f"Cannot write {shown}: {error.strerror}.", remedy="Free some space there."
            ) from error
        finally:
            partial.unlink(missing_ok=True)
        return shown

    def path(self, pages_file: str) -> Path:
        """Return where a PDF of the catalogue is."""
        return self._folder / pages_file

    def sweep(self) -> None:
        """Remove what a process that was killed has left here."""
        shown = self._catalogue.pages_files()
        for file in self._folder.glob("*"):
            if file.name not in shown:
                file.unlink(missing_ok=True)

    def discard_unused(self, pages_file: str) -> None:
        """Remove a PDF unless an entry of the catalogue shows it."""
        if not self._catalogue.showing(pages_file):
            (self._folder / pages_file).unlink(missing_ok=True)
