"""A file or page that cannot be read is named; everything else comes in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from papers import manual, running, write_pdf
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

LOCAL = Principal("local")
GOOD = "The torque of the flange is 21 Nm."
SCAN = "the page is a picture without text (a scan?)"
# PDF_ENCRYPT_AES_256, which the types of PyMuPDF do not know.
AES_256 = 5


def failures(library: Library, folder: Path) -> list[tuple[str, int | None, str]]:
    """Bring in ``folder``, check that the good file in it is there, and return what failed."""
    manual(folder / "good.pdf", GOOD)
    report = library.ingest([folder])
    assert GOOD in {hit.passage.text for hit in library.search("torque of the flange", LOCAL).hits}
    return [(Path(failure.path).name, failure.page, failure.reason) for failure in report.failed]


def picture() -> bytes:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 60, 60))
    pixels.clear_with(90)
    return bytes(pixels.tobytes("jpeg"))


def three_pages(path: Path, **saving: Any) -> Path:
    """Write a manual of three pages with one content stream each."""
    write_pdf(path, *(running(*(f"Line {n} of page {page}." for n in range(9))) for page in (1, 2, 3)))
    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.clean_contents()
        content = pdf.tobytes(**{"deflate": True, "garbage": 3} | saving)
    path.write_bytes(content)
    return path


def stream(content: bytes, path: Path, page: int) -> tuple[int, int]:
    """Return where the content stream of a page begins and ends in the file."""
    with pymupdf.open(path) as pdf:
        (xref,) = pdf[page - 1].get_contents()
    match = re.search(rb"\n%d 0 obj.*?stream\r?\n(.*?)\r?\nendstream" % xref, content, re.DOTALL)
    assert match
    return match.span(1)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.pdf", b"", "the file is empty"),
        ("photo.pdf", picture(), "its content is not PDF"),
        ("letter.pdf", b"Dear colleague, the manual is attached.", "not a readable PDF"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "not a readable PDF|it has no pages"),
        ("blank.md", b"  \n\n", "there is no text in it"),
        ("noise.html", bytes(range(256)), "it is not a text file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    library: Library, folder: Path, name: str, content: bytes, reason: str
) -> None:
    (folder / name).write_bytes(content)
    ((file, page, told),) = failures(library, folder)
    assert (file, page) == (name, None)
    assert re.match(reason, told)


def test_a_pdf_without_pages_is_refused(library: Library, folder: Path) -> None:
    catalogue = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    (folder / "none.pdf").write_bytes(b"%PDF-1.4\n" + catalogue + b"trailer\n<</Root 1 0 R>>\n%%EOF")
    assert failures(library, folder) == [("none.pdf", None, "it has no pages")]


def test_a_password_is_asked_for_by_name(library: Library, folder: Path) -> None:
    three_pages(folder / "locked.pdf", encryption=AES_256, user_pw="u", owner_pw="o")
    assert failures(library, folder) == [("locked.pdf", None, "it is protected by a password")]


def test_a_file_that_only_forbids_printing_is_read(library: Library, folder: Path) -> None:
    three_pages(folder / "owned.pdf", encryption=AES_256, owner_pw="o", permissions=0)
    assert failures(library, folder) == []
    assert library.documents(LOCAL)[1].pages == 3


@pytest.mark.slow
def test_a_scanned_page_is_named_and_the_others_come_in(library: Library, folder: Path) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 100), "Lubrication card on the next page.")
        pdf.new_page().insert_image(pymupdf.Rect(50, 50, 500, 700), stream=picture())
        pdf.save(folder / "card.pdf")
    ((file, page, reason),) = failures(library, folder)
    assert (file, page) == ("card.pdf", 2)
    assert reason.startswith(SCAN)
    entry = library.documents(LOCAL)[0]
    assert (entry.pages, entry.passages) == (2, 1)
    assert entry.unread == {2: reason}


def test_a_document_of_scans_alone_is_refused_page_by_page(library: Library, folder: Path) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_image(pymupdf.Rect(50, 50, 500, 700), stream=picture())
        pdf.save(folder / "scan.pdf")
    (_, page, reason), (_, no_page, other) = failures(library, folder)
    assert (page, no_page) == (1, None)
    assert reason.startswith(SCAN)
    assert other == "no page of it has text that can be read"
    assert [entry.document.name for entry in library.documents(LOCAL)] == ["good"]


def test_an_empty_page_is_no_failure(library: Library, folder: Path) -> None:
    write_pdf(folder / "blank.pdf", running("This page is not empty."), running())
    assert failures(library, folder) == []


def test_a_page_whose_content_is_destroyed_is_named(library: Library, folder: Path) -> None:
    path = three_pages(folder / "hurt.pdf")
    content = path.read_bytes()
    start, _ = stream(content, path, 2)
    path.write_bytes(content[:start] + b"\xff" * 8 + content[start + 8 :])
    ((file, page, reason),) = failures(library, folder)
    assert (file, page) == ("hurt.pdf", 2)
    assert reason.startswith("the page is damaged (zlib error: ")
    assert library.documents(LOCAL)[1].passages == 2


def test_a_page_that_lost_part_of_its_text_is_named_and_the_rest_of_it_comes_in(library: Library, folder: Path) -> None:
    path = three_pages(folder / "torn.pdf", deflate=False)
    content = path.read_bytes()
    start, end = stream(content, path, 2)
    middle = (start + end) // 2
    path.write_bytes(content[:middle] + b"\xff" * 90 + content[middle + 90 :])
    ((file, page, reason),) = failures(library, folder)
    assert (file, page) == ("torn.pdf", 2)
    assert reason.startswith("some of its text is missing, because the page is damaged (")
    assert library.documents(LOCAL)[1].passages == 3


def test_the_lost_pages_of_a_file_that_is_cut_off_are_named(library: Library, folder: Path) -> None:
    path = three_pages(folder / "short.pdf")
    content = path.read_bytes()
    _, end = stream(content, path, 2)
    path.write_bytes(content[:end])
    assert failures(library, folder) == [
        ("short.pdf", 3, "the page is damaged (content stream is not a stream)"),
    ]


def test_a_missing_path_does_not_keep_the_others_out(library: Library, folder: Path) -> None:
    good = manual(folder / "good.pdf", GOOD)
    report = library.ingest([folder / "missing.pdf", good])
    assert report.documents == 1
    assert [(failure.path, failure.page, failure.reason) for failure in report.failed] == [
        (str(folder / "missing.pdf"), None, "there is no such file or folder")
    ]
