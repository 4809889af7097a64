"""Labels for machines: the tag, and a QR code that opens the chat on it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from plant_knowledge_ingest.printing import Band, Cell, Paper, printed, strong
from plant_tools.sop.qr import picture

_SIDE = 92
"""Of a QR code, in points: 32 mm, which a phone reads from half a metre."""


def labels(assets: Sequence[tuple[str, str]], chat: str) -> bytes:
    """Return a PDF of labels for (tag, name), two beside each other; ``chat`` is the address of the chat.

    Each code holds ``chat`` with the asset in its query.
    """
    pairs = [assets[start : start + 2] for start in range(0, len(assets), 2)]
    pictures = {f"{n}.png": picture(address_of(chat, tag)) for n, (tag, _) in enumerate(assets)}
    bands = [Band(tuple(_cells(2 * row, pair)), ruled=True, above=6) for row, pair in enumerate(pairs)]
    paper = Paper(
        head=lambda _page, _pages: (strong("Plant Copilot"), escape(chat, quote=False)),
        foot=lambda page, pages: ("", f"{page} / {pages}"),
        pictures=pictures,
        title="Plant Copilot",
    )
    return printed(bands, paper)


def address_of(chat: str, tag: str) -> str:
    """Return the address that opens the chat on an asset."""
    return f"{chat.rstrip('/')}/?asset={quote(tag, safe='')}"


def _cells(first: int, pair: Sequence[tuple[str, str]]) -> list[Cell]:
    cells: list[Cell] = []
    for n, (tag, name) in enumerate(pair, first):
        cells.append(Cell(f'<img src="{n}.png" width="{_SIDE}" height="{_SIDE}">', 0.42))
        cells.append(Cell(f'<p><b style="font-size: 20pt">{escape(tag)}</b></p><p>{escape(name)}</p>', 0.58))
    if len(pair) == 1:
        cells.append(Cell("", 1.0))
    return cells
