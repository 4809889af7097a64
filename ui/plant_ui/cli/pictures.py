"""The cited pages of an answer as files."""

from __future__ import annotations

from pathlib import Path

from plant_knowledge_ingest.passage import Rectangle
from plant_ui.cli.door import Door, Json
from plant_ui.cli.files import write


def write_pages(copilot: Door, answer: Json, folder: Path) -> dict[int, Path]:
    """Write each cited page as PNG, the place marked; return the file of each mark.

    Raises ``LibraryWriteFailed``.
    """
    written = {}
    for citation in answer["citations"]:
        if citation["kind"] == "page":
            marks = [Rectangle(*corners) for corners in citation["rectangles"]]
            picture = copilot.page_png(
                citation["document"], citation["page"], revision=citation["revision"], highlight=marks
            )
            name = f"{citation['mark']} {_as_file_name(citation['document'])} page {citation['page']}.png"
            written[citation["mark"]] = write(folder / name, picture)
    return written


def _as_file_name(document: str) -> str:
    return "".join(character if character.isalnum() or character in " -_." else "_" for character in document)[:80]
