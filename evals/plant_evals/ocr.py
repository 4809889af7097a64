"""How well scans are read: pages of the sample plant as noisy pictures that lie askew, against the pages themselves."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import cos, radians, sin
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from plant_copilot.errors import WrongUse
from plant_evals.costs import Clock
from plant_evals.edits import edits
from plant_knowledge_ingest.page_image import page_png
from plant_knowledge_ingest.readers import ocr
from plant_knowledge_ingest.readers.page import Line, Page
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.readers.rendition import rendition

PAGES = (
    ("en", "FL-303-operating-manual-rev-C.pdf", 3),
    ("en", "SW-306-operation-and-maintenance.pdf", 4),
    ("de", "CP-304-Betriebsanleitung.pdf", 5),
    ("de", "RN-302-Wartungsanleitung.pdf", 5),
    ("zh-Hans", "LB-305-operation-zh-Hans.pdf", 3),
    ("zh-Hans", "PL-307-maintenance-zh-Hans.pdf", 5),
    ("zh-Hant", "K-110-operation-zh-Hant.pdf", 3),
    ("zh-Hant", "CH-115-operation-zh-Hant.pdf", 5),
)
"""Language, file and page of what is scanned: running text and tables."""

_DOTS = 200
# Degrees clockwise; grey values; pixels; of JPEG.
_ASKEW, _NOISE, _BLUR, _QUALITY = (0.4, 1.2), 9.0, 0.6, 70
# Below, recognised lines are told apart by how sure they are.
_LIMITS = (0.8, 0.9, 0.95, 0.98, 1.01)


@dataclass(frozen=True, slots=True)
class _Scan:
    """A page, the page read off its scan, and the degrees by which that was turned clockwise."""

    language: str
    page: Page
    seen: Page
    degrees: float


def run_ocr(pages: Sequence[tuple[str, str, int]] = PAGES, seed: int = 0) -> dict[str, Any]:
    """Read scans of ``pages``: {pages, languages: {language: figures}, sureness: [{below, lines, wrong}]}.

    Figures are {pages, characters, errors, error_rate, blanks, blanks_wrong, cells, cells_found, seconds,
    cpu_seconds}; seconds are those of a page. Errors are the edits between what is printed on one height and what is
    recognised there, without blanks; ``blanks_wrong`` the further ones that blanks cause. A cell is found when a table
    of the scan has one with the same letters. Raises ``WrongUse`` where recognition is not installed.
    """
    if not ocr.is_installed():
        raise WrongUse("Recognition of text in pictures is not installed.", remedy=ocr.INSTALL)
    ocr.recogniser()
    scans: list[_Scan] = []
    clocks: dict[str, Clock] = {}
    with TemporaryDirectory() as folder:
        for number, (language, file, page) in enumerate(pages):
            degrees = float(np.random.default_rng(seed + number).choice((-1, 1)) * _ASKEW[number % 2])
            original = Path(str(files("plant_copilot.sample_plant"))) / "manuals" / file
            scan = _scanned(original, page, degrees, seed + number, Path(folder) / f"{number}.jpg")
            with clocks.setdefault(language, Clock()):
                seen = _only_page(scan)
            with PdfSource(original) as source:
                scans.append(_Scan(language, source.page(page), seen, degrees))
    languages = {
        language: _figures([scan for scan in scans if scan.language == language], clock)
        for language, clock in clocks.items()
    }
    return {"pages": len(scans), "languages": languages, "sureness": list(_by_sureness(scans))}


def _scanned(pdf: Path, page: int, degrees: float, seed: int, scan: Path) -> Path:
    """Write a page as a grey picture that was turned clockwise, blurred, noisy and compressed; return its PDF."""
    with PdfSource(pdf) as source:
        width = round(source.page(page).width / 72 * _DOTS)
    with Image.open(io.BytesIO(page_png(pdf, page, width=width))) as drawn:
        turned = drawn.convert("L").rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(_BLUR)), np.float64)
    noise = np.random.default_rng(seed).normal(0, _NOISE, grey.shape)
    paper = np.clip(0.92 * grey + 10 + noise, 0, 255).astype(np.uint8)
    Image.fromarray(paper).save(scan, quality=_QUALITY, dpi=(_DOTS, _DOTS))
    shown = scan.with_suffix(".pdf")
    shown.write_bytes(rendition(scan))
    return shown


def _only_page(pdf: Path) -> Page:
    with PdfSource(pdf) as source:
        return source.page(1)


def _figures(scans: Sequence[_Scan], clock: Clock) -> dict[str, float]:
    pairs = [pair for scan in scans for pair in _rows(scan)]
    errors = sum(edits(_squeezed(printed), _squeezed(seen)) for printed, seen in pairs)
    cells = [cell for scan in scans for cell in _cells(scan.page)]
    found = sum(cell in there for scan in scans for there in [_cells(scan.seen)] for cell in _cells(scan.page))
    characters = sum(len(_squeezed(printed)) for printed, _ in pairs)
    return {
        "pages": len(scans),
        "characters": characters,
        "errors": errors,
        "error_rate": round(errors / characters, 4),
        "blanks": sum(printed.count(" ") for printed, _ in pairs),
        "blanks_wrong": sum(edits(_plain(printed), _plain(seen)) for printed, seen in pairs) - errors,
        "cells": len(cells),
        "cells_found": found,
        **{key: round(value / len(scans), 2) for key, value in clock.figures().items()},
    }


def _rows(scan: _Scan) -> Iterator[tuple[str, str]]:
    """Yield what is printed on each height of the page, and what was recognised there, both from left to right."""
    printed = _heights(scan.page)
    middles = np.array([np.mean([(line.rectangle.y0 + line.rectangle.y1) / 2 for line in row]) for row in printed])
    words: list[list[tuple[float, str]]] = [[] for _ in printed]
    for line in scan.seen.lines + scan.seen.furniture:
        for x0, y0, x1, y1, text in line.words:
            x, y = _straight(scan, (x0 + x1) / 2, (y0 + y1) / 2)
            words[int(np.argmin(np.abs(middles - y)))].append((x, text))
    for row, seen in zip(printed, words, strict=True):
        text = " ".join(line.text for line in sorted(row, key=lambda line: line.rectangle.x0))
        yield text, " ".join(word for _, word in sorted(seen))


def _heights(page: Page) -> list[list[Line]]:
    """Return the lines of a page, those together that stand on one height."""
    rows: list[list[Line]] = []
    for line in sorted(page.lines + page.furniture, key=lambda line: line.rectangle.y0 + line.rectangle.y1):
        middle = (line.rectangle.y0 + line.rectangle.y1) / 2
        if rows and middle < rows[-1][0].rectangle.y1 - 1:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _straight(scan: _Scan, x: float, y: float) -> tuple[float, float]:
    """Return where a place of the scan is on the page."""
    angle = -radians(scan.degrees)
    across, down = x - scan.page.width / 2, y - scan.page.height / 2
    return (
        scan.page.width / 2 + across * cos(angle) - down * sin(angle),
        scan.page.height / 2 + across * sin(angle) + down * cos(angle),
    )


def _cells(page: Page) -> list[str]:
    texts = ["".join(page.lines[i].text for i in cell) for row in page.rows for cell in row.cells]
    return [squeezed for text in texts if (squeezed := _squeezed(text))]


def _by_sureness(scans: Sequence[_Scan]) -> Iterator[Mapping[str, float]]:
    """Yield how many lines are less sure than each limit, and how many of them are not printed so on their height."""
    judged = [
        (line.confidence, any(_squeezed(line.text) in _squeezed(printed) for printed, _ in rows))
        for scan in scans
        for rows in [list(_rows(scan))]
        for line in scan.seen.lines + scan.seen.furniture
    ]
    before = 0.0
    for limit in _LIMITS:
        right = [found for sure, found in judged if before <= sure < limit]
        yield {"below": min(limit, 1.0), "lines": len(right), "wrong": right.count(False)}
        before = limit


def _plain(text: str) -> str:
    """Return ``text`` with single blanks, variants of one character ("µ", "℃", full-width commas) made the same."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _squeezed(text: str) -> str:
    return _plain(text).replace(" ", "")
