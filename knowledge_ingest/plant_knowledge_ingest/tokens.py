"""Text as the lexical search sees it.

Latin words and codes stay whole, so that ``P-101A``, ``E0451`` and ``M8x20`` can be found as such; Chinese
becomes character pairs of its simplified form, because word segmentation of short technical Chinese errs.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from plant_knowledge_ingest.chinese import simplified

_TOKEN = re.compile(r"(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)|(?P<word>\w+(?:[-./]\w+)*)")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zäöüß])")
_BREAK_IN_CHINESE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_CODE = re.compile(
    r"(?:\d+-)*(?P<lettered>(?=\w*\d)(?=\w*[^\W\d_])\w+(?:[-./]\w*\d\w*|[-./][A-Z]{1,3}(?!\w))*)"
    r"|[^\W\d_]+(?:[-.]\w*\d\w*)+"
)
_DIGIT = re.compile(r"\d")
_UNIT = re.compile(
    r"\d+(?:[.,/]\d+)*(?:mm|cm|m|µm|um|kg|g|nm|bar|kpa|mpa|pa|v|a|ma|kw|w|hz|khz|rpm|min|h|s|l|ml|°?c|k|k?n|x)\d*"
)
# "45er", "3rd": a count, not a code.
_COUNTED = re.compile(r"\d+[a-zäöü]+")
_CALLED_CODE = re.compile(
    r"(?:#|(?:alarm|error|fault|code|fehler|störung|meldung|报警|警报|故障|代码|報警|警報|代碼)(?:code)?\W{0,3})(\d{3,6})(?![\d.,]?\d)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?<![\d.,\w])(?:#)?(\d{3,6})(?![.,]?\d|\w)")
# BM25's two constants; lengths are counted in tokens.
_SATURATION, _LENGTH_PULL, _USUAL_LENGTH = 1.2, 0.6, 120.0


def for_search(text: str) -> str:
    """Return ``text`` with printed line breaks mended: divided words joined, Chinese without gaps."""
    joined = _BREAK_IN_CHINESE.sub("", _BROKEN_WORD.sub("", text)) if "\n" in text else text
    return unicodedata.normalize("NFKC", " ".join(joined.split()))


def tokens(text: str) -> list[str]:
    """Return the tokens of ``text``, folded in case, width and Chinese script."""
    found = []
    folded = for_search(text).lower()
    if _HAN.search(folded):
        folded = simplified(folded)
    for match in _TOKEN.finditer(folded):
        if match["han"]:
            found.extend(_pairs(match["han"]))
        else:
            found.extend(_word(match["word"]))
    return found


def _pairs(characters: str) -> list[str]:
    return [a + b for a, b in pairwise(characters)] or [characters]


def _word(word: str) -> list[str]:
    if word.isascii() and word.isalnum():
        return [word]  # most are
    split = re.split(r"[-./]", word)
    # The script-neutral parts of "Siemens-Motor" are words of their own; those of "P-101" are not.
    parts = [part for part in split if len(part) > 2 and part.isalpha()] if len(split) > 1 else []
    mixed = [run for run in re.split(r"([\u3400-\u9fff]+)", word) if run]
    if len(mixed) > 1:
        return [token for run in mixed for token in (_pairs(run) if _HAN.match(run) else _word(run))]
    return [word, *parts]


@lru_cache(maxsize=8_192)
def token_set(text: str) -> frozenset[str]:
    """Return the distinct tokens of ``text``; sentences that are compared often are cut up once."""
    return frozenset(tokens(text))


@lru_cache(maxsize=8_192)
def codes(text: str) -> frozenset[str]:
    """Return the codes in ``text`` (alarm codes, tags, part numbers) without their separators, upper case.

    A bare number is a code where it is called one ("alarm 4021", "#5399").

    >>> sorted(codes("Alarm E-0451 on P-101A, 6bar, M8x20, fault 4021"))
    ['4021', 'E0451', 'M8X20', 'P101A']
    """
    cut = for_search(_HAN.sub(" ", text))
    if not _DIGIT.search(cut):
        return frozenset()
    found = set(_CALLED_CODE.findall(text))
    for match in _CODE.finditer(cut):
        last = match["lettered"] or match[0]  # of "2-4mm" the part with the unit
        if not (_UNIT.fullmatch(last.lower()) or _COUNTED.fullmatch(last)):
            found.add(re.sub(r"[-./_]", "", match[0]).upper())
    return frozenset(found)


@lru_cache(maxsize=8_192)
def possible_codes(text: str) -> frozenset[str]:
    """Return ``codes`` and every bare number that could be one: tables of alarms do not say that it is."""
    return codes(text) | frozenset(_BARE_NUMBER.findall(text))


def asset_codes(tags: Iterable[str]) -> frozenset[str]:
    """Return asset tags as ``codes`` would find them in text."""
    return _asset_codes(tuple(tags))


@cache
def _asset_codes(tags: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for tag in tags for code in codes(tag) or {tag.upper()})


def lexical_vector(words: list[str], *, query: bool = False) -> tuple[list[int], list[float]]:
    """Return (indices, weights) of a sparse vector for ``words``.

    Passages carry BM25's saturated term frequency, questions 1 per distinct token; the engine multiplies
    by the inverse document frequency. Tokens are hashed to 32 bits.
    """
    counts = Counter(zlib.crc32(word.encode()) for word in words)
    if query:
        return list(counts), [1.0] * len(counts)
    length = _SATURATION * (1 - _LENGTH_PULL + _LENGTH_PULL * len(words) / _USUAL_LENGTH)
    return list(counts), [n * (_SATURATION + 1) / (n + length) for n in counts.values()]
