"""The procedure of a document that is named, on a page that may be named, too."""

from __future__ import annotations

from collections.abc import Sequence

from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.principal import Principal
from plant_tools.manuals.told import Shelf
from plant_tools.sop.drafting.by_words import by_words
from plant_tools.sop.drafting.choosing import LONG, Chosen, Place, about, best_of, by_heading, section_of, tells_how
from plant_tools.sop.errors import SopInvalid

_HITS, _LISTED = 60, 12


def choose_in(library: Library, shelf: Shelf, place: Place, asset: str, language: str, principal: Principal) -> Chosen:
    """Return the section of the document of ``place`` that tells how; () where its task finds none.

    Raises ``SopInvalid`` for a document that there is not, or a page with no procedure or several of which the task
    means none.
    """
    entry = named(library, place.document, principal)
    own = library.contents(entry) if place.page or entry.pages <= LONG else []
    passage = _on_page(own, place, language, library) if place.page else None
    passage = passage or _found(library, shelf, place, entry, own, language, principal)
    others = (e for e in about(library, asset, principal) if e.pages <= LONG and e.document.name != entry.document.name)
    beside = own if entry.pages <= LONG else []
    passages = (*beside, *(p for other in others for p in library.contents(other)))
    there = tuple(dict.fromkeys(p.headings[-1] for p in own if tells_how(p)))[:_LISTED]
    if passage is None:
        return Chosen((), passages, there)
    section = tuple(section_of(library, passage, own))
    return Chosen(section, passages or section, there, passage.id, entry.document.assets)


def named(library: Library, document: str, principal: Principal) -> Entry:
    """Return the current revision of a document by its name. Raises ``SopInvalid``."""
    meant = document.strip().casefold()
    current = [entry for entry in library.documents(principal) if library.is_current(entry)]
    found = next((entry for entry in current if entry.document.name.casefold() == meant), None)
    if found is None:
        there = "; ".join(entry.document.name for entry in current[:_LISTED])
        raise SopInvalid(f"There is no document {document!r}.", remedy=f"There are: {there}.")
    return found


def _on_page(own: Sequence[Passage], place: Place, language: str, library: Library) -> Passage | None:
    """Return the steps on the page; of several procedures the one whose heading names the task."""
    here = [passage for passage in own if passage.page == place.page and tells_how(passage)]
    headings = list(dict.fromkeys(passage.headings for passage in here))
    if not here:
        pages = dict.fromkeys(f"{p.headings[-1]} ({p.page})" for p in own if tells_how(p))
        raise SopInvalid(
            f"Page {place.page} of {place.document} has no steps.",
            remedy=f"Procedures and their pages: {'; '.join(list(pages)[:_LISTED]) or 'none'}.",
        )
    if len(headings) == 1:
        return here[0]
    if passage := by_heading(place.task, language, here, library.glossary):
        return passage
    told = "; ".join(heading[-1] for heading in headings)
    raise SopInvalid(
        f"Page {place.page} of {place.document} has several procedures: {told}.", remedy="Name one of them as the task."
    )


def _found(  # noqa: PLR0913, PLR0917 - what is looked for, and where
    library: Library,
    shelf: Shelf,
    place: Place,
    entry: Entry,
    own: Sequence[Passage],
    language: str,
    principal: Principal,
) -> Passage | None:
    entries = {entry.document.issue: entry}
    known = [Hit(passage, 0, 0.0, 0) for passage in own]
    for spoken in dict.fromkeys((language, "")):
        result = library.search(place.task, principal, limit=_HITS, spoken=spoken)
        hits = [hit for hit in result.hits if hit.passage.issue in entries]
        ids = {hit.passage.id for hit in hits}
        hits += (hit for hit in known if hit.passage.id not in ids)
        if hits and (best := best_of(library, shelf, result.query, hits, entries)):
            return best.passage
        told = [hit.passage for hit in hits if tells_how(hit.passage)]
        if passage := by_heading(place.task, spoken, own, library.glossary) or by_words(
            place.task, told, library.glossary
        ):
            return passage
    return None
