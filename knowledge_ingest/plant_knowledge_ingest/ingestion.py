"""Files into the library: read, cut, embed, store; a file is either wholly in the answers or not at all.

A revision's passages are stored unpublished while it is read. The catalogue entry is the switch: when it
is written, the revision is in. Whatever an interrupted run stored is found again by its id and not
embedded twice.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.catalogue import Catalogue, Entry
from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.errors import LibraryWriteFailed, UnreadableDocument
from plant_knowledge_ingest.found import found
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.protocol import Index
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.readers.page import Page

if TYPE_CHECKING:
    from plant_knowledge_ingest.readers.pdf import PdfSource

# Enough pages at once for the embedder to sort by length, few enough for steady progress.
_BATCH = 24


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or one ``page`` of it, that was not read, and why."""

    path: str
    page: int | None
    reason: str


@dataclass(slots=True)
class IngestReport:
    """What a run did: counts of what was added, and every failure by name."""

    documents: int = 0
    pages: int = 0
    passages: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    seconds: float = 0.0

    def note(self, error: UnreadableDocument) -> None:
        """Keep a failure."""
        path = str(error.path).encode(errors="replace").decode()
        self.failed.append(Failure(path, error.page, error.reason))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: file ``file`` of ``files``, page ``page`` of ``pages``."""

    path: str
    file: int
    files: int
    page: int = 0
    pages: int = 0
    passages: int = 0


class Ingestion:
    """Brings files into one library; ``files`` is the folder for the pages that citations show."""

    def __init__(self, files: Path, catalogue: Catalogue, index: Index, embedder: Embedder, glossary: Glossary) -> None:
        self._files = files
        self._catalogue = catalogue
        self._index = index
        self._embedder = embedder
        self._glossary = glossary
        self._stored: dict[str, int] = {}

    def run(self, paths: Sequence[Path], on_progress: Callable[[Progress], None] | None = None) -> IngestReport:
        """Bring in files and folders (searched through). What fails is reported; the rest goes on.

        Raises ``LibraryWriteFailed`` when the disk refuses; documents finished before that stay.
        """
        started = time.perf_counter()
        report = IngestReport()
        self._stored = self._index.stored()
        files = list(found(paths, report.note))
        for number, (path, described) in enumerate(files, 1):
            here = Progress(str(path), number, len(files))
            try:
                self._bring_in(path, described, report, on_progress or _say_nothing, here)
            except UnreadableDocument as error:
                report.note(error)
            except OSError as error:
                report.failed.append(Failure(str(path), None, error.strerror or str(error)))
        report.seconds = round(time.perf_counter() - started, 2)
        return report

    def _bring_in(
        self,
        path: Path,
        described: Mapping[str, Any] | None,
        report: IngestReport,
        tell: Callable[[Progress], None],
        here: Progress,
    ) -> None:
        from plant_knowledge_ingest.readers.pdf import PdfSource
        from plant_knowledge_ingest.sidecar import describe

        tell(here)
        digest = _sha256(path)
        known = (entry for entry in self._catalogue.entries() if entry.document.file == digest)
        if described is None and any(map(self._is_stored, known)):
            report.unchanged += 1
            return
        shown = self._show(path, digest)
        try:
            with PdfSource(shown, called=path) as source:
                document = describe(path, digest, described or {}, source.title)
                before = self._catalogue.find(document.name, document.revision)
                self._refuse_second_claim(path, digest, document, before)
                if before and before.document.file == digest and self._is_stored(before):
                    self._relabel(before, document, report)
                    return
                entry = self._read(source, document, shown.name, report, tell, here)
            self._finish(entry, before)
        finally:
            self._discard_unused(shown)
        report.documents += 1
        report.pages += entry.pages
        report.passages += entry.passages

    def _is_stored(self, entry: Entry) -> bool:
        """Tell whether the index has the entry whole; after a change of the embedding model it has nothing yet."""
        return self._stored.get(entry.document.issue) == entry.passages

    def _read(
        self,
        source: PdfSource,
        document: Document,
        shown: str,
        report: IngestReport,
        tell: Callable[[Progress], None],
        here: Progress,
    ) -> Entry:
        from plant_knowledge_ingest.index.llama import PageNode, PassageNode, ingestion

        unread: dict[int, str] = {}
        ids: set[str] = set()
        languages: Counter[str] = Counter()
        pages = _readable(source, unread)
        batch = list(islice(pages, _BATCH))
        usual = detect(" ".join(line.text for page in batch for line in page.lines))
        pipeline = ingestion(self._embedder, self._index, self._glossary, usual)
        while batch:
            nodes = pipeline.run(nodes=[PageNode(page=page, document=document) for page in batch])
            stored = [node for node in nodes if isinstance(node, PassageNode)]
            ids.update(node.node_id for node in stored)
            languages.update(node.passage.language for node in stored)
            tell(replace(here, page=batch[-1].number, pages=source.page_count, passages=len(ids)))
            batch = list(islice(pages, _BATCH))
        for page, reason in unread.items():
            report.failed.append(Failure(str(source.path), page, reason))
        if not ids:
            raise UnreadableDocument(source.path, "no page of it has text that can be read")
        ordered = tuple(language for language, _ in languages.most_common())
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Entry(document, source.path, shown, source.page_count, len(ids), ordered, unread, now)

    def _finish(self, entry: Entry, before: Entry | None) -> None:
        """Flip the switch: from here on the catalogue, and so the answers, have the new content."""
        self._index.flush()
        renamed = [other for other in self._catalogue.entries() if _is_renamed(other, entry)]
        self._catalogue.put(entry, instead_of=[other.document for other in renamed])
        agree(self._catalogue, self._index)
        self._stored[entry.document.issue] = entry.passages
        replaced = [before] if before and before.document.issue != entry.document.issue else []
        for other in (*replaced, *renamed):
            self._index.delete(other.document.issue)
            self._discard_unused(self._files / other.pages_file)

    def _relabel(self, before: Entry, document: Document, report: IngestReport) -> None:
        """Take over what the side-car says anew of a file that is the same."""
        if before.document == document:
            report.unchanged += 1
            return
        self._index.relabel(document)
        self._finish(replace(before, document=document), before)
        report.documents += 1

    def _refuse_second_claim(self, path: Path, digest: str, document: Document, before: Entry | None) -> None:
        if before and before.document.file != digest and before.path != path and before.path.exists():
            revision = f"revision {document.revision}" if document.revision else "the only revision"
            raise UnreadableDocument(
                path,
                f"it claims to be {revision} of {document.name!r}, which is {before.path}; "
                "give it another revision in documents.yaml",
            )

    def _show(self, path: Path, digest: str) -> Path:
        """Return the library's own PDF of the file's pages: a copy, or a rendition of it."""
        from plant_knowledge_ingest.readers.rendition import rendition

        shown = self._files / f"{digest}.pdf"
        if not shown.exists():
            content = path.read_bytes() if path.suffix.lower() == ".pdf" else rendition(path)
            try:
                self._files.mkdir(parents=True, exist_ok=True)
                partial = shown.with_suffix(".partial")
                partial.write_bytes(content)
                partial.replace(shown)
            except OSError as error:
                raise LibraryWriteFailed(
                    f"Cannot write {shown}: {error.strerror}.", remedy="Free some space there."
                ) from error
        return shown

    def _discard_unused(self, shown: Path) -> None:
        if all(entry.pages_file != shown.name for entry in self._catalogue.entries()):
            shown.unlink(missing_ok=True)


def agree(catalogue: Catalogue, index: Index) -> None:
    """Make the index answer from the current revision of every catalogued document, and from nothing else."""
    wanted = {entry.document.issue: entry.passages for entry in catalogue.current()}
    live = index.live()
    for issue, passages in wanted.items():
        if live.get(issue) != passages:
            index.publish(issue)
    for issue in live.keys() - wanted.keys():
        index.retire(issue)
    if live != wanted:
        index.flush()


def _is_renamed(other: Entry, entry: Entry) -> bool:
    """Tell whether ``other`` is the same file under the name or revision that its side-car gave it before."""
    same = other.path == entry.path and other.document.file == entry.document.file
    return same and other.document.issue != entry.document.issue


def _readable(source: PdfSource, unread: dict[int, str]) -> Iterator[Page]:
    for number in range(1, source.page_count + 1):
        try:
            page = source.page(number)
        except UnreadableDocument as error:
            unread[number] = error.reason
            continue
        if page.damage:
            unread[number] = f"some of its text is missing, because the page is damaged ({page.damage})"
        if page.lines:
            yield page


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say_nothing(_: Progress) -> None:
    return None
