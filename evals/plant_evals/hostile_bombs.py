"""Small files that would fill the memory, the disk or the day of whoever reads them without a limit."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

_MANY = 200_000_000
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "lollollollollol">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(12))
    + "]><lol>&m;</lol>"
)


def bombs() -> dict[str, bytes]:
    """Return a dozen of them by their names."""
    return {
        "zeros-in-a-part.docx": _office({"word/document.xml": bytes(_MANY)}),
        "many-parts.docx": _office({"word/document.xml": b"<a/>", **{f"word/{at}.xml": b"" for at in range(30_000)}}),
        "laughs.docx": _office({"word/document.xml": _LAUGHS.encode()}),
        "laughs.pptx": _office({"ppt/presentation.xml": _LAUGHS.encode()}),
        "rows.xlsx": _office({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": _rows()}),
        "strings.xlsx": _office({"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": b"<si>" * 30_000_000}),
        "stream.pdf": _pdf(_stream(zlib.compress(bytes(_MANY), 9))),
        "nested.pdf": _pdf(b"[" * 300_000 + b"]" * 300_000),
        "pages-of-pages.pdf": _pdf(b"<</Type/Pages/Kids[1 0 R 1 0 R]/Count 2147483647>>"),
        "wide.png": _png(60_000, 60_000),
        "deep.html": b"<div>" * 300_000 + b"text" + b"</div>" * 300_000,
        "long-line.md": b"> " * 50_000 + b"a" * 20_000_000,
    }


def _office(parts: Mapping[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def _rows() -> bytes:
    """Return a sheet that says it goes to the last cell there is, in rows that repeat."""
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return b'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>' + row * 1_000_000 + b"</sheetData></worksheet>"


def _pdf(object_: bytes) -> bytes:
    """Return a PDF of one page whose content, annotations and parent are ``object_``."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]/Contents 1 0 R/Annots 1 0 R>>"
    tree = b"<</Type/Pages/Kids[3 0 R 1 0 R]/Count 2>>"
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Outlines 1 0 R>>"
    objects = (object_, tree, page, catalogue)
    body, offsets = b"%PDF-1.7\n", []
    for at, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (at, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 5/Root 4 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def _stream(content: bytes) -> bytes:
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(content), content)


def _png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
