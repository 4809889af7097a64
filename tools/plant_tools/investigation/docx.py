"""A Word document of headings, paragraphs and tables, written by hand: the few parts of OOXML that this needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>'
)
_LINKS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/{{kind}}" '
    'Target="{target}"/></Relationships>'
)
_FONTS = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei" w:cs="Calibri"/>'
_EDGE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="9AA5B1"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(slots=True)
class Document:
    """What is written, in order."""

    _parts: list[str] = field(default_factory=list)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading, 1 the highest."""
        self._parts.append(_paragraph(text, f"Heading{level}"))

    def paragraph(self, text: str, style: str = "") -> None:
        """Add a paragraph; ``style`` "Source" is small and grey, "Item" a list item."""
        self._parts.append(_paragraph(text, style))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table; its first row is the heading, repeated on every page."""
        lines = "".join(_row(row, head=not at) for at, row in enumerate(rows))
        look = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_EDGE}</w:tblBorders></w:tblPr>'
        grid = f"<w:tblGrid>{'<w:gridCol/>' * len(rows[0])}</w:tblGrid>"
        self._parts.append(f"<w:tbl>{look}{grid}{lines}</w:tbl><w:p/>")

    def written(self, *, landscape: bool = False) -> bytes:
        """Return the file; the same content gives the same bytes."""
        wide, high = (16838, 11906) if landscape else (11906, 16838)
        turned = ' w:orient="landscape"' if landscape else ""
        edges = " ".join(f'w:{side}="1134"' for side in ("top", "right", "bottom", "left"))
        margins = f'<w:pgMar {edges} w:header="567" w:footer="567" w:gutter="0"/>'
        page = f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>{margins}'
        body = f"{''.join(self._parts)}<w:sectPr>{page}</w:sectPr>"
        files = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _LINKS.format(kind="officeDocument", target="word/document.xml"),
            "word/_rels/document.xml.rels": _LINKS.format(kind="styles", target="styles.xml"),
            "word/styles.xml": _styles(),
            "word/document.xml": f'<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>',
        }
        held = BytesIO()
        with ZipFile(held, "w", ZIP_DEFLATED) as archive:
            for name, text in files.items():
                head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                archive.writestr(ZipInfo(name), (head + text).encode("utf-8"), ZIP_DEFLATED)
        return held.getvalue()


def _paragraph(text: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{_run(text)}</w:p>"


def _run(text: str) -> str:
    lines = (escape(line, quote=False) for line in text.translate(_CONTROL).splitlines() or [""])
    return "<w:r>" + "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines) + "</w:r>"


def _row(cells: Sequence[str], *, head: bool) -> str:
    look = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    style = "Head" if head else "Cell"
    return f"<w:tr>{look}{''.join(f'<w:tc><w:tcPr/>{_paragraph(cell, style)}</w:tc>' for cell in cells)}</w:tr>"


def _styles() -> str:
    looks = {
        "Heading1": ("heading 1", '<w:b/><w:sz w:val="34"/>', 0, 160),
        "Heading2": ("heading 2", '<w:b/><w:sz w:val="26"/>', 240, 80),
        "Source": ("Source", '<w:color w:val="52606D"/><w:sz w:val="17"/>', 0, 60),
        "Item": ("Item", "", 0, 60),
        "Head": ("Head", '<w:b/><w:sz w:val="18"/>', 20, 20),
        "Cell": ("Cell", '<w:sz w:val="18"/>', 20, 20),
    }
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:pPr>'
        f'<w:spacing w:before="{before}" w:after="{after}"/></w:pPr><w:rPr>{look}</w:rPr></w:style>'
        for name, (title, look, before, after) in looks.items()
    )
    usual = f'<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    return f'<w:styles xmlns:w="{_MAIN}">{usual}{made}</w:styles>'
