"""From words in any of the languages to concepts, so that a question finds a manual in another language.

A general embedding model knows "torque" and "Drehmoment" only roughly; a glossary knows them exactly. Terms
are matched without their endings; long German words are searched for the terms they are compounded of;
Chinese is matched in simplified characters.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.glossary.cutting import cuts
from plant_knowledge_ingest.language import FUNCTION_WORDS
from plant_knowledge_ingest.tokens import for_search

_LATIN = re.compile(r"[a-zäöüß]+(?:'s)?|[\u3400-\u9fff]+|[^\sa-zäöüß\u3400-\u9fff]+")
_ENDINGS = ("s", "es", "e", "en", "n", "er", "ern", "em", "ed", "d", "ing", "ly")
_COMMON_CHINESE = frozenset("的是了在和吗呢把被与及或我你他它这那什么怎样个有为对于到从要会能")
_LINKERS = ("", "s", "n", "en", "es", "er")
# What may follow the last part of a compound: "vorzeitig" speaks of no time.
_TAILS = {"", *_ENDINGS}
_LONGEST_PHRASE = 4
# Shorter terms stand in too many German words by chance, unless they join on to another ("Getriebe|öl").
_SHORTEST_PART = 4
# The digits of a unit ("m3/h") are no numbers, and of a longer word no unit is a part.
_NUMBER_UNIT = re.compile(
    r"(?<![a-zA-Zµμ])\d\s?(?=(?P<unit>[^\d\s.,;:)\]|][^\s.,;:)\]|]{0,11}(?:\s[a-zA-Z]{1,3}(?!\w))?))"
)
_WITHIN_WORD = re.compile(r"[a-zA-Z]{2}")
_REMEMBERED = 4096  # texts: a question is looked at from many sides, and good passages answer many questions


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names by language (zh simplified), and the units it is given in, if it is a quantity.

    ``asks`` marks words that questions are made of ("how to", "which"); they say nothing of the answer. ``gives`` is
    the quantity of which the thing itself is a value: "weekly" is an interval.
    """

    id: str
    names: dict[str, tuple[str, ...]]
    units: tuple[str, ...] = ()
    asks: bool = False
    gives: str = ""


