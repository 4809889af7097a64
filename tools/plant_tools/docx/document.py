"""A Word document of headings, paragraphs, tables and pictures: the few parts of OOXML that this needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from plant_tools.docx.furniture import Furniture

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/><Default Extension="png" '
    f'ContentType="image/png"/><Override PartName="/word/header.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/footer.xml" ContentType="{_WORD}.footer+xml"/></Types>'
)
_LINK = f'<Relationship Id="{{id}}" Type="{_OFFICE}/{{kind}}" Target="{{target}}"/>'
_LINKS = f'<Relationships xmlns="{_PACKAGE}/relationships">{{links}}</Relationships>'
_DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="{side}" cy="{side}"/><wp:docPr id="{at}" name="{name}" descr="{name}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="{at}" '
    'name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p{at}" '
    f'xmlns:r="{_OFFICE}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{side}" cy="{side}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
_POINT = 12_700  # English metric units
_WIDE = 9638  # of the text, in twentieths of a point
_FONTS = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei" w:cs="Calibri"/>'
_EDGE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="9AA5B1"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Paragraphs of a cell, each (text, style), its ground ("FDECEC"), and a square picture of ``side`` points."""

    paragraphs: tuple[tuple[str, str], ...]
    fill: str = ""
    picture: bytes = b""
    side: int = 72


@dataclass(slots=True)
class Document:
    """What is written, in order."""

    furniture: Furniture | None = None
    _parts: list[str] = field(default_factory=list)
    _pictures: list[bytes] = field(default_factory=list)

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

    def cells(
        self, rows: Sequence[Sequence[Cell]], shares: Sequence[float], *, head: bool = False, ruled: bool = True
    ) -> None:
        """Add a table of cells whose columns have these shares of the width; ``head`` repeats the first row."""
        widths = [round(_WIDE * share / sum(shares)) for share in shares]
        edges = f"<w:tblBorders>{_EDGE if ruled else ''}</w:tblBorders>"
        look = f'<w:tblPr><w:tblW w:w="{_WIDE}" w:type="dxa"/>{edges}<w:tblLayout w:type="fixed"/></w:tblPr>'
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        made = ""
        for at, row in enumerate(rows):
            repeated = "<w:tblHeader/>" if head and not at else ""
            cells = "".join(self._cell(cell, width) for cell, width in zip(row, widths, strict=True))
            made += f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"
        self._parts.append(f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>{_paragraph('', 'Gap')}")

    def _cell(self, cell: Cell, width: int) -> str:
        ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        said = "".join(_paragraph(text, style) for text, style in cell.paragraphs or (("", "Cell"),))
        if cell.picture:
            self._pictures.append(cell.picture)
            at = len(self._pictures)
            said = f"<w:p>{_DRAWING.format(side=cell.side * _POINT, at=at, name=f'picture {at}')}</w:p>{said}"
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{ground}</w:tcPr>{said}</w:tc>'

    def written(self, *, landscape: bool = False) -> bytes:
        """Return the file; the same content gives the same bytes."""
        wide, high = (16838, 11906) if landscape else (11906, 16838)
        turned = ' w:orient="landscape"' if landscape else ""
        edges = " ".join(f'w:{side}="1134"' for side in ("top", "right", "bottom", "left"))
        margins = f'<w:pgMar {edges} w:header="567" w:footer="567" w:gutter="0"/>'
        around = "".join(f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in self._around())
        page = f'{around}<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>{margins}'
        body = f"{''.join(self._parts)}<w:sectPr>{page}</w:sectPr>"
        links = [("r1", "styles", "styles.xml")] + [(kind, kind, f"{kind}.xml") for kind in self._around()]
        links += [(f"p{at}", "image", f"media/{at}.png") for at in range(1, len(self._pictures) + 1)]
        linked = "".join(_LINK.format(id=name, kind=kind, target=target) for name, kind, target in links)
        whole = _LINK.format(id="r1", kind="officeDocument", target="word/document.xml")
        spaces = f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"'
        files = {
            "[Content_Types].xml": _TYPES if self.furniture else _without_furniture(_TYPES),
            "_rels/.rels": _LINKS.format(links=whole),
            "word/_rels/document.xml.rels": _LINKS.format(links=linked),
            "word/styles.xml": _styles(),
            "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
            **{f"word/{kind}.xml": text for kind, text in self._around().items()},
        }
        held = BytesIO()
        with ZipFile(held, "w", ZIP_DEFLATED) as archive:
            for name, text in files.items():
                head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                archive.writestr(ZipInfo(name), (head + text).encode("utf-8"), ZIP_DEFLATED)
            for at, picture in enumerate(self._pictures, 1):
                archive.writestr(ZipInfo(f"word/media/{at}.png"), picture)
        return held.getvalue()

    def _around(self) -> dict[str, str]:
        if self.furniture is None:
            return {}
        return {"header": self.furniture.header(), "footer": self.furniture.footer()}


def _without_furniture(types: str) -> str:
    return re.sub(r'<Override PartName="/word/(?:header|footer)[^>]*>', "", types)


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
        "Heading3": ("heading 3", '<w:b/><w:color w:val="12344D"/><w:sz w:val="20"/>', 160, 60),
        "Heading2": ("heading 2", '<w:b/><w:sz w:val="26"/>', 240, 80),
        "Source": ("Source", '<w:color w:val="52606D"/><w:sz w:val="17"/>', 0, 60),
        "Item": ("Item", "", 0, 60),
        "Head": ("Head", '<w:b/><w:sz w:val="18"/>', 20, 20),
        "Cell": ("Cell", '<w:sz w:val="18"/>', 20, 20),
        "Gap": ("Gap", '<w:sz w:val="8"/>', 0, 0),
        "Small": ("Small", '<w:color w:val="52606D"/><w:sz w:val="15"/>', 0, 20),
        "Action": ("Action", '<w:sz w:val="21"/>', 20, 20),
        "Good": ("Good", '<w:color w:val="0B6E4F"/><w:sz w:val="18"/>', 0, 20),
        "Missing": ("Missing", '<w:color w:val="B45309"/><w:sz w:val="17"/>', 0, 20),
        "Changed": ("Changed", '<w:b/><w:color w:val="B91C1C"/><w:sz w:val="18"/>', 0, 20),
        "Bright": ("Bright", '<w:b/><w:color w:val="FFFFFF"/><w:sz w:val="18"/>', 20, 20),
    }
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:pPr>'
        f'<w:spacing w:before="{before}" w:after="{after}"/></w:pPr><w:rPr>{look}</w:rPr></w:style>'
        for name, (title, look, before, after) in looks.items()
    )
    usual = f'<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    return f'<w:styles xmlns:w="{_MAIN}">{usual}{made}</w:styles>'
