"""The library: documents in, passages and page pictures out, everything on somebody's behalf."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.embedding.choosing import USUAL
from plant_knowledge_ingest.embedding.engine import Engine, Here
from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.entry import Entry, effective, local_day
from plant_knowledge_ingest.errors import IndexMismatch, IndexRefused
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.folder import IndexFolder, Place
from plant_knowledge_ingest.index.payload import forget_parsed
from plant_knowledge_ingest.index.protocol import Scope
from plant_knowledge_ingest.indexes import REINDEX, Indexes, Opened
from plant_knowledge_ingest.ingestion import Ingestion, IngestReport, Progress
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.pages.folder import PagesInFolder
from plant_knowledge_ingest.pages.moving import MoveReport, Moving
from plant_knowledge_ingest.pages.pages import Pages
from plant_knowledge_ingest.pages.protocol import PageStore
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.reindexing import Reindexing, ReindexReport, is_whole
from plant_knowledge_ingest.reranking.protocol import Reranker
from plant_knowledge_ingest.search import SearchResult
from plant_knowledge_ingest.shelf import Shelf
from plant_knowledge_ingest.showing import Showing
from plant_knowledge_ingest.switching import agree

if TYPE_CHECKING:
    pass

# Seconds after which what another process wrote into the catalogue is in the index, too.
_PUBLISHED = 5.0


class Library(Showing):
    """One folder with catalogue, index and pages. One process at a time; its threads share it freely.

    Opening is cheap: the embedder and the index are loaded when first needed.
    """

    def __init__(  # noqa: PLR0913 - what a library is made of
        self,
        folder: Path,
        embedder: Callable[[], Embedder],
        today: Callable[[], date] = local_day,
        *,
        choice: str = USUAL,
        former: Callable[[str], Embedder] | None = None,
        place: Place | None = None,
        reranker: Callable[[], Reranker] | None = None,
        pages: Callable[[], PageStore] | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        """Open the library in ``folder``; ``today`` says which revisions are effective.

        ``embedder`` opens the one of ``choice``, which is wanted; ``former`` another, by its choice, for an index that
        was made with it. ``place`` keeps the index, by default in the library's folder.
        ``reranker`` opens what puts the hits in order once more, when first needed. ``pages`` makes what keeps the
        PDFs of pages, by default a folder in the library's. ``shelf`` is where the catalogue is, by default there.
        """
        from plant_knowledge_ingest.catalogue import Catalogue  # it loads what opens databases

        self._folder = folder
        self._catalogue = Catalogue(folder / "catalogue.sqlite3", today, shelf)
        self._pages = Pages(pages() if pages else PagesInFolder(folder / "files"), self._catalogue)
        place = place or IndexFolder(folder / "index")
        self._indexes = Indexes(place, self._catalogue, choice, embedder, former, reranker)
        self._agreed_on = date.min
        self._seen, self._look_again = self._catalogue.version(), math.inf
        self._changing = Lock()
        self._reading = RLock()
        self._glossary: Glossary | None = None
        self._leaning: list[Callable[[], None]] = []

    @property
    def glossary(self) -> Glossary:
        """The shipped glossary, with the plant's own ``glossary.yaml`` from the library's folder."""
        with self._reading:
            if self._glossary is None:
                own = self._folder / "glossary.yaml"
                self._glossary = Glossary.read(*([own] if own.is_file() else []))
            return self._glossary

    def ingest(
        self,
        paths: Sequence[Path],
        on_progress: Callable[[Progress], None] | None = None,
        described: Mapping[str, Any] | None = None,
        engine: Engine | None = None,
    ) -> IngestReport:
        """Bring in files and folders; see ``Ingestion.run``. Each file is searchable when the next one begins.

        ``engine`` is where passages are embedded, by default here.
        """
        engine = engine or Here()
        with (
            self._indexes.answering(self.glossary) as opened,
            engine.open(opened.embedder, opened.recipe.choice) as embedder,
        ):

            def tell(step: Progress) -> None:
                if not step.page:
                    opened.searcher.refresh()
                if on_progress:
                    on_progress(step)

            ingestion = Ingestion(
                self._pages, self._catalogue, opened.index, embedder, self.glossary, workers=engine.workers
            )
            try:
                return ingestion.run(paths, tell, described)
            finally:
                opened.searcher.refresh()

    def reindex(
        self, choice: str = "", *, keep: bool = False, on_progress: Callable[[Progress], None] | None = None
    ) -> ReindexReport:
        """Store all documents in a new index, and answer from it once it is complete.

        It is made with the embedder of ``choice`` ("": the wanted one) and today's glossary. The old index answers
        until then, and is removed unless it is to be kept. A run that was interrupted goes on where it stopped.
        Raises ``LibraryWriteFailed``, ``ModelUnavailable``, ``UnreadableDocument``.
        """
        started = time.perf_counter()
        with self._reading:
            self._glossary = None
        glossary = self.glossary
        self._indexes.require_room()
        with self._indexes.beside(choice, glossary) as target:
            report = ReindexReport(target.recipe.choice, kept=keep)
            if self._indexes.recipe() == target.recipe and is_whole(target, self._catalogue.entries()):
                report.unchanged = True
            else:
                old = self._indexes.readable(glossary)
                reindexing = Reindexing(self._pages, self._catalogue, glossary, target, old)
                entries = reindexing.run(report, on_progress or _say_nothing)
                agree(self._catalogue, target.index)
                report.replaced = self._indexes.take_over(target, entries, keep=keep)
                target.searcher.refresh()
        report.seconds = round(time.perf_counter() - started, 2)
        return report

    def open(self) -> None:
        """Open the index that answers. Raises ``IndexBusy``, ``IndexMismatch``, ``IndexUnreachable``."""
        with self._indexes.answering(self.glossary):
            pass

    @contextmanager
    def embedding(self) -> Iterator[Embedder]:
        """Give the embedder that questions are answered with, for other texts that are to be found by meaning."""
        yield self._indexes.embedder(self.glossary)

    def outdated(self) -> str:
        """Say why the index is not what this version and the settings would make, or ""; ``reindex`` helps."""
        return self._indexes.outdated(self.glossary)

    def move_pages(self, source: PageStore, *, keep: bool, tell: Callable[[int, int], None]) -> MoveReport:
        """Move all pages from ``source`` to where this library keeps them; see ``Moving.run``."""
        return Moving(self._catalogue, source, self._pages.store).run(keep=keep, tell=tell)

    def is_current(self, entry: Entry) -> bool:
        """Tell whether answers come from this revision of its document."""
        answering = effective(self._catalogue.revisions(entry.document.name), self._catalogue.today())
        return answering is not None and answering.document.revision == entry.document.revision

    def forget(self, name: str, revision: str | None, principal: Principal) -> list[Entry]:
        """Remove one revision, or all, of a document; return what was removed. Raises ``UnknownDocument``."""
        gone = [
            e for e in self.documents(principal) if e.document.name == name and revision in {None, e.document.revision}
        ]
        if not gone:
            raise self._unknown(name, revision, principal)
        with self._indexes.answering(self.glossary) as opened:
            for entry in gone:
                self._catalogue.remove(name, entry.document.revision)
                opened.index.delete(entry.document.issue)
            agree(self._catalogue, opened.index)
            opened.index.flush()
            opened.searcher.refresh()
        forget_parsed()
        self.glossary.forget_texts()
        for entry in gone:
            self._pages.discard_unused(entry.pages_file)
        return gone

    def search(  # noqa: PLR0913 - what a question may ask for
        self,
        text: str,
        principal: Principal,
        *,
        limit: int = 10,
        language: str = "",
        spoken: str = "",
        asset: str | None = None,
        as_of: date | None = None,
        kind: str = "",
    ) -> SearchResult:
        """Return the best passages for ``text``; ``asset``, ``language`` and ``kind`` ("alarms") narrow it down.

        ``spoken`` is the language of ``text`` if known; ``as_of`` asks the revisions of that day, not today's. Raises
        ``IndexMismatch`` when the documents were embedded by another version only.
        """
        with self._indexes.answering(self.glossary) as opened:
            self._keep_up(opened)
            if not opened.searcher.languages and (listed := self._catalogue.current()):
                raise IndexMismatch(f"The index has none of the {len(listed)} documents.", remedy=REINDEX)
            query = opened.searcher.query(text, spoken, lambda tags: self.tags_seen(tags, principal))
            scope = Scope(principal, asset, base(language) if language else None, kind=kind or None)
            if as_of is not None:
                issues = frozenset(entry.document.issue for entry in self._catalogue.current(as_of))
                if not issues:
                    return SearchResult(query, (), frozenset())
                scope = replace(scope, issues=issues)
            found = opened.searcher.search(query, scope, limit=limit)
            if not (found.hits or language or kind or as_of):
                self._require_nothing(principal, asset)
            return found

    def _require_nothing(self, principal: Principal, asset: str | None) -> None:
        """Raise ``IndexRefused`` unless nothing can be found: of any passage at all the nearest are always found."""
        seen = [entry for entry in self.documents(principal) if self.is_current(entry)]
        if about := [entry for entry in seen if asset is None or asset in entry.document.assets]:
            raise IndexRefused(f"The index finds nothing in the {len(about)} documents it should hold.", remedy=REINDEX)

    def _keep_up(self, opened: Opened) -> None:
        """Let revisions answer from the day on that they are effective; learn what other processes brought in."""
        today, version, now = self._catalogue.today(), self._catalogue.version(), time.monotonic()
        with self._changing:
            if self._seen != version:
                opened.searcher.refresh()
                self._seen, self._look_again = version, now + _PUBLISHED
            elif now > self._look_again:
                opened.searcher.refresh()
                self._look_again = math.inf
            if self._agreed_on != today:
                agree(self._catalogue, opened.index)
                opened.searcher.refresh()
                self._agreed_on = today

    def close_before(self, close: Callable[[], None]) -> None:
        """Have ``close`` called when the library is closed, before it is: it ends what leans on its embedder."""
        self._leaning.append(close)

    def close(self) -> None:
        """Release the folder for other processes."""
        for close in self._leaning:
            close()
        self._catalogue.close()
        self._indexes.close()


def _say_nothing(_: Progress) -> None:
    return None
