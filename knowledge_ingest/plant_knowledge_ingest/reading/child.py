"""The process that reads files: ``python -m plant_knowledge_ingest.reading.child CONNECTION MEMORY``.

It runs ahead of the embedding by a few pages, and may crash, hang or run out of memory on a broken file without
harm to the process that asked. PyMuPDF is used in one thread only; another one sends what is ready.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.page import Source
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.readers.photo import photo
from plant_knowledge_ingest.readers.rendition import rendition
from plant_knowledge_ingest.reading.messages import (
    Ended,
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

# Two batches of the ingestion: enough for it never to wait, few enough to weigh nothing.
_AHEAD = 48
# A process that is asked for nothing for so long ends, and gives its memory back.
_IDLE_SECONDS = 120.0

OpenSource = Callable[[Path, Path], Source]


def open_pdf(file: Path, called: Path) -> Source:
    """Open a PDF; errors name ``called``."""
    return PdfSource(file, called=called)


def serve(connection: Connection, open_source: OpenSource = open_pdf) -> None:
    """Answer requests until the other side is gone, or silent for two minutes."""
    source: Source | None = None
    while connection.poll(_IDLE_SECONDS):
        try:
            request = connection.recv()
            if isinstance(request, Open):
                source = open_source(request.file, request.called)
                connection.send(Opened(source.title, source.page_count))
            elif isinstance(request, Render | Look):
                connection.send(_made(request))
            elif isinstance(request, ReadOn) and source is not None:
                _send_all(connection, _pages(source, request), care=request.care)
        except UnreadableDocument as error:
            connection.send(Refused(error.reason, error.remedy))
        except (EOFError, ConnectionError):
            return
        except OSError as error:
            connection.send(Refused(f"it cannot be read ({error.strerror or error})", ""))


def _made(request: Render | Look) -> Rendered | Looked:
    if isinstance(request, Look):
        return Looked(photo(request.path, request.called))
    return Rendered(rendition(request.path))


def _pages(source: Source, request: ReadOn) -> Iterator[Read | Unread | Refused | Ended]:
    spent = 0.0
    for number in range(request.first, source.page_count + 1):
        begun = time.monotonic()
        try:
            yield Read(source.page(number))
        except UnreadableDocument as error:
            yield Unread(number, error.reason)
        spent += time.monotonic() - begun
        if spent > request.seconds:
            yield Refused(f"its first {number} pages took longer than {request.seconds / 60:.0f} minutes", "Split it.")
            return
    yield Ended()


def _send_all(connection: Connection, messages: Iterator[Any], *, care: bool) -> None:
    """Send ``messages`` while the next are made; wait where too many are not yet taken, with ``care`` for each."""
    ready: Queue[Any] = Queue(_AHEAD)
    sender = Thread(target=_send, args=(connection, ready), daemon=True)
    sender.start()
    for message in messages:
        ready.put(message)
        if care:
            ready.join()
    ready.put(None)
    sender.join()


def _send(connection: Connection, ready: Queue[Any]) -> None:
    """Send what is ready; go on emptying the queue when nobody listens any more."""
    listening = True
    while (message := ready.get()) is not None:
        if listening:
            try:
                connection.send(message)
            except ConnectionError:
                listening = False
        ready.task_done()


def _limit_memory(most: int) -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main(arguments: list[str], open_source: OpenSource = open_pdf) -> None:
    """Serve the connection whose number is given. Ctrl-C is for the process that asked: it hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(int(arguments[1]))
    with closing(Connection(int(arguments[0]))) as connection:
        serve(connection, open_source)


if __name__ == "__main__":
    main(sys.argv[1:])
