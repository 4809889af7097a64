"""Words of a source in the asker's language, and only where every one of them is known for sure.

The glossary gathers words that lead to the same pages, "crosswise" with "sequence"; those are no translations. Taken
for such are only the first names of a concept, which stand for the same thing, and the list of ``names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources

import yaml

from plant_knowledge_ingest.chinese import simplified, traditional
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.tokens import for_search

Names = dict[str, str]

# Codes, sizes and grades are the same in every language; so are numbers with their units and what separates parts.
_KEPT = re.compile(
    r"(?:(?=[A-Za-z0-9./-]*\d)[A-Za-z0-9](?:[A-Za-z0-9./°%·-]|,(?=\d))*|[A-Z][A-Z0-9]+|[,;:()/&+–×±~、。-]|ø)"
    r"(?:\s?(?:bar|mbar|MPa|mm|μm|ml|kg|Nm|N·m|VG|°C|kW|Hz|[VWglLhNA%])(?![^\W\d_]))*"
)
_REFERENCE = re.compile(
    r"\s*[(（](?:see |siehe |见 ?|見 ?)?"
    r"(?:Table|Section|Figure|Tabelle|Abschnitt|Abbildung|表|章节|章節|图|圖)[^)）]*[)）]"
)
_MARKS = {"、": ",", "。": "."}
_LINKS = re.compile(r"^(?:the|der|die|das)\b")
_WORD = re.compile(r"[a-zäöüß]+|[\u3400-\u9fff]+")
_ENDINGS = ("", "s", "es", "e", "en", "n", "er", "ern")
_LONGEST = 8


def in_words_of(language: str, text: str, spoken: str, glossary: Glossary) -> str:
    """Return ``text``, in language ``spoken``, in words of ``language``; "" where a word of it is not known for sure.

    References to tables and sections are left out; Chinese only changes its script.
    """
    plain = _REFERENCE.sub("", for_search(text))
    if base(spoken) == base(language):
        return _in_script(plain, language, spoken)
    known = _known(glossary, base(spoken), base(language))
    parts: list[str] = []
    at = 0
    for kept in [*_KEPT.finditer(plain), None]:
        words = plain[at : kept.start() if kept else len(plain)].strip()
        said = _translated(words, known, base(spoken))
        if said is None:
            return ""
        parts += [_joined(said, language)] if said else []
        parts += [_MARKS.get(kept[0], kept[0])] if kept else []
        at = kept.end() if kept else at
    return _in_script(re.sub(r"\s+([,;:.)])", r"\1", " ".join(parts)).replace("( ", "("), language, "zh-Hans")


def _translated(words: str, known: Names, spoken: str) -> list[str] | None:
    """Return the names of the things in ``words``, in order, None where one is not known."""
    if spoken == "zh":
        return _of_chinese(simplified("".join(words.split())), known)
    return _of_words(_WORD.findall(_LINKS.sub(" ", words.lower())), known)


def _of_chinese(words: str, known: Names) -> list[str] | None:
    names, at = [], 0
    while at < len(words):
        end = next((end for end in range(len(words), at, -1) if words[at:end] in known), None)
        if end is None:
            return None
        names.append(known[words[at:end]])
        at = end
    return names


def _of_words(words: Sequence[str], known: Names) -> list[str] | None:
    names, at = [], 0
    while at < len(words):
        found = next((n for n in range(min(_LONGEST, len(words) - at), 0, -1) if _key(words[at : at + n], known)), 0)
        if not found:
            return None
        names.append(known[_key(words[at : at + found], known)])
        at += found
    return names


def _key(words: Sequence[str], known: Names) -> str:
    """Return the entry for ``words``, the last of them without its ending; "" without one."""
    spelt = " ".join(words)
    stems = (spelt.removesuffix(ending) for ending in _ENDINGS)
    return next((stem for stem in stems if stem in known), "")


def _joined(names: Sequence[str], language: str) -> str:
    """Join names as the language does: German nouns to one word, with what is no noun behind them."""
    if base(language) == "zh":
        return "".join(names)
    if language != "de":
        return " ".join(names)
    nouns = [name for name in names if name[:1].isupper()]
    return " ".join(["-".join(nouns), *(name for name in names if name not in nouns)]).strip()


@lru_cache(maxsize=16)
def _known(glossary: Glossary, spoken: str, language: str) -> Names:
    """Return what each word of ``spoken`` is called in ``language``: as the list of names says first.

    Of two names that the glossary gives neither is sure.
    """
    firsts = ({code: names[0] for code, names in c.names.items()} for c in glossary.concepts.values() if not c.asks)
    known = {word: names[0] for word, names in _pairs(firsts, spoken, language).items() if len(names) == 1}
    text = (resources.files("plant_tools.manuals") / "names.yaml").read_text(encoding="utf-8")
    listed = _pairs(yaml.load(text, Loader=yaml.CSafeLoader), spoken, language)
    return known | {word: names[0] for word, names in listed.items()}


def _pairs(entries: Iterable[Names], spoken: str, language: str) -> dict[str, list[str]]:
    """Return for each word of ``spoken`` its names in ``language``, each once, in the order of ``entries``."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        if spoken in entry and language in entry:
            word = entry[spoken] if spoken == "zh" else " ".join(_WORD.findall(entry[spoken].lower()))
            found.setdefault(word, {})[entry[language]] = None
    return {word: list(names) for word, names in found.items()}


def _in_script(text: str, language: str, spoken: str) -> str:
    if language == spoken or base(language) != "zh":
        return text
    return traditional(text) if language == "zh-Hant" else simplified(text)
