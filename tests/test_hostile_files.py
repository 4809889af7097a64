"""Office files and pictures that are protected, torn, mislabelled or made to do harm: one clear line each."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation

from offices import paragraph, write_word
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.found import found
from plant_knowledge_ingest.readers.rendition import rendition

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> str:
    """Return why a file is refused."""
    with pytest.raises(UnreadableDocument) as refused:
        rendition(path)
    return refused.value.reason


def empty_png(width: int, height: int) -> bytes:
    """Return a PNG of a few hundred bytes that says it has ``width`` by ``height`` pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pptx"])
def test_a_file_with_a_password_is_told_from_an_old_one(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)
    assert refusal(path) == "it is protected by a password"
    path.write_bytes(OLE + b"\0" * 1200)
    assert refusal(path) == "it is in the old binary format; save it as .docx, .xlsx or .pptx"


@pytest.mark.parametrize(("ending", "better"), [(".doc", ".docx"), (".xls", ".xlsx"), (".PPT", ".pptx")])
def test_an_old_file_is_refused_by_name_also_in_a_folder(tmp_path: Path, ending: str, better: str) -> None:
    (tmp_path / f"a{ending}").write_bytes(OLE)
    (tmp_path / "~$b.docx").write_bytes(b"somebody edits b.docx")
    failures: list[UnreadableDocument] = []
    ((path, _),) = found([tmp_path], failures.append)
    assert failures == []
    assert refusal(path) == f"the old binary format {ending.lower()} is not read; save it as {better} or as PDF"


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pptx"])
def test_a_file_that_is_cut_off_or_empty_is_refused(tmp_path: Path, ending: str) -> None:
    path = write_word(tmp_path / f"a{ending}", paragraph("text"))
    path.write_bytes(path.read_bytes()[:-40])
    assert "not a readable file of" in refusal(path)
    path.write_bytes(b"")
    assert refusal(path) == "the file is empty"


def test_a_part_that_is_torn_is_refused(tmp_path: Path) -> None:
    assert refusal(write_word(tmp_path / "a.docx", "<w:p><w:r>")).startswith("not a readable file of a Word document (")


def test_a_wrong_ending_is_named_with_the_right_one(tmp_path: Path) -> None:
    write_word(tmp_path / "a.xlsx", paragraph("text"))
    assert refusal(tmp_path / "a.xlsx") == "its content is a Word document; give it the ending .docx"
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("readme.txt", "a zip file")
    assert refusal(tmp_path / "b.docx") == "its content is not a Word document"
    (tmp_path / "c.pptx").write_text("plain text", encoding="utf-8")
    assert refusal(tmp_path / "c.pptx").startswith("not a readable file of a presentation (")


def test_what_unpacks_to_a_thousand_times_its_size_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    assert refusal(tmp_path / "a.docx").startswith("it would unpack to 60 MB in 1 parts, ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_expand_are_refused_unexpanded(tmp_path: Path, encoding: str) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY e0 "ha">{levels}]><d>&e9;</d>'
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", laughs.encode(encoding))
    assert refusal(tmp_path / "a.docx") == "word/document.xml in it defines entities, which office files never do"


def test_a_workbook_of_empty_sheets_and_a_deck_of_empty_slides_have_no_text(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    Presentation().save(str(tmp_path / "a.pptx"))
    write_word(tmp_path / "a.docx", "")
    for name in ("a.xlsx", "a.pptx", "a.docx"):
        assert refusal(tmp_path / name) == "there is no text in it"


def test_files_with_macros_are_read_without_them(tmp_path: Path) -> None:
    write_word(tmp_path / "a.docm", paragraph("Stop the pump."))
    with zipfile.ZipFile(tmp_path / "a.docm", "a") as archive:
        archive.writestr("word/vbaProject.bin", OLE + b"Sub AutoOpen()")
    assert rendition(tmp_path / "a.docm").startswith(b"%PDF")


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_size(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(empty_png(20_000, 20_000))
    assert "million pixels, more than the 160 million read" in refusal(tmp_path / "a.png")


def test_a_picture_that_is_torn_or_none_is_refused(tmp_path: Path) -> None:
    Image.effect_noise((200, 200), 50).save(tmp_path / "a.png")
    (tmp_path / "a.png").write_bytes((tmp_path / "a.png").read_bytes()[:9_000])
    assert refusal(tmp_path / "a.png").startswith("the picture is damaged (")
    (tmp_path / "b.jpg").write_text("no picture", encoding="utf-8")
    assert refusal(tmp_path / "b.jpg") == "its content is no picture that can be read"


def test_a_page_of_tags_in_tags_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "deep.html"
    file.write_text("<div>" * 100_000 + "text" + "</div>" * 100_000, encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="its tags are nested more than 512 deep"):
        rendition(file)
    file.write_text("<ul>" + "<li><p>Tighten to 12 Nm.<br>" * 600 + "</ul>", encoding="utf-8")
    assert rendition(file).startswith(b"%PDF")
