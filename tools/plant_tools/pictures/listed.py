"""What the documents list by number: alarms and parts, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from plant_knowledge_ingest.alarms import records
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.facts.card import PART
from plant_knowledge_ingest.facts.cards import cards
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import for_search

# A number of a part has a digit and is longer than that of a row.
_NUMBER = re.compile(r"(?=.*\d)[\w][\w./-]{3,}")
_INSTEAD = re.compile(
    r"(?:replaced|superseded) by|use instead|successor|ersetzt durch|nachfolger|替代件号|替换为|替代为|由.*替代|"
    r"替代件號|替換為|替代為|被.*取代|新件号|新件號|新料號",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"replaces|supersedes|formerly|ersetzt(?! durch)|vorgänger|früher|原件号|旧件号|原料號|舊件號", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A row of a table of alarms."""

    code: str
    meaning: str
    assets: tuple[str, ...]
    citation: PageCitation


@dataclass(frozen=True, slots=True)
class Part:
    """A row of a list of parts; ``instead`` is the number that stands there for what replaces it, "" for none.

    ``current`` tells whether the revision answers today.
    """

    number: str
    name: str
    assets: tuple[str, ...]
    citation: PageCitation
    instead: str = ""
    current: bool = True


class Listed:
    """The lists of all documents. A revision is looked through when it is first needed, and then known."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = Lock()
        self._alarms: dict[str, tuple[Alarm, ...]] = {}
        self._parts: dict[str, tuple[Part, ...]] = {}

    def alarms(self, principal: Principal) -> list[Alarm]:
        """Return the alarms of the current documents that ``principal`` may see."""
        entries = [entry for entry in self._library.documents(principal) if self._library.is_current(entry)]
        return [alarm for entry in entries for alarm in self._looked(entry)[0]]

    def parts(self, principal: Principal) -> list[Part]:
        """Return the parts of the documents that ``principal`` may see, also of old revisions."""
        return [part for entry in self._library.documents(principal) for part in self._looked(entry)[1]]

    def _looked(self, entry: Entry) -> tuple[tuple[Alarm, ...], tuple[Part, ...]]:
        issue, current = entry.document.issue, self._library.is_current(entry)
        key = f"{issue}\x1f{current}"
        with self._lock:
            if key not in self._parts:
                passages = self._library.contents(entry)
                assets = entry.document.assets
                self._alarms[key] = tuple(alarm for one in passages for alarm in _alarms(one, assets))
                self._parts[key] = tuple(part for one in passages for part in _parts(one, assets, current=current))
            return self._alarms[key], self._parts[key]


def _alarms(passage: Passage, assets: tuple[str, ...]) -> Iterator[Alarm]:
    for row in records(passage):
        if row.code:
            yield Alarm(row.code, row.meaning, assets, PageCitation.of(passage, range(row.span, row.span + 1)))


def _parts(passage: Passage, assets: tuple[str, ...], *, current: bool) -> Iterator[Part]:
    """Yield the parts of the rows of ``passage``; a row that names a former number lists that one, too."""
    for card in cards(passage):
        if card.kind != PART or not _NUMBER.fullmatch(card.value):
            continue
        place = PageCitation.of(passage, range(card.span, card.span + 1))
        span = passage.spans[card.span]
        texts = [for_search(passage.text[start:end]) for start, end in span.cells]
        beside = list(zip(span.columns or [""] * len(texts), texts, strict=True))
        instead = next((number for title, text in beside if (number := _told(title, text, _INSTEAD))), "")
        former = next((number for title, text in beside if (number := _told(title, text, _FORMER))), "")
        yield Part(card.value, card.subject, assets, place, instead, current)
        if former and not instead:
            yield Part(former, card.subject, assets, place, card.value, current)


def _told(title: str, text: str, words: re.Pattern[str]) -> str:
    """Return the number in a cell whose title, or whose own words, say that it is another one of this part."""
    said = words.search(text)
    if not said and not words.search(title):
        return ""
    numbers = [one.strip(".,;") for one in text[said.end() if said else 0 :].split()]
    return next((one for one in numbers if _NUMBER.fullmatch(one)), "")
