"""Whether the same question finds the same page in every language, measured on the plant's own titles.

Titles of procedures and alarm tables are asked again in each language: of the terms that the glossary finds in a title,
each is said by its first name there, after the tag of the machine. Counted is how often a page under that title is the
first hit, and how often it is among the first five. Such questions are shorter than a person's. Titles in which the
glossary knows no term cannot be asked; how many those are is part of the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.chinese import traditional
from plant_knowledge_ingest.language import LANGUAGES, base
from plant_knowledge_ingest.passage_kind import ALARMS, PROCEDURE

if TYPE_CHECKING:
    from plant_knowledge_ingest.entry import Entry
    from plant_knowledge_ingest.glossary import Glossary
    from plant_knowledge_ingest.library import Library
    from plant_knowledge_ingest.passage import Passage
    from plant_knowledge_ingest.principal import Principal

Json = dict[str, Any]

LOOKED_AT = 5
"""A page counts as found among so many hits."""

MOST_TITLES = 12
"""So many titles of each language are asked, from as many documents."""

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a document with the pages it stands over, and the terms in it that every language has a name for."""

    text: str
    document: str
    pages: frozenset[int]
    tag: str
    terms: tuple[str, ...]

    def asked_in(self, language: str, glossary: Glossary) -> str:
        """Return the question for it in ``language``."""
        words = (glossary.concepts[term].names[base(language)][0] for term in self.terms)
        told = " ".join(filter(None, (self.tag, *dict.fromkeys(words))))
        return traditional(told) if language == "zh-Hant" else told


@dataclass(slots=True)
class _Documents:
    """What is known of the documents of one language, and the places at which their titles were found (0: not).

    ``places`` are by language of the question, in the order of ``asked``.
    """

    passages: int = 0
    documents: int = 0
    asked: list[Title] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def first(self, spoken: str) -> int:
        """Return how many titles were the first hit."""
        return self.places[spoken].count(1)


def measured(library: Library, principal: Principal) -> Json:
    """Return the shares found, by language of documents and of questions, with the titles that were not."""
    glossary = library.glossary
    known: dict[str, _Documents] = defaultdict(_Documents)
    for entry in _answering(library, principal):
        known[entry.languages[0]].documents += 1
        known[entry.languages[0]].passages += entry.passages
    for language, about in known.items():
        titles = list(_spread(library, principal, language))
        about.asked = list(islice((title for title in titles if title.terms), MOST_TITLES))
        about.silent = [title.text for title in titles if not title.terms]
        for spoken in LANGUAGES:
            questions = [(title, title.asked_in(spoken, glossary)) for title in about.asked]
            about.places[spoken] = [_place(library, principal, *asked, spoken) for asked in questions]
    return {
        "looked_at": LOOKED_AT,
        "languages": [_told(language, known[language], glossary) for language in sorted(known, key=_order)],
    }


def _order(language: str) -> tuple[int, str]:
    return (LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES), language)


def _answering(library: Library, principal: Principal) -> list[Entry]:
    return [entry for entry in library.documents(principal) if entry.languages and library.is_current(entry)]


def _spread(library: Library, principal: Principal, language: str) -> Iterator[Title]:
    """Yield titles of documents in ``language``: the first of each document, then the second, and so on."""
    mine = [entry for entry in _answering(library, principal) if entry.languages[0] == language]
    chosen = mine[:: max(1, len(mine) // MOST_TITLES)][:MOST_TITLES]
    by_document = [list(_titles(library.contents(entry), entry, library.glossary)) for entry in chosen]
    return filter(None, chain.from_iterable(zip_longest(*by_document)))


def _titles(passages: Sequence[Passage], entry: Entry, glossary: Glossary) -> Iterator[Title]:
    """Yield each title over a procedure or a table of alarms once, in reading order."""
    pages: dict[str, set[int]] = defaultdict(set)
    for passage in passages:
        if passage.headings:
            pages[passage.headings[-1]].add(passage.page)
    wanted = (p.headings[-1] for p in passages if p.headings and p.kind in {PROCEDURE, ALARMS})
    tag = entry.document.assets[0] if entry.document.assets else ""
    for text in dict.fromkeys(wanted):
        terms = _terms(text, entry.languages[0], glossary)
        yield Title(text, entry.document.name, frozenset(pages[text]), tag, terms)


def _terms(text: str, language: str, glossary: Glossary) -> tuple[str, ...]:
    """Return one term for each word of ``text`` that the glossary knows in every language."""
    readings = glossary.asked(text, base(language))
    everywhere = ([c for c in sorted(reading) if _has_all(glossary, c)] for reading in readings)
    return tuple(dict.fromkeys(concepts[0] for concepts in everywhere if concepts))


def _has_all(glossary: Glossary, concept: str) -> bool:
    return {base(language) for language in LANGUAGES} <= set(glossary.concepts[concept].names)


def _place(library: Library, principal: Principal, title: Title, question: str, spoken: str) -> int:
    """Return the place of the first hit under ``title``, 0 where none of those looked at is."""
    hits = library.search(question, principal, limit=LOOKED_AT, spoken=spoken).hits
    right = (h.rank for h in hits if h.passage.document == title.document and h.passage.page in title.pages)
    return next(right, 0)


def _told(language: str, about: _Documents, glossary: Glossary) -> Json:
    return {
        "documents_in": language,
        "documents": about.documents,
        "passages": about.passages,
        "asked": len(about.asked),
        "not_askable": len(about.silent),
        "found": [_share(spoken, places) for spoken, places in about.places.items()],
        "missed": [
            {
                "questions_in": spoken,
                "title": title.text,
                "document": title.document,
                "page": min(title.pages),
                "question": title.asked_in(spoken, glossary),
                "place": place,
            }
            for spoken, places in about.places.items()
            for title, place in zip(about.asked, places, strict=True)
            if place != 1
        ],
        "unknown_titles": about.silent[:_MOST_NAMED],
        "advice": list(_advice(about)),
    }


def _share(spoken: str, places: Sequence[int]) -> Json:
    first, found = places.count(1), sum(place > 0 for place in places)
    return {
        "questions_in": spoken,
        "first": first,
        "found": found,
        "share": round(first / len(places), 3) if places else None,
    }


FEWEST = 5
"""With fewer titles a share says nothing."""

_BEHIND = 2
"""So many titles fewer than in the best language are no chance any more; so is a tenth of those asked."""


def _advice(about: _Documents) -> Iterator[Json]:
    """Yield what to do, as codes: few_titles, terms_missing, behind (with the language of the questions), even."""
    asked = len(about.asked)
    if len(about.silent) > asked:
        yield {"code": "terms_missing", "questions_in": ""}
    if asked < FEWEST:
        yield {"code": "few_titles", "questions_in": ""}
        return
    best = max(map(about.first, about.places))
    behind = [spoken for spoken in about.places if best - about.first(spoken) >= max(_BEHIND, asked / 10)]
    yield from ({"code": "behind", "questions_in": spoken} for spoken in behind)
    if not behind:
        yield {"code": "even", "questions_in": ""}
