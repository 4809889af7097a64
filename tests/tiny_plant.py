"""A plant small enough for a test: three manuals, a home that has read them, and a server on it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from plant_copilot import Settings, build_copilot

MANUALS = (
    (
        "GR-12 gearbox",
        "helv",
        (
            (
                "1 Lubrication",
                "Change the gear oil of gearbox GR-12 every 4000 operating hours.",
                "Use 2.5 l of CLP 220.",
            ),
            ("2 Alarms", "Alarm E0712 means that the oil temperature is above 90 °C.", "Check the oil cooler."),
        ),
    ),
    (
        "VP-7 Vakuumpumpe",
        "helv",
        (
            (
                "1 Wartung",
                "Der Ölfilter der Vakuumpumpe VP-7 wird alle 500 Betriebsstunden gewechselt.",
                "Menge: 0,8 l Öl.",
            ),
        ),
    ),
    ("BM-3 吹瓶机", "china-s", (("1 报警", "报警 E0455 表示加热器温度过低。", "检查加热器的保险丝。"),)),
)


def write_pdf(path: Path, pages: tuple[tuple[str, ...], ...], font: str = "helv") -> Path:
    """Write a PDF of ``pages``, each a few lines of text."""
    with pymupdf.open() as pdf:
        for lines in pages:
            page = pdf.new_page()
            for row, line in enumerate(lines):
                page.insert_text((72, 100 + 24 * row), line, fontname=font, fontsize=11)
        pdf.save(path)
    return path


def write_manuals(folder: Path) -> Path:
    """Write the manuals into ``folder`` and return it."""
    for name, font, pages in MANUALS:
        write_pdf(folder / f"{name}.pdf", pages, font)
    return folder


def make_home(home: Path, manuals: Path) -> Path:
    """Make a home that has read ``manuals``, and return it."""
    with build_copilot(Settings.read({}, home=home)) as copilot:
        report = copilot.ingest([manuals])
    assert (report["documents"], report["pages"], report["failed"]) == (3, 4, [])
    return home


@dataclass(frozen=True)
class Server:
    """A running server: its process, home and address, and what it printed until it was ready."""

    process: subprocess.Popen[str]
    home: Path
    url: str
    greeting: str


@contextmanager
def serving(home: Path, *options: str) -> Iterator[Server]:
    """Run ``plant-copilot serve`` on a free port, without the chat, until the block ends."""
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(home), "serve", "--port", "0", "--no-chat", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        greeting = _read_greeting(process)
        found = re.search(r"http://\S+", greeting)
        assert found, process.communicate()[1]
        yield Server(process, home, found[0], greeting)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _read_greeting(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ctrl-C"):
            break
    return "".join(lines)
