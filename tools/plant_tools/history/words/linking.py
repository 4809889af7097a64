"""The names of the plant in a question: as they are written, by number, by what they mean in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plant_tools.history.words.sentence import CJK, LATIN, Piece, Sentence
from plant_tools.history.words.vocabulary import Entry, Vocabulary, glossary, squeezed

_PART = re.compile(rf"[a-zß-öø-ÿ]+|\d+|[{CJK}]")
_GLUE = re.compile(r"[\s\-_./']{0,2}")
_LONGEST = 9
_QUOTED = re.compile(
    "[\"“”„«»「『](?P<said>[^\"“”„«»「」『』]{2,80})[\"“”«»」』]|(?<!\\w)'(?P<single>[^']{2,80})'(?!\\w)"
)
_WILDCARD = re.compile(r"(?<![A-Za-z])(?P<letters>[A-Za-z]{1,6})\s?(?:\.\.\.|\*|xx+)")
_TAG = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-zÄÖÜ]{1,5}[-_.]?\d{2,}|[A-Za-zÄÖÜ]{1,5}-\d+|[A-Z]{1,4}\d+|"
    r"[A-Z]{1,4} (?!(?:19|20)\d\d)\d{2,})"
    r"[A-Za-z]?(?:[-_]\d+)*(?![A-Za-z0-9])"
)
_NUMBER_SIGN = r"\s*(?:no\.?|nr\.?|number|nummer|#)?\s*"
_NEAR = 12  # characters between the words of one name
_LEAST_DIGITS = 5  # a mere number is the name of something only when it is as long as this


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is written like a tag or a code but is on no record."""

    word: str


def written(sentence: Sentence, vocabulary: Vocabulary) -> list[Piece]:
    """Return what stands in the sentence as the plant writes it, but for case, blanks, hyphens and a plural's s."""
    found = list(_quoted(sentence, vocabulary))
    runs = list(_PART.finditer(sentence.text))
    for first in range(len(runs)):
        for last in range(first, min(first + _LONGEST, len(runs))):
            if last > first and not _GLUE.fullmatch(sentence.text, runs[last - 1].end(), runs[last].start()):
                break
            start, end = runs[first].start(), runs[last].end()
            if _whole(sentence.text, start, end):
                found += _named(sentence, vocabulary, start, end)
    return [*found, *_wildcards(sentence, vocabulary)]


