"""The paper that pictures are drawn on: text that is measured and broken, boxes and lines, light and dark.

Sizes are in pixels. Fonts are those of whoever looks, so widths are estimated on the safe side: a Chinese character is
as wide as it is high, a letter 0.58 of that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

SIZE = 13
LINE = 17
_LETTER, _HAN = 0.58, 1.0
_PIECE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+")
_CONTROL = dict.fromkeys([*range(32), 127])
_STYLE = """<style>
svg{--paper:#fff;--ink:#1f2933;--soft:#52606d;--line:#7b8794;--box:#f5f7fa;--found:#c6f0d0;--gone:#e4e7eb;--mark:#fff3c4}
@media (prefers-color-scheme:dark){svg{--paper:#12181f;--ink:#e6edf3;--soft:#a9b4c0;--line:#8593a1;--box:#1f2933;
--found:#1d5132;--gone:#2b333c;--mark:#5c4a12}}
text{fill:var(--ink);font:13px/17px system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC","Microsoft YaHei",
"PingFang SC",sans-serif}.b{font-weight:600}.s{fill:var(--soft);font-size:11px}.l{stroke:var(--line);fill:none}
.x{fill:var(--box);stroke:var(--line)}.f{fill:var(--found);stroke:var(--line)}.g{fill:var(--gone);stroke:var(--line)}
.p{fill:var(--paper)}.t{fill:none}
.h{fill:var(--mark);stroke:var(--line);stroke-dasharray:5 3}</style>"""


def width(text: str) -> float:
    """Return how wide a line of ``text`` is at most."""
    return SIZE * sum(_HAN if sign >= "\u2e80" else _LETTER for sign in text)


def broken(text: str, room: float, most: int = 6) -> list[str]:
    """Return ``text`` in lines of at most ``room``, words whole where they fit, cut with "…" after ``most`` lines."""
    lines = [""]
    for piece in _PIECE.findall(" ".join(text.translate(_CONTROL | {10: " ", 9: " "}).split())):
        if width(lines[-1] + piece.rstrip()) <= room or not lines[-1]:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
        while width(lines[-1].rstrip()) > room:
            cut = max(1, int(len(lines[-1]) * room / width(lines[-1])))
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    lines = [line.rstrip() for line in lines if line.strip()]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


@dataclass(slots=True)
class Box:
    """A box of lines; ``kind`` is its class on the paper: x plain, f found, g gone, h hypothesis. ``note`` is small.

    ``of`` is the branch of the investigation that it shows, by its id; "" for none.
    """

    lines: Sequence[str]
    kind: str = "x"
    note: Sequence[str] = ()
    bold: bool = False
    of: str = ""
    wide: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        texts = [width(line) * (1.08 if self.bold else 1) for line in self.lines] + [0.86 * width(n) for n in self.note]
        self.wide = max(texts, default=0) + 20
        self.high = LINE * len(self.lines) + 14 * len(self.note) + 12

    def at(self, x: float, y: float) -> str:
        """Return the box with its upper left corner there."""
        place = f'x="{x:.0f}" y="{y:.0f}" width="{self.wide:.0f}" height="{self.high:.0f}" rx="5"'
        parts = [f'<rect class="{self.kind}" {place}/>']
        middle = x + self.wide / 2
        parts += [
            text(middle, y + 6 + LINE * (at + 0.76), line, "middle", "b" if self.bold else "")
            for at, line in enumerate(self.lines)
        ]
        below = y + 6 + LINE * len(self.lines)
        parts += [text(middle, below + 14 * (at + 0.76), note, "middle", "s") for at, note in enumerate(self.note)]
        return branch(self.of, parts) if self.of else "".join(parts)


def branch(name: str, parts: Sequence[str]) -> str:
    """Return ``parts`` as what shows one branch, for whoever makes the picture answer to a finger."""
    return f'<g data-branch="{escape(name)}">{"".join(parts)}</g>'


def target(x: float, y: float, wide: float, high: float) -> str:
    """Return what can be pointed at where there is no box: an area that is not seen."""
    return f'<rect class="t" x="{x:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{high:.0f}" rx="5"/>'


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    """Return one line of text, its foot at ``y``."""
    look = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}"{look}>{escape(words)}</text>'


def line(x0: float, y0: float, x1: float, y1: float, thick: float = 1.4) -> str:
    """Return a line."""
    ends = f'x1="{x0:.0f}" y1="{y0:.0f}" x2="{x1:.0f}" y2="{y1:.0f}"'
    return f'<line class="l" {ends} stroke-width="{thick:g}"/>'


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return a line through ``points``."""
    return f'<path class="l" stroke-width="1.4" d="M{" L".join(f"{x:.0f} {y:.0f}" for x, y in points)}"/>'


def paper(wide: float, high: float, title: str, parts: Sequence[str]) -> str:
    """Return the whole picture; ``title`` is what a screen reader says."""
    size = f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{escape(title)}</title>{_STYLE}'
    return f'{head}<rect class="p" width="100%" height="100%"/>{"".join(parts)}</svg>'
