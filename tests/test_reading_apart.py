"""Files are read in another process; what breaks there is one page, told with its reason."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from papers import HashingEmbedder, manual, pages_of
from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.ingestion import Ingestion
from plant_knowledge_ingest.pages.folder import PagesInFolder
from plant_knowledge_ingest.pages.pages import Pages
from plant_knowledge_ingest.reading.apart import Apart
from plant_knowledge_ingest.reading.desk import Desks
from plant_knowledge_ingest.reading.messages import Limits, Read, Unread

FACTS = [f"Fact number {n} of the machine." for n in range(1, 8)]

# The real reader, with a page on which it does what a broken file made it do.
BREAKING = """
import os, signal, sys, time
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.reading.child import main

class Breaking(PdfSource):
    def page(self, number):
        if number in {pages}:
            {harm}
        return super().page(number)

main(sys.argv[1:], lambda file, called: Breaking(file, called=called))
"""


@pytest.fixture
def desks() -> Iterator[list[Desks]]:
    """A list for the processes of a test; they end with it."""
    made: list[Desks] = []
    yield made
    for each in made:
        each.close()


def breaking(desks: list[Desks], harm: str, *pages: int, limits: Limits | None = None) -> Apart:
    desks.append(Desks(("-c", BREAKING.format(pages=set(pages), harm=harm))))
    return Apart(desks[-1], limits or Limits())


def read(apart: Apart, path: Path) -> list[str]:
    """Return of every page its first line, or why it was not read."""
    with apart:
        source = apart.open(path, path)
        return [page.reason if isinstance(page, Unread) else page.page.lines[0].text for page in source.pages()]


def test_pages_come_whole_and_in_order(tmp_path: Path, desks: list[Desks]) -> None:
    path = manual(tmp_path / "a.pdf", *(f"Fact number {n} of the machine." for n in range(120)))
    desks.append(Desks())
    with Apart(desks[0], Limits()) as apart:
        pages = list(apart.open(path, path).pages())
    assert [message.page for message in pages if isinstance(message, Read)] == pages_of(path)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "the reader crashed (segmentation fault)"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "the reader was ended from outside (was the memory"),
        ("bytearray(60_000_000_000)", "the reader needed more than 4 GB of memory"),
        ("{}['x']", "the reader broke off (KeyError: 'x')"),
    ],
    ids=["segfault", "out of memory of the machine", "out of its own memory", "fault of the program"],
)
def test_a_page_that_ends_the_reader_is_named_and_the_others_are_read(
    tmp_path: Path, desks: list[Desks], harm: str, reason: str
) -> None:
    told = read(breaking(desks, harm, 3), manual(tmp_path / "a.pdf", *FACTS))
    assert told[2].startswith(reason)
    assert told[:2] + told[3:] == FACTS[:2] + FACTS[3:]


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, desks: list[Desks]) -> None:
    apart = breaking(desks, "time.sleep(600)", 7, limits=Limits(page_seconds=3))
    told = read(apart, manual(tmp_path / "a.pdf", *FACTS))
    assert told == [*FACTS[:6], "reading it takes longer than 3 s"]


@pytest.mark.slow
def test_a_file_that_ends_the_reader_again_and_again_is_given_up(tmp_path: Path, desks: list[Desks]) -> None:
    path = manual(tmp_path / "a.pdf", *FACTS)
    with pytest.raises(UnreadableDocument, match="its pages ended the reader 5 times, page 4 at last"):
        read(breaking(desks, "os._exit(3)", *range(1, 8)), path)


def test_a_file_that_takes_too_long_in_all_is_given_up(tmp_path: Path, desks: list[Desks]) -> None:
    path = manual(tmp_path / "a.pdf", *FACTS)
    apart = breaking(desks, "time.sleep(0.2)", 1, limits=Limits(file_seconds=0.1))
    with pytest.raises(UnreadableDocument, match="its first 1 pages took longer than"):
        read(apart, path)


def test_a_reader_that_was_lost_while_idle_has_a_successor(tmp_path: Path, desks: list[Desks]) -> None:
    path = manual(tmp_path / "a.pdf", *FACTS)
    desks.append(Desks())
    apart = Apart(desks[0], Limits())
    assert read(apart, path) == FACTS
    idle = desks[0].take(Limits().memory)
    desks[0].give(Limits().memory, idle)
    os.kill(idle.process, signal.SIGKILL)
    assert read(apart, path) == FACTS


@pytest.mark.slow
def test_the_library_tells_of_the_page_and_answers_from_the_others(tmp_path: Path, desks: list[Desks]) -> None:
    path, embedder = manual(tmp_path / "a.pdf", *FACTS), HashingEmbedder()
    index = EdgeIndex(tmp_path / "index", size=embedder.size, fingerprint=embedder.fingerprint)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite3")
    apart = breaking(desks, "os.kill(os.getpid(), signal.SIGSEGV)", 2)
    pages = Pages(PagesInFolder(tmp_path / "files"), catalogue)
    report = Ingestion(pages, catalogue, index, embedder, Glossary.read(), apart).run([path])
    assert [(failure.page, failure.reason) for failure in report.failed] == [
        (2, "the reader crashed (segmentation fault)")
    ]
    assert (report.documents, report.passages, sum(index.live().values())) == (1, 6, 6)
    index.close()
    catalogue.close()


def test_the_reader_ends_with_whoever_asked() -> None:
    program = (
        "import sys, time; from plant_knowledge_ingest.reading.desk import Desks\n"
        "desk = Desks().take(4_000_000_000); print(desk.process, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as asker:
        assert asker.stdout
        reader = psutil.Process(int(asker.stdout.readline()))
        asker.kill()
    for _ in range(100):
        if has_ended(reader):
            break
        time.sleep(0.1)
    assert has_ended(reader)


def has_ended(process: psutil.Process) -> bool:
    """Say whether a process is gone, or at least dead: the first process of a container may never ask after it."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
