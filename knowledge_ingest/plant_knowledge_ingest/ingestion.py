"""Files into the library: read, cut, embed, store; a file is either wholly in the answers or not at all.

A revision's passages are stored unpublished while it is read. The catalogue entry is the switch: when it
is written, the revision is in. Whatever an interrupted run stored is found again by its id and not
embedded twice.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest import claims
from plant_knowledge_ingest.copies import are_alike, chosen, words
from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.found import found
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.protocol import Index
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.pages.pages import Pages
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.reading.apart import Apart, SourceApart
from plant_knowledge_ingest.reading.desk import shared_desks
from plant_knowledge_ingest.reading.messages import Limits
from plant_knowledge_ingest.switching import let_go, switch

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue

# Enough pages at once for the embedder to sort by length, few enough for steady progress.
_BATCH = 24


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or one ``page`` of it, that was not read, and why."""

    path: str
    page: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a file that was read, or did not have to be."""

    path: str
    text: str


@dataclass(slots=True)
class IngestReport:
    """What a run did: counts of what was added, every failure by name, and what else is to be known."""

    documents: int = 0
    pages: int = 0
    passages: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)
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
    """Brings files into one library; ``pages`` keeps what citations show.

    ``workers`` is how many passages are embedded at the same time.
    """

    def __init__(  # noqa: PLR0913 - what an ingestion is made of
        self,
        pages: Pages,
        catalogue: Catalogue,
        index: Index,
        embedder: Embedder,
        glossary: Glossary,
        apart: Apart | None = None,
        *,
        workers: int = 1,
    ) -> None:
        self._pages = pages
        self._lost: set[str] = set()
        self._catalogue = catalogue
        self._index = index
        self._embedder = embedder
        self._glossary = glossary
        self._apart = apart or Apart(shared_desks(), Limits())
        self._stored: dict[str, int] = {}
        self._batch = _BATCH * workers

    def run(
        self,
        paths: Sequence[Path],
        on_progress: Callable[[Progress], None] | None = None,
        described: Mapping[str, Any] | None = None,
    ) -> IngestReport:
        """Bring in files and folders (searched through). What fails is reported; the rest goes on.

        ``described`` says of every file what a side-car would, and counts for more. Raises ``LibraryWriteFailed``
        when the disk refuses; documents finished before that stay.
        """
        started = time.perf_counter()
        report = IngestReport()
        let_go(self._catalogue, self._index)
        self._pages.sweep()
        self._lost = self._pages.lost()
        self._stored = self._index.stored()
        files = list(found(paths, report.note))
        with self._apart:
            for number, (path, entry) in enumerate(files, 1):
                here = Progress(str(path), number, len(files))
                known = {**(entry or {}), **described} if described else entry
                try:
                    self._bring_in(path, known, report, on_progress or _say_nothing, here)
                except UnreadableDocument as error:
                    report.note(error)
                except OSError as error:
                    report.failed.append(Failure(str(path), None, error.strerror or str(error)))
        self._index.flush()
        report.seconds = round(time.perf_counter() - started, 2)
        return report

    def read_again(self, entry: Entry, shown: Path, on_progress: Callable[[Progress], None], here: Progress) -> Entry:
        """Read and store a revision anew from ``shown``, the library's own PDF of it, unpublished.

        Returns what it is then; the catalogue stays as it is. Raises ``UnreadableDocument``.
        """
        with self._apart:
            source = self._apart.open(shown, entry.path)
            again = self._read(source, entry.document, shown.name, IngestReport(), on_progress, here)
        return replace(again, added_at=entry.added_at)

    def _bring_in(
        self,
        path: Path,
        described: Mapping[str, Any] | None,
        report: IngestReport,
        tell: Callable[[Progress], None],
        here: Progress,
    ) -> None:
        from plant_knowledge_ingest.sidecar import describe

        tell(here)
        digest = _sha256(path)
        if described is None and self._is_known(path, digest, report):
            report.unchanged += 1
            return
        shown = self._pages.keep(path, digest, self._apart)
        try:
            source = self._apart.open(shown, path)
            document = describe(path, digest, described or {}, source.title)
            before = self._catalogue.find(document.name, document.revision)
            if before and claims.is_second_claim(path, document, before):
                if self._is_kept_instead(before, source, document, report):
                    return
                source = self._apart.open(shown, path)
            if before and before.document.file == digest and self._is_stored(before):
                self._relabel(before, document, path, shown.name, report)
                return
            entry = self._read(source, document, shown.name, report, tell, here)
            self._finish(entry, before, report)
        finally:
            self._pages.discard_unused(shown.name)
        report.documents += 1
        report.pages += entry.pages
        report.passages += entry.passages

    def _is_known(self, path: Path, digest: str, report: IngestReport) -> bool:
        """Tell whether the file is in the library already, pages and all, perhaps under another path."""
        stored = [entry for entry in self._catalogue.of_file(digest) if self._is_stored(entry)]
        known = [entry for entry in stored if entry.pages_file not in self._lost]
        if not known or any(entry.path == path for entry in known):
            return bool(known)
        moved = next((entry for entry in known if not entry.path.exists()), None)
        if moved is None:
            text = (
                f"it is the same file as {known[0].path}, which is in the library as {claims.called(known[0].document)}"
            )
            report.notices.append(Remark(str(path), text))
        elif claims.is_named_after_file(moved) and moved.path.stem != path.stem:
            return False  # it is read under its new name
        else:
            self._catalogue.put(replace(moved, path=path))
        return True

    def _is_kept_instead(self, before: Entry, source: SourceApart, document: Document, report: IngestReport) -> bool:
        """Tell whether ``source`` is a copy of ``before`` in another format, and worse to cite.

        Raises ``UnreadableDocument`` if it is no copy, but another file that claims to be the same.
        """
        text = words(source.readable({}))
        there = self._apart.open(self._pages.path(before.pages_file), before.path)
        same_format = source.path.suffix.lower() == before.path.suffix.lower()
        if same_format or not are_alike(text, words(there.readable({}))):
            raise claims.second_claim(source.path, document, before)
        kept, copy, told = chosen(before.path, source.path)
        report.notices.append(Remark(str(copy), told))
        report.unchanged += kept == before.path
        return kept == before.path

    def _is_stored(self, entry: Entry) -> bool:
        """Tell whether the index has the entry whole; after a change of the embedding model it has nothing yet."""
        return self._stored.get(entry.document.issue) == entry.passages

    def _read(
        self,
        source: SourceApart,
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
        pages = source.readable(unread)
        batch = list(islice(pages, self._batch))
        usual = detect(" ".join(line.text for page in batch for line in page.lines))
        pipeline = ingestion(self._embedder, self._index, self._glossary, usual)
        while batch:
            nodes = pipeline.run(nodes=[PageNode(page=page, document=document) for page in batch])
            stored = [node for node in nodes if isinstance(node, PassageNode)]
            ids.update(node.node_id for node in stored)
            languages.update(node.passage.language for node in stored)
            tell(replace(here, page=batch[-1].number, pages=source.page_count, passages=len(ids)))
            batch = list(islice(pages, self._batch))
        for page, reason in unread.items():
            report.failed.append(Failure(str(source.path), page, reason))
        if not ids:
            raise UnreadableDocument(source.path, "no page of it has text that can be read")
        ordered = tuple(language for language, _ in languages.most_common())
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Entry(document, source.path, shown, source.page_count, len(ids), ordered, unread, now)

    def _finish(self, entry: Entry, before: Entry | None, report: IngestReport) -> None:
        """Flip the switch: from here on the catalogue, and so the answers, have the new content."""
        self._index.flush()
        renamed = [other for other in self._catalogue.of_file(entry.document.file) if claims.is_renamed(other, entry)]
        self._catalogue.put(entry, instead_of=[other.document for other in renamed])
        switch(self._catalogue, self._index, entry.document.name)
        self._stored[entry.document.issue] = entry.passages
        replaced = [before] if before and before.document.issue != entry.document.issue else []
        let_go(self._catalogue, self._index)
        for other in (*replaced, *renamed):
            self._pages.discard_unused(other.pages_file)
        for other in renamed:
            switch(self._catalogue, self._index, other.document.name)
        if text := claims.not_answering(self._catalogue, entry.document):
            report.notices.append(Remark(str(entry.path), text))

    def _relabel(self, before: Entry, document: Document, path: Path, shown: str, report: IngestReport) -> None:
        """Take over what the side-car says anew of a file that is the same, and where it and its pages are now."""
        here = replace(before, path=before.path if before.path.exists() else path, pages_file=shown)
        if here == before and before.document == document:
            report.unchanged += 1
            return
        self._index.relabel(document)
        self._finish(replace(here, document=document), before, report)
        report.documents += 1


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say_nothing(_: Progress) -> None:
    return None
