"""A plant whose manual of one pump is read in, for procedures; and revisions of that manual with something changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pymupdf

import plant_copilot.sample_plant
from databases import records_of
from papers import HashingEmbedder
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.sop.desk import SopDesk

MANUALS = Path(plant_copilot.sample_plant.__file__).parent / "manuals"
PUMP = MANUALS / "P-101-Betriebsanleitung.pdf"
NAME = "P-101 Betriebsanleitung"
SEAL = "Gleitringdichtung tauschen"
LOCAL = Principal("local")
RELIEF = {"Elektrisch": "5 min warten", "Druck, Saugseite": "Ablass DV101 langsam öffnen"}


def library_in(folder: Path, *papers: Path) -> Library:
    """Open a library that has read ``papers``."""
    library = Library(folder / "library", HashingEmbedder)
    library.ingest(list(papers or (PUMP,)))
    return library


def desk_in(folder: Path, library: Library, *, approvers: frozenset[str] = frozenset()) -> SopDesk:
    """Open the procedures of a home."""
    store = records_of(folder)
    library.close_before(store.close)
    return SopDesk(lambda: store, library, approvers)


def complete(desk: SopDesk) -> str:
    """Draft the change of the seal, fill in what the manual leaves out, and return its id."""
    one = desk.draft(f"{SEAL} an P-101", LOCAL, by="Anna")
    for energy, words in RELIEF.items():
        desk.fill(one["sop"], f"energies.{energy}.relieve", words, LOCAL, by="Anna")
    return str(one["sop"])


def approved(desk: SopDesk) -> str:
    """Put the change of the seal in force and return its id."""
    sop = complete(desk)
    desk.submit(sop, LOCAL, by="Anna")
    desk.approve(sop, LOCAL, by="Bert")
    return sop


def revised(library: Library, folder: Path, changes: Mapping[str, str], *, without_page: int = 0) -> None:
    """Read in the next revision of the manual, with words replaced or a page left out."""
    with pymupdf.open(PUMP) as pdf:
        for page in pdf:
            for old, new in changes.items():
                for place in page.search_for(old):
                    page.add_redact_annot(place, new, fontname="helv", fontsize=8)
            page.apply_redactions()
        if without_page:
            pdf.delete_page(without_page - 1)
        pdf.save(folder / "next.pdf")
    known = {"document": NAME, "revision": "3", "effective": "2024-01-01", "assets": ["P-101"]}
    library.ingest([folder / "next.pdf"], described=known)