class Glossary:
    """Finds concepts in text. Immutable; safe to share between threads."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self._phrases: dict[str, dict[str, set[str]]] = {"en": defaultdict(set), "de": defaultdict(set)}
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._chinese: dict[str, set[str]] = defaultdict(set)
        self._units: dict[str, set[str]] = defaultdict(set)
        for concept in self.concepts.values():
            self._learn(concept)
        self._longest_chinese = max(map(len, self._chinese), default=0)
        self._known = lru_cache(maxsize=_REMEMBERED)(self._senses)
        self.forget_texts = self._known.cache_clear  # they may be of forgotten documents

    @classmethod
    def read(cls, *files: Path) -> Glossary:
        """Read the shipped glossary, then ``files`` in the same form; a later concept replaces one of its id.

        Raises ``UnreadableDocument`` naming the file and the concept that is wrong.
        """
        concepts = dict(_shipped().concepts)
        for file in files:
            concepts |= {concept.id: concept for concept in _parsed(file, file.read_text(encoding="utf-8"))}
        return cls(concepts.values()) if files else _shipped()  # which takes a quarter of a second to learn

    @property
    def fingerprint(self) -> str:
        """Changes with every name, every unit and what words give."""
        listed = sorted((c.id, sorted(c.names.items()), c.units, c.gives) for c in self.concepts.values())
        return hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:8]

    def find(self, text: str, language: str = "") -> frozenset[str]:
        """Return the ids of the concepts named in ``text``.

        ``language`` "en" or "de" keeps the words of the other out ("nut" is no German groove).
        """
        return frozenset().union(*self._known(text, language))

    def senses(self, text: str, language: str = "") -> list[frozenset[str]]:
        """Return for each word of ``text`` that the glossary knows the concepts it may stand for."""
        return list(self._known(text, language))

    def _senses(self, text: str, language: str) -> tuple[frozenset[str], ...]:
        words, chinese = self._words(text)
        found = [frozenset(concepts) for concepts in chinese]
        languages = [language] if language in self._phrases else list(self._phrases)
        for start, word in enumerate(words):
            if word and (senses := frozenset(c for known in languages for c in self._at(words, start, known))):
                found.append(senses)
        return tuple(found)

    def asked(self, text: str, language: str = "") -> list[frozenset[str]]:
        """Return what each word of a question asks for: the concepts that any of its readings may stand for.

        Unlike in ``senses`` a word counts once: the longest phrase rather than its words, a German compound that
        has a name of its own rather than its parts, and otherwise each of its parts. Words that questions are made
        of are left out.
        """
        words, readings = self._words(text)
        languages = [language] if language in self._phrases else list(self._phrases)
        at = 0
        while at < len(words):
            length, concepts = self._longest(words, at, languages)
            if concepts:
                readings.append(concepts)
            elif "de" in languages and len(words[at]) >= 2 * _SHORTEST_PART:
                readings.extend(self._longest_parts(words[at]))
            at += length
        told = (frozenset(c for c in reading if not self.concepts[c].asks) for reading in readings)
        return [reading for reading in dict.fromkeys(told) if reading]

    def explained(self, text: str, language: str = "") -> float:
        """Return which share of the content of ``text`` the glossary knows, 0 to 1.

        Content is what is left of words of four letters and more without function words, counted in letters; in
        Chinese every character but the commonest. Near 1 for a question about machines, low for general prose.
        """
        known = total = 0
        for run in _LATIN.findall(_folded(text)):
            if run[0] >= "\u3400":
                content = sum(character not in _COMMON_CHINESE for character in run)
                total += content
                known += min(content, sum(length for _, length in self._chinese_terms(run)))
            elif len(run) >= _SHORTEST_PART and run.isalpha() and run not in FUNCTION_WORDS:
                total += len(run)
                known += len(run) if self.find(run, language) else 0
        return known / total if total else 0.0

    def quantities(self, text: str) -> frozenset[str]:
        """Return the ids of the quantities that numbers in ``text`` are given of, by their units."""
        found: set[str] = set()
        for match in _NUMBER_UNIT.finditer(for_search(text)):
            unit = match["unit"]
            for length in range(len(unit), 0, -1):
                if _WITHIN_WORD.match(unit, length - 1):
                    continue
                if concepts := self._units.get(unit[:length].strip()):
                    found.update(concepts)
                    break
        return frozenset(found)

    def given(self, concepts: Iterable[str]) -> frozenset[str]:
        """Return the ids of the quantities that ``concepts`` are values of, as "weekly" of an interval."""
        return frozenset(self.concepts[concept].gives for concept in concepts) - {""}

    def _learn(self, concept: Concept) -> None:
        for language, names in concept.names.items():
            for name in names:
                folded = _folded(name)
                if language == "zh":
                    self._chinese[folded].add(concept.id)
                    continue
                self._phrases[language][" ".join(re.findall(r"[a-zäöüß]+", folded))].add(concept.id)
                if language == "de" and len(folded) > 1 and folded.isalpha():
                    self._parts[folded].add(concept.id)
        for unit in concept.units:
            self._units[for_search(unit)].add(concept.id)

    def _words(self, text: str) -> tuple[list[str], list[set[str]]]:
        """Return the latin words of ``text`` in lower case, and the concepts of each Chinese term.

        A word is "" where no phrase reaches across punctuation.
        """
        words: list[str] = []
        chinese: list[set[str]] = []
        for run in _LATIN.findall(_folded(text)):
            if run[0] >= "\u3400":
                chinese.extend(concepts for concepts, _ in self._chinese_terms(run))
            elif run[0].isalpha():
                words.append(run.removesuffix("'s"))
            elif run not in {"-", "/"}:
                words.append("")
        return words, chinese

    def _longest(self, words: Sequence[str], start: int, languages: Iterable[str]) -> tuple[int, set[str]]:
        """Return the length of the longest phrase that begins with word number ``start``, 1 if none, and its senses."""
        for length in range(_LONGEST_PHRASE, 0, -1):
            phrase = words[start : start + length]
            if len(phrase) == length and all(phrase):
                head = "".join(f"{part} " for part in phrase[:-1])
                spelt = [head + stem for stem in _stems(phrase[-1])]
                found = (self._phrases[known].get(name, ()) for known in languages for name in spelt)
                if concepts := set[str]().union(*found):
                    return length, concepts
        return 1, set()

    def _longest_parts(self, word: str) -> Iterator[set[str]]:
        """Yield the concepts of each part of a German compound, the longest first from the left."""
        joints, start = {0}, 0
        while start < len(word) - 1:
            for end in range(len(word), start + 1, -1):
                joined = start in joints or word[end:] in _TAILS
                if joined and word[start:end] in self._parts and self._stands(word, start, end):
                    joints.update(end + len(link) for link in _LINKERS if word.startswith(link, end))
                    yield self._parts[word[start:end]]
                    start = end - 1
                    break
            start += 1

    def _at(self, words: Sequence[str], start: int, language: str) -> Iterator[str]:
        """Yield the concepts of the phrases that begin with word number ``start``."""
        for length in range(1, _LONGEST_PHRASE + 1):
            phrase = words[start : start + length]
            if len(phrase) < length or not phrase[-1]:
                break
            head = "".join(f"{part} " for part in phrase[:-1])
            for stem in _stems(phrase[-1]):
                yield from self._phrases[language].get(head + stem, ())
        if language == "de" and len(words[start]) >= 2 * _SHORTEST_PART:
            yield from self._in_compound(words[start])

    def _in_compound(self, word: str) -> Iterator[str]:
        """Yield the concepts of the parts that begin or end ``word``, or join on to such a part."""
        joints = {0}
        for start in range(len(word) - 1):
            for end in range(len(word), start + 1, -1):
                joined = start in joints or len(word) - end <= 2
                if joined and word[start:end] in self._parts and self._stands(word, start, end):
                    joints.update(end + len(link) for link in _LINKERS if word.startswith(link, end))
                    yield from self._parts[word[start:end]]

    def _stands(self, word: str, start: int, end: int) -> bool:
        """Tell whether a part is long enough, or short but between known parts or the ends of ``word``."""
        if end - start >= _SHORTEST_PART:
            return True
        before = start == 0 or any(word[i:start] in self._parts for i in range(start - _SHORTEST_PART + 1))
        after = len(word) - end <= 2 or any(
            word[end:i] in self._parts for i in range(end + _SHORTEST_PART, len(word) + 1)
        )
        return before and after and end - start < len(word)

    def _chinese_terms(self, run: str) -> Iterator[tuple[set[str], int]]:
        """Yield the concepts and the length of each term in ``run``."""
        for term in cuts(run, self._chinese, self._longest_chinese):
            yield self._chinese[term], len(term)


@cache
def _shipped() -> Glossary:
    file = resources.files("plant_knowledge_ingest.glossary") / "terms.yaml"
    return Glossary(_parsed(Path("terms.yaml"), file.read_text(encoding="utf-8")))


def _folded(text: str) -> str:
    return simplified(for_search(text)).lower()


@cache
def _stems(word: str) -> tuple[str, ...]:
    """Return ``word`` and what is left of it without an English or German ending."""
    stems = [word]
    stems.extend(word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3)
    if word.endswith(("ies", "ied")):
        stems.append(word[:-3] + "y")
    if word.endswith("ing"):
        stems.extend((word[:-3] + "e", word[:-4]))
    if word.endswith("ed") and len(word) > 5:
        stems.append(word[:-3])
    # German verbs as questions have them: "prüfe ich", "meldet er".
    stems.extend(word[: -len(end)] + "en" for end in ("et", "e", "t") if word.endswith(end) and len(word) > 4)
    return tuple(stems)


def _parsed(file: Path, text: str) -> Iterator[Concept]:
    for number, entry in enumerate(yaml.load(text, Loader=yaml.CSafeLoader) or [], 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise UnreadableDocument(file, f'concept {number} has no "id"')
        names = {language: _names(file, entry, language) for language in ("en", "de", "zh") if language in entry}
        if not names:
            raise UnreadableDocument(file, f"concept {entry['id']} has no names; give en, de or zh")
        units = _names(file, entry, "units") if "units" in entry else ()
        yield Concept(entry["id"], names, units, bool(entry.get("asks", False)), str(entry.get("gives", "")))


def _names(file: Path, entry: dict[str, Any], field: str) -> tuple[str, ...]:
    names = entry[field]
    if not isinstance(names, list) or not all(names):
        raise UnreadableDocument(file, f'concept {entry["id"]}: "{field}" must be a list of words')
    return tuple(str(name) for name in names)
