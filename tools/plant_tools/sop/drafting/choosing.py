"""Which procedure of the manuals a task means, and what else its documents say."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.steps import is_step
from plant_knowledge_ingest.tokens import asset_codes
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.candidates import candidates
from plant_tools.manuals.procedures import best_way
from plant_tools.manuals.told import Shelf
from plant_tools.manuals.wanted import Wanted
from plant_tools.sop.drafting.by_words import by_words

_LOCK_OUT = re.compile(
    r"lock-?\s?out|\bloto\b|\bisolat(?:ing|ion)\b|freischalt|spannungsfrei|上锁|上鎖|隔离|隔離", re.IGNORECASE
)
_NO_NEED = re.compile(
    r"no lock-?out (?:is )?(?:needed|required|necessary)|(?:freischalten|freischaltung) (?:ist )?nicht (?:nötig|erforderlich)|[无無](?:需|須|须)上[锁鎖]",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\bstart(?:ing|-?up)?\b|\bcommission|\boperat(?:e|ion|ing)\b|\bcleaning in place\b|\bcip\b|inbetriebnahme|anfahren|"
    r"\bbetrieb\b|开机|開機|启动|啟動|操作|停機|停机",
    re.IGNORECASE,
)
LONG = 60
"""Pages of a document that is read through."""
_FEW, _HITS, _LISTED = 3, 12, 12


@dataclass(frozen=True, slots=True)
class Place:
    """What a procedure is looked for by: a ``task`` in words; a ``document`` by its name, "" any; its ``page``, 0 any."""

    task: str
    document: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The section that tells how, () where none does; everything its documents say; headings of what there is.

    ``best`` is the id of the passage that was found, ``assets`` those that its document is about.
    """

    section: tuple[Passage, ...]
    passages: tuple[Passage, ...]
    there: tuple[str, ...]
    best: str = ""
    assets: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The heading of the section."""
        return self.section[0].headings[-1] if self.section and self.section[0].headings else ""

    @property
    def document(self) -> str:
        """The name of the document that the section is of, "" without one."""
        return self.section[0].document if self.section else ""

    @property
    def locks_out(self) -> bool:
        """Whether the manual has the machine locked out for this."""
        told = "\n".join(passage.text for passage in self.section)
        return bool(_LOCK_OUT.search(told)) and not _NO_NEED.search(told)

    @property
    def is_operation(self) -> bool:
        """Whether the machine runs while this is done.

        The manual says that no lock-out is needed, or its heading that it is operated and no step has it locked out.
        """
        told = "\n".join(passage.text for passage in self.section)
        headings = " ".join(self.section[0].headings[-2:]) if self.section else ""
        return bool(_NO_NEED.search(told) or (_RUNNING.search(headings) and not _LOCK_OUT.search(told)))


def is_lock_out(task: str) -> bool:
    """Tell whether the task is the lock-out itself."""
    return _LOCK_OUT.search(task) is not None


def choose(library: Library, shelf: Shelf, task: str, asset: str, language: str, principal: Principal) -> Chosen:
    """Return what the current documents about ``asset`` ("" for all of them) say of ``task``.

    It is read in ``language``, and where nothing is found as words of any.
    """
    own = about(library, asset, principal)
    passages = tuple(passage for entry in own if entry.pages <= LONG for passage in library.contents(entry))
    there = tuple(dict.fromkeys(p.headings[-1] for p in passages if tells_how(p)))[:_LISTED]
    if library.is_empty or not task.strip() or (asset and not own):
        return Chosen((), passages, there)
    entries = {entry.document.issue: entry for entry in library.documents(principal)}
    for spoken in dict.fromkeys((language, "")):
        found = library.search(task, principal, limit=_HITS, spoken=spoken, asset=asset or None)
        hits = [hit for hit in found.hits if hit.passage.issue in entries]
        best = best_of(library, shelf, found.query, hits, entries) if hits else None
        named = best.passage if best else by_heading(task, spoken, passages, library.glossary)
        if passage := named or by_words(
            task, [hit.passage for hit in hits if tells_how(hit.passage)], library.glossary
        ):
            section = section_of(library, passage, passages)
            assets = entries[passage.issue].document.assets
            return Chosen(tuple(section), passages or tuple(section), there, passage.id, assets)
    return Chosen((), passages, there)


def about(library: Library, asset: str, principal: Principal) -> list[Entry]:
    """Return the current documents about an asset: its own first, then those about it and a few others."""
    if not asset:
        return []
    tags = asset_codes((asset,))
    current = [entry for entry in library.documents(principal) if library.is_current(entry)]
    found = [e for e in current if tags & asset_codes(e.document.assets) and len(e.document.assets) <= _FEW]
    return sorted(found, key=lambda entry: len(entry.document.assets))


def best_of(library: Library, shelf: Shelf, query: Query, hits: Sequence[Hit], entries: dict[str, Entry]) -> Hit | None:
    """Return the place of the procedure that a query means, among hits and the documents that they are from."""
    asked = Asked.of(query, library.glossary)
    places = candidates(query, asked, hits, entries, library.contents, library.glossary)
    places = [hit for hit in places if tells_how(hit.passage) or not hit.passage.headings]
    documents = {issue: entry.document for issue, entry in entries.items()}
    return best_way(Wanted.of(query, asked, library.glossary), places, documents, shelf, library.glossary)


def by_heading(task: str, language: str, passages: Sequence[Passage], glossary: Glossary) -> Passage | None:
    """Return the steps whose heading names all that a task does, also in compounds; None where none or two do.

    "Oil" and "filter" name the "oil filter", an "oil change" the oil that is replaced.
    """
    asked = glossary.asked(task, language)
    told = {p.headings[-1]: p for p in reversed(passages) if tells_how(p)}
    named = [(passage, _whole(passage, glossary)) for passage in told.values()]
    fits = [passage for passage, concepts in named if asked and all(reading & concepts for reading in asked)]
    return fits[0] if len(fits) == 1 else None


def _whole(passage: Passage, glossary: Glossary) -> frozenset[str]:
    found = glossary.find(passage.headings[-1], base(passage.language))
    changed = {concept.removesuffix("_change") for concept in found if concept.endswith("_change")}
    told = found | changed | (frozenset({"replace"}) if changed else frozenset())
    compounds = {name for name in glossary.concepts if "_" in name and told.issuperset(name.split("_"))}
    return told | compounds


def tells_how(passage: Passage) -> bool:
    """Tell whether a passage has steps under a heading that is not that of the lock-out."""
    heading = passage.headings[-1] if passage.headings else ""
    steps = any(is_step(passage.text[span.start : span.end]) and not span.cells for span in passage.spans)
    return steps and bool(heading) and not _LOCK_OUT.search(heading)


def section_of(library: Library, passage: Passage, passages: Sequence[Passage]) -> list[Passage]:
    """Return all passages under the heading of ``passage``, among those that were read or beside it."""
    same = [p for p in passages if p.issue == passage.issue and p.headings == passage.headings]
    return same or library.section(passage)
