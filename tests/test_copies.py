"""One manual in two formats is one document; two manuals under one name are refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offices import paragraph, write_word
from papers import HashingEmbedder, manual
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

FACTS = ("The torque of the flange is 21 Nm.", "Check the seals of the pump every 300 hours, and change them if hard.")
NOTE = "it is a copy in another format of {}; the PDF is kept"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library", HashingEmbedder)
    yield opened
    opened.close()


def word(path: Path, *facts: str) -> Path:
    return write_word(path, "".join(map(paragraph, facts)))


def test_the_word_file_beside_a_pdf_of_the_same_text_is_a_copy(library: Library, tmp_path: Path) -> None:
    pdf, docx = manual(tmp_path / "manual.pdf", *FACTS), word(tmp_path / "manual.docx", *FACTS)
    report = library.ingest([pdf, docx])
    assert (report.documents, report.unchanged, report.failed) == (1, 1, [])
    assert [(notice.path, notice.text) for notice in report.notices] == [(str(docx), NOTE.format(pdf))]


def test_the_pdf_takes_the_place_of_the_word_file_that_came_first(library: Library, tmp_path: Path) -> None:
    pdf, docx = manual(tmp_path / "manual.pdf", *FACTS), word(tmp_path / "manual.docx", *FACTS)
    for _ in range(2):
        report = library.ingest([docx, pdf])
        assert [(notice.path, notice.text) for notice in report.notices] == [(str(docx), NOTE.format(pdf))]
    (entry,) = library.documents(Principal("local"))
    assert entry.path == pdf


@pytest.mark.parametrize("changed", ["The torque of the flange is 18 Nm.", "Nothing of it is the same."])
def test_another_figure_or_another_text_is_a_second_claim(library: Library, tmp_path: Path, changed: str) -> None:
    report = library.ingest(
        [manual(tmp_path / "manual.pdf", *FACTS), word(tmp_path / "manual.docx", changed, FACTS[1])]
    )
    (failure,) = report.failed
    assert failure.reason.startswith("it claims to be the only revision of 'manual', which is ")
