"""Pages in a folder of this machine."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from tempfile import NamedTemporaryFile

from plant_knowledge_ingest.errors import LibraryWriteFailed, PagesLost, UnreadableDocument
from plant_knowledge_ingest.pages.proof import ENDING, blocks, promised, written

_PARTIAL = ".partial"


class PagesInFolder:
    """The PageStore on a disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.where = str(folder)

    def put(self, name: str, content: Path | bytes) -> Path:
        """See PageStore."""
        shown = self._folder / name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self.partial()
            try:
                got = written(blocks(content) if isinstance(content, Path) else [content], partial)
                if got != promised(name):
                    raise UnreadableDocument(Path(content) if isinstance(content, Path) else shown, _CHANGED)
                partial.replace(shown)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            if error.filename == str(content):
                raise
            raise LibraryWriteFailed(
                f"Cannot write {shown}: {error.strerror}.", remedy="Free some space there."
            ) from error
        return shown

    def partial(self) -> Path:
        """Return a new file that nobody takes for a PDF yet."""
        with NamedTemporaryFile(dir=self._folder, suffix=_PARTIAL, delete=False) as file:
            return Path(file.name)

    def path(self, name: str) -> Path:
        """See PageStore."""
        shown = self._folder / name
        if not shown.is_file():
            raise PagesLost.of(name, self.where)
        return shown

    def remove(self, name: str) -> None:
        """See PageStore."""
        (self._folder / name).unlink(missing_ok=True)

    def names(self) -> dict[str, int]:
        """See PageStore."""
        return {file.name: file.stat().st_size for file in self._folder.glob(f"*{ENDING}")}

    def sweep(self, shown: Callable[[], Collection[str]]) -> None:
        """See PageStore."""
        there = list(self._folder.glob("*"))
        keep = shown() if there else ()
        for file in there:
            if file.name not in keep:
                file.unlink(missing_ok=True)


_CHANGED = "it was written while it was read"
