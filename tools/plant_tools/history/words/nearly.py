"""Names that are nearly what was written: a slip of the keyboard, parts in another order, letters taken for digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from plant_knowledge_ingest.chinese import simplified
from plant_tools.history.words.sentence import Sentence
from plant_tools.history.words.vocabulary import Entry, Vocabulary, glossary, parts, squeezed

_LOOK_ALIKE = str.maketrans("oilsbz", "011582")
_RUN = re.compile(r"\S+")
_LIKENESS = 0.8
_LEAST = 4  # letters of a word that may be misspelt
_LEAST_DIGITS = 3  # of a number that stands for a tag
_MOST = 5
_NAMED = frozenset({"asset", "location", "code"})


def nearly(sentence: Sentence, words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what may be meant by the tags and the other words that are on no record, the likeliest first."""
    found = [entry for tag in _written_like_tags(sentence) for entry in _near_tags(tag, vocabulary)]
    for word in words:
        found += [*_near_tags(word, vocabulary), *_near_words(word, vocabulary)]
    by_spelling = {squeezed(entry.word): entry for entry in reversed(found)}
    return tuple(_choice(entry) for entry in reversed(by_spelling.values()))[:_MOST]


def _written_like_tags(sentence: Sentence) -> Iterator[str]:
    """Yield what looks like a tag and is none, with what it hangs together with; and numbers that nothing explains."""
    for piece in sentence.meaning("unknown"):
        around = next(run for run in _RUN.finditer(sentence.text) if run.start() <= piece.start < run.end())
        yield piece.value.word
        yield around[0]
    yield from (sentence.text[at:to] for at, to in sentence.left() if sentence.text[at:to].isdecimal())


def _choice(entry: Entry) -> str:
    return entry.word if squeezed(entry.shown) == squeezed(entry.word) else f"{entry.word} {entry.shown}"


def _near_tags(written: str, vocabulary: Vocabulary) -> Iterator[Entry]:
    """Yield what has a tag or code like this one, if it holds a digit; of a mere number, what has it in its tag."""
    word = squeezed(written)
    if not any(map(str.isdigit, word)) or len(word) < _LEAST_DIGITS:
        return
    for entry in vocabulary.entries:
        key = squeezed(entry.word)
        if entry.meaning in _NAMED and re.search(r"\d", key) and _is_slip(word, key):
            yield entry


def _is_slip(word: str, key: str) -> bool:
    """Tell whether one was written for the other. Another digit is no slip: FL-304 is another machine than FL-303."""
    if word.isdecimal():
        return word in parts(key)
    if sorted(parts(word)) == sorted(parts(key)) or word.translate(_LOOK_ALIKE) == key.translate(_LOOK_ALIKE):
        return True
    longer, shorter = (word, key) if len(word) > len(key) else (key, word)
    if len(longer) == len(shorter) + 1:
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    return len(word) == len(key) and any(
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] == key for at in range(len(word) - 1)
    )


def _near_words(written: str, vocabulary: Vocabulary) -> Iterator[Entry]:
    """Yield what has a name, or a class in any language, that is spelt nearly so."""
    word = simplified(written.lower())
    forms = _forms(vocabulary)
    if len(word) >= (_LEAST if word[0] < "\u3400" else 2):
        for form in get_close_matches(word, forms, n=3, cutoff=_LIKENESS if word[0] < "\u3400" else 0.6):
            yield from forms[form]


def _forms(vocabulary: Vocabulary) -> dict[str, list[Entry]]:
    """Return the words of all names, and those that the glossary has for the classes of assets."""
    forms: dict[str, list[Entry]] = {}
    for entry in vocabulary.entries:
        if entry.meaning not in _NAMED:
            continue
        readings = vocabulary.class_readings.get(entry.word, ()) if entry.meaning == "asset" else ()
        concepts = {c for name in readings for reading in name[-1:] for c in reading}
        names = [n for c in concepts for said in glossary().concepts[c].names.values() for n in said]
        for form in {entry.shown, *parts(simplified(entry.shown.lower())), *names}:
            if len(form) >= _LEAST or form[:1] >= "\u3400":
                forms.setdefault(simplified(form.lower()), []).append(entry)
    return forms
