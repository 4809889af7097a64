"""Office files as what they are, zip archives of XML: looked through before anything is unpacked.

A file of a few kilobytes can unpack to terabytes, and a few lines of XML can expand to as much. Neither
the sizes that an archive declares nor its XML are trusted: what is larger than declared is not read on,
and document type definitions, which office files never have, are refused.
"""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from plant_knowledge_ingest.errors import UnreadableDocument

MAIN_PARTS = {
    "word/document.xml": ("a Word document", ".docx"),
    "xl/workbook.xml": ("a workbook", ".xlsx"),
    "ppt/presentation.xml": ("a presentation", ".pptx"),
}
"""The part that makes an office file what it is, in words, and the ending it should have."""

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, NotImplementedError, RuntimeError, RecursionError),
    *(SyntaxError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
)
"""What zipfile, lxml and the libraries above them raise for parts that are missing or torn."""

_MOST_PARTS = 20_000
_MOST_BYTES = 1_000_000_000
_MOST_XML = 150_000_000
# Ordinary XML packs to a tenth, a sheet of equal rows to a fiftieth.
_MOST_RATIO = 200
_HARMLESS = 10_000_000
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AGAIN = "Open it in its program and save it again, or export it as PDF."


@contextmanager
def office_file(path: Path, main: str) -> Iterator[zipfile.ZipFile]:
    """Open the office file at ``path`` whose main part is ``main``, after a look at all its parts.

    Whatever its libraries raise inside becomes ``UnreadableDocument``.
    """
    _refuse_containers(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(path, archive)
            _refuse_others(path, set(archive.namelist()), main)
            for part in archive.infolist():
                _refuse_definitions(path, archive, part)
            yield archive
    except (*_DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        what, _ = MAIN_PARTS[main]
        told = " ".join(str(error).split())[:100] or type(error).__name__
        raise UnreadableDocument(path, f"not a readable file of {what} ({told})", remedy=_SAVE_AGAIN) from error


def parsed(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Return the root of the XML part ``name``, or None if there is none."""
    if name not in archive.namelist():
        return None
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), safe)


def _refuse_containers(path: Path) -> None:
    """Refuse the container that old binary files and files with a password come in."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        tail = file.read()
    if not head:
        raise UnreadableDocument(path, "the file is empty")
    if not head.startswith(_OLE):
        return
    if _ENCRYPTED in head or _ENCRYPTED in tail:
        raise UnreadableDocument(path, "it is protected by a password", remedy="Save a copy without the password.")
    raise UnreadableDocument(path, "it is in the old binary format; save it as .docx, .xlsx or .pptx")


def _refuse_bombs(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if _is_xml(part.filename)), default=0)
    packed = max(path.stat().st_size, 1)
    if len(parts) > _MOST_PARTS or total > _MOST_BYTES or (total > _HARMLESS and total / packed > _MOST_RATIO):
        raise UnreadableDocument(
            path,
            f"it would unpack to {total / 1e6:,.0f} MB in {len(parts):,} parts, {total / packed:,.0f} times its size; "
            "that is no office file of a person",
        )
    if largest > _MOST_XML:
        raise UnreadableDocument(
            path, f"one part of it has {largest / 1e6:,.0f} MB of text, more than the {_MOST_XML / 1e6:,.0f} MB read"
        )


def _refuse_others(path: Path, names: set[str], main: str) -> None:
    if main in names:
        return
    for other, (what, ending) in MAIN_PARTS.items():
        if other in names:
            raise UnreadableDocument(path, f"its content is {what}; give it the ending {ending}")
    raise UnreadableDocument(path, f"its content is not {MAIN_PARTS[main][0]}", remedy=_SAVE_AGAIN)


def _refuse_definitions(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if not _is_xml(part.filename):
        return
    with archive.open(part) as file:
        before = b""
        while chunk := file.read(_CHUNK):
            plain = before + chunk.replace(b"\0", b"")  # in UTF-16 every other byte is zero
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise UnreadableDocument(path, f"{part.filename} in it defines entities, which office files never do")
            before = plain[-16:]


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))
