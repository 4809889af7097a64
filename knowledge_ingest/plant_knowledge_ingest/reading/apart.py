"""Files read in another process, ahead of the embedding: what breaks there is one page, not the ingestion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.page import Page
from plant_knowledge_ingest.reading.desk import Desk, Desks, ReaderLost, ReaderSlow
from plant_knowledge_ingest.reading.messages import (
    Ended,
    Limits,
    Look,
    Looked,
    Open,
    Opened,
    Read,
    ReadOn,
    Refused,
    Render,
    Rendered,
    Unread,
)

if TYPE_CHECKING:  # it loads the library of PDFs, which only a reading process needs
    from plant_knowledge_ingest.readers.photo import Photo

# Each costs a second for another process; a file that crashes it again and again is given up.
_MOST_CRASHES = 5
_SPLIT = "Split the file, or save it anew from the program it came from."


class Apart:
    """Reads files in processes of ``desks`` within ``limits``. Use as a context manager: one reads at a time."""

    def __init__(self, desks: Desks, limits: Limits) -> None:
        self._desks = desks
        self._limits = limits
        self._desk: Desk | None = None

    def __enter__(self) -> Self:
        """Have a process started, so that it is ready when the first file is."""
        self._desk = self._desks.take(self._limits.memory)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep the process for others, unless it may be in the middle of something."""
        if self._desk is not None:
            if kind is None:
                self._desks.give(self._limits.memory, self._desk)
            else:
                self._drop()

    def rendition(self, path: Path) -> bytes:
        """Return the PDF that shows a file that is none itself. Raises ``UnreadableDocument``."""
        rendered: Rendered = self._asked(path, Render(path))
        return rendered.content

    def photo(self, path: Path, called: Path) -> Photo:
        """Return the text of a photo; errors name ``called``. Raises ``UnreadableDocument``."""
        looked: Looked = self._asked(called, Look(path, called))
        return looked.photo

    def open(self, file: Path, called: Path) -> SourceApart:
        """Open the PDF ``file``; errors name ``called``."""
        opened: Opened = self._asked(called, Open(file, called))
        return SourceApart(self, file, called, opened)

    def read_on(self, first: int, *, care: bool) -> Iterator[Read | Unread | Refused]:
        """Yield the pages of the file opened last. Raises ``ReaderLost``; see ``ReadOn`` for ``care``."""
        message = self._at_hand.ask(ReadOn(first, self._limits.file_seconds, care), self._limits.page_seconds)
        finished = False
        try:
            while not isinstance(message, Ended):
                yield message
                message = self._at_hand.answer(self._limits.page_seconds)
            finished = True
        finally:
            if not finished:
                self._drop()

    @property
    def _at_hand(self) -> Desk:
        if self._desk is None:
            self._desk = self._desks.take(self._limits.memory)
        return self._desk

    def _drop(self) -> None:
        if self._desk is not None:
            self._desk.end()
            self._desk = None

    def _asked(self, called: Path, request: Any) -> Any:
        """Return the answer; a process that is lost before it began gets a successor. Raises ``UnreadableDocument``."""
        try:
            answer = self._at_hand.ask(request, self._limits.open_seconds)
        except ReaderLost:
            self._drop()
            try:
                answer = self._at_hand.ask(request, self._limits.open_seconds)
            except ReaderLost as lost:
                self._drop()
                raise UnreadableDocument(called, str(lost), remedy=_SPLIT) from lost
        if isinstance(answer, Refused):
            raise UnreadableDocument(called, answer.reason, remedy=answer.remedy)
        return answer


class SourceApart:
    """A file that another process has open."""

    def __init__(self, apart: Apart, file: Path, called: Path, opened: Opened) -> None:
        self.path = called
        self.title = opened.title
        self.page_count = opened.page_count
        self._apart = apart
        self._file = file

    def readable(self, unread: dict[int, str]) -> Iterator[Page]:
        """Yield the pages that have text; ``unread`` is told of those that cannot be read, or not whole."""
        for read in self.pages():
            if isinstance(read, Unread):
                unread[read.number] = read.reason
                continue
            page = read.page
            if page.damage:
                unread[page.number] = f"some of its text is missing, because the page is damaged ({page.damage})"
            if page.lines:
                yield page

    def pages(self) -> Iterator[Read | Unread]:
        """Yield every page in order, read or not. Raises ``UnreadableDocument`` when the file is given up.

        The reader runs ahead, so it takes a second reading, with care, to know which page it crashes on.
        """
        crashes, after, care = 0, 0, False
        while after < self.page_count:
            if crashes:
                self._apart.open(self._file, self.path)
            try:
                for message in self._apart.read_on(after + 1, care=care):
                    if isinstance(message, Refused):
                        raise UnreadableDocument(self.path, message.reason, remedy=message.remedy)
                    after = message.number
                    yield message
            except ReaderLost as lost:
                crashes += 1
                if care or isinstance(lost, ReaderSlow):
                    after += 1
                    yield Unread(after, str(lost))
                care = True
                if crashes == _MOST_CRASHES:
                    reason = f"its pages ended the reader {crashes} times, page {after} at last: {lost}"
                    raise UnreadableDocument(self.path, reason, remedy=_SPLIT) from lost