def numbered(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield what is named by a number that may not exist: "Chiller 5", "Kältemaschine 5", "5号冷水机组"."""
    for base in vocabulary.numbered.values():
        letters = r"[\s\-]*".join(map(re.escape, base.lower().split()))
        for match in re.finditer(rf"(?<![{LATIN}]){letters}s?{_NUMBER_SIGN}(?P<number>\d+)(?!\d)", sentence.text):
            yield _by_number(vocabulary, base, match["number"], match.start(), match.end())
        concepts = glossary().find(base)
        for match in re.finditer(
            rf"(?P<word>[a-zäöüß]{{4,}}){_NUMBER_SIGN}(?P<number>\d{{1,3}})(?![\d.])", sentence.text
        ):
            if concepts & glossary().find(match["word"]):
                yield _by_number(vocabulary, base, match["number"], match.start(), match.end())
        for match in re.finditer(rf"(?P<number>\d{{1,4}})(?:号|#)(?P<word>[{CJK}]{{2,5}})", sentence.text):
            for end in range(len(match["word"]), 1, -1):
                if _is_term(match["word"][:end]) and concepts & glossary().find(match["word"][:end]):
                    yield _by_number(vocabulary, base, match["number"], match.start(), match.start("word") + end)
                    break


def unknown(sentence: Sentence) -> list[Piece]:
    """Return what is written like a tag or a code, and has no other meaning."""
    return [
        Piece(match.start(), match.end(), "unknown", Unknown(match[0]), weight=-1)
        for match in _TAG.finditer(sentence.shown)
        if match[0][0].isupper() or "-" in match[0] or match[0][1:2].isdigit()
    ]


def columns(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield the headings of the plant's own files."""
    words = list(re.finditer(rf"[{LATIN}_]+", sentence.text))
    for first in range(len(words)):
        for last in range(first, min(first + 4, len(words))):
            start, end = words[first].start(), words[last].end()
            if column := vocabulary.headings.get(squeezed(sentence.text[start:end])):
                yield Piece(start, end, "column", column, weight=-1)
    for heading, column in vocabulary.headings.items():
        if len(heading) > 1 and heading[0] >= "\u3400" and (at := sentence.text.find(heading)) >= 0:
            yield Piece(at, at + len(heading), "column", column, weight=-1)


def meant(sentence: Sentence, vocabulary: Vocabulary) -> list[Piece]:
    """Return the codes and columns that the words left over stand for, whatever language they have their name in."""
    said = list(_said(sentence, sentence.left()))
    faults = [Piece(*at, "type.corrective") for at, reading in said if "fault" in reading]
    of_columns = [Piece(*at, "column", c) for at, reading in said if (c := vocabulary.column_of(reading))]
    named = [r for e in entries_of(sentence.pieces, "code") for r in vocabulary.readings.get(e, ())]
    again = [Piece(*at, "again") for at, reading in said if any(reading & other for other in named)]
    taken = {piece.start for piece in [*of_columns, *again]}
    free = [word for word in said if word[0][0] not in taken and "fault" not in word[1]]
    return [*faults, *of_columns, *again, *_codes_meant(free, vocabulary)]


_Said = tuple[tuple[int, int], frozenset[str]]


def _said(sentence: Sentence, words: Iterable[tuple[int, int]]) -> Iterator[_Said]:
    """Yield each of the words that the glossary knows, with its reading."""
    for start, end in words:
        text = sentence.text[start:end]
        if text[0] < "\u3400":
            yield from (((start, end), reading) for reading in glossary().asked(text))
            continue
        at = start
        while at < end:
            length = next((n for n in range(min(6, end - at), 1, -1) if _is_term(sentence.text[at : at + n])), 0)
            if length:
                yield from (((at, at + length), r) for r in glossary().asked(sentence.text[at : at + length]))
            at += length or 1


def _is_term(chinese: str) -> bool:
    """Tell whether characters are one term of the glossary, with none to spare at either end."""
    read = glossary().asked(chinese)
    if len(chinese) == 2 and read and read == glossary().asked(chinese[0]):
        return True  # one character that is a term, and another that goes with it: 油液
    return len(read) == 1 and read not in (glossary().asked(chinese[:-1]), glossary().asked(chinese[1:]))


def classes(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield the assets whose name or class ends in what was said; words before that choose among them."""
    names = vocabulary.class_readings
    said = list(_said(sentence, sentence.words()))
    for at, reading in said:
        tags = [tag for tag, both in names.items() if any(name and reading & name[-1] for name in both)]
        if not tags:
            continue
        said_of = {tag: _words_of(said, names[tag]) for tag in tags}
        most = max(map(len, said_of.values()))
        yield Piece(*at, "class", tuple(tag for tag in tags if len(said_of[tag]) == most), weight=-1)
        near = {
            other
            for tag in tags
            if len(said_of[tag]) == most
            for other in said_of[tag]
            if abs(other[0] - at[0]) < _NEAR
        }
        yield from (Piece(*other, "again", weight=-1) for other in near if other != at)


def _words_of(said: list[_Said], names: Iterable[tuple[frozenset[str], ...]]) -> set[tuple[int, int]]:
    return {at for at, reading in said if any(reading & word for name in names for word in name)}


def _codes_meant(said: list[_Said], vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield codes that all words together name; else a problem for some of them and a remedy or cause for the rest."""
    waiting = said
    for kinds in (("problem", "event", "part", ""), ("remedy",), ("cause",)):
        best: list[tuple[Entry, list[_Said]]] = []
        for entry, readings in vocabulary.readings.items():
            if entry.meaning in {"code", "value"} and entry.kind in kinds and readings:
                hit = [word for word in waiting if any(word[1] & reading for reading in readings)]
                if hit and (not best or len(hit) >= len(best[0][1])):
                    best = [*(best if best and len(hit) == len(best[0][1]) else []), (entry, hit)]
        meant_by = _wholly(best, vocabulary) if kinds[0] == "problem" else _whole_only(best, vocabulary)
        for entry, hit in meant_by:
            yield from (Piece(*at, entry.meaning, entry, weight=-1) for at, _ in hit)
        if meant_by:
            waiting = [word for word in waiting if word not in best[0][1]]


def _wholly(best: list[tuple[Entry, list[_Said]]], vocabulary: Vocabulary) -> list[tuple[Entry, list[_Said]]]:
    """Keep the names of which every word was said, where there are such; "fault" need not be said."""
    return _whole_only(best, vocabulary) or best


def _whole_only(best: list[tuple[Entry, list[_Said]]], vocabulary: Vocabulary) -> list[tuple[Entry, list[_Said]]]:
    return [
        (entry, hit)
        for entry, hit in best
        if all("fault" in reading or any(reading & word[1] for word in hit) for reading in vocabulary.readings[entry])
    ]


def _quoted(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Piece]:
    for match in _QUOTED.finditer(sentence.shown):
        said = match["said"] or match["single"]
        entries = vocabulary.spelt.get(squeezed(said), ())
        if not entries:
            yield Piece(match.start(), match.end(), "quoted", said, weight=1)
        for entry in entries:
            yield Piece(match.start(), match.end(), entry.meaning, entry, weight=1)


def _named(sentence: Sentence, vocabulary: Vocabulary, start: int, end: int) -> Iterator[Piece]:
    text = sentence.text[start:end]
    spelling = squeezed(text)
    entries = vocabulary.spelt.get(spelling) or vocabulary.spelt.get(spelling.removesuffix("s"), ())
    if spelling.isdecimal() and len(spelling) < _LEAST_DIGITS:
        return
    for entry in entries:
        is_key = squeezed(entry.word) == spelling
        if is_key and _is_mere_word(sentence, entry, start, end):
            continue  # "heat" in a sentence is not yet the code HEAT
        weight = 3 if is_key and not spelling.isalpha() else 1 if " " in text else -1
        yield Piece(start, end, entry.meaning, entry, weight)
    if not entries and (
        base := vocabulary.numbered.get(spelling) or vocabulary.numbered.get(spelling.removesuffix("s"))
    ):
        tags = tuple(n.key for n in vocabulary.known.assets if squeezed(n.label).startswith(squeezed(base)))
        yield Piece(start, end, "class", tags)


def _is_mere_word(sentence: Sentence, entry: Entry, start: int, end: int) -> bool:
    """Tell whether what is spelt like a code of letters may be a word of the sentence."""
    shown = sentence.shown[start:end]
    by_name = squeezed(entry.shown) == squeezed(shown)
    return entry.meaning == "code" and shown.isascii() and shown.isalpha() and not shown.isupper() and not by_name


def _wildcards(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Piece]:
    for match in _WILDCARD.finditer(sentence.shown):
        if match["letters"].lower() in vocabulary.code_letters:
            entry = Entry("code", f"{match['letters']}*", f"{match['letters']}*", "problem")
            yield Piece(match.start(), match.end(), "code", entry, weight=3)


def _by_number(vocabulary: Vocabulary, base: str, number: str, start: int, end: int) -> Piece:
    name = f"{base} {number}"
    known = [e for e in vocabulary.spelt.get(squeezed(name), ()) if e.meaning == "asset"]
    return Piece(start, end, "asset", known[0] if known else Entry("asset", name, name), weight=3)


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch begins and ends where words do; every Chinese character is one."""
    inside = re.compile(f"[{LATIN}]")
    before = start > 0 and inside.match(text[start - 1]) and inside.match(text[start])
    after = end < len(text) and inside.match(text[end]) and inside.match(text[end - 1])
    return not (before or after)


def entries_of(pieces: Iterable[Piece], meaning: str) -> list[Entry]:
    """Return the entries of pieces with this meaning, each once."""
    return list(dict.fromkeys(p.value for p in pieces if p.meaning == meaning))
