"""What stands on every page of a Word document: a head, a foot that counts the pages, a stamp across it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TABBED = '<w:pPr><w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs></w:pPr>'
_SHAPE = (
    '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:textpath on="t" fitshape="t"/></v:shapetype><v:shape id="stamp" type="#_x0000_t136" style="position:absolute;'
    "width:520pt;height:{high}pt;rotation:308;z-index:-1;mso-position-horizontal:center;"
    'mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" '
    'fillcolor="#f3c9c9" stroked="f"><v:textpath style="font-family:&quot;Calibri&quot;" string="{stamp}"/></v:shape>'
    "</w:pict></w:r>"
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """``head`` and ``foot``: texts at the left and at the right; {page} and {pages} in the foot are counted by Word.

    ``stamp``: written across every page and, in red, above its head; "" for none.
    """

    head: tuple[str, str]
    foot: tuple[str, str]
    stamp: str = ""

    def header(self) -> str:
        """Return the part of the head."""
        red = f'<w:p><w:r><w:rPr><w:b/><w:color w:val="B91C1C"/></w:rPr>{_text(self.stamp)}</w:r></w:p>'
        high = max(40, 520 // max(6, len(self.stamp)) * 2)
        shape = _SHAPE.format(stamp=escape(self.stamp), high=high)
        line = f"<w:p>{_TABBED}{_tabbed(self.head)}{shape if self.stamp else ''}</w:p>"
        return f"<w:hdr {_SPACES}>{red if self.stamp else ''}{line}</w:hdr>"

    def footer(self) -> str:
        """Return the part of the foot."""
        return f"<w:ftr {_SPACES}><w:p>{_TABBED}{_tabbed(self.foot)}</w:p></w:ftr>"


def _tabbed(sides: tuple[str, str]) -> str:
    left, right = (_counted(side) for side in sides)
    return f"{left}<w:r><w:tab/></w:r>{right}"


def _counted(text: str) -> str:
    """Return runs, with fields for {page} and {pages}."""
    made = ""
    for piece in text.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0"):
        if piece in {"PAGE", "NUMPAGES"}:
            made += f'<w:fldSimple w:instr="{piece}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        elif piece:
            made += f"<w:r>{_text(piece)}</w:r>"
    return made


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
