"""Where a transcript seems to name a code, and which codes of the plant that could be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plant_tools.spoken.register import Code, Register
from plant_tools.spoken.symbols import Word, canonical, words

OFFERED = 1.3
"""What is further from a code than this is not taken for it."""

CLEAR = 0.35
"""Words so near to their signs that nothing was guessed."""

_SHORT, _OFFERED_SHORT = 4, 1.0
_READINGS = 24
_SPAN = 12  # words
_SOUNDS = 3
"""So many words in a row that sound like digits are taken for digits, as in 第三连要."""

_BETWEEN = re.compile(r"[\s\-–—./,、·_:’'－，．]*")
_COUNTED = re.compile(
    r"\W{0,2}(?:%|°|bar|k?pa|mbar|mm|cm|m|km|µm|nm|kg|g|l|ml|v|kv|a|ma|w|kw|hz|rpm|s|min|h|hours?|minutes?|days?|weeks?|"
    r"months?|years?|times|euros?|stunden?|minuten?|tagen?|wochen?|monaten?|jahren?|mal|grad|newton|次|小时|分钟|天|年|月|"
    r"度|巴|毫米|牛|米)(?![^\W\d_])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A code that the plant does not have; sizes and standards are none.
_CODE_LIKE = re.compile(
    r"(?<![\w-])(?!(?:DN|PN|IP|ISO|EN|DIN|IEC|M|G|PT|SAE|VG)[ -]?\d)[A-Z]{1,4}[ -]?\d{2,}(?:-\d+)?[A-Z]?(?!\w)"
)


_NO_CODE = re.compile(
    rf"(?<![\w-])(?:{_YEAR.pattern}(?!\w)|(?:DN|PN|IP|ISO|EN|DIN|IEC|M|SAE|VG)[ -]?\d+"
    rf"|\d+(?:[.,]\d+)?(?=(?i:{_COUNTED.pattern})))"
)


def without_amounts(text: str) -> str:
    """Return a text with amounts, sizes and years blotted out, character for character: they name no code.

    >>> without_amounts("P-101 at 305 bar in 2024")
    'P-101 at ··· bar in ····'
    """
    return _NO_CODE.sub(lambda found: "·" * len(found[0]), text)


@dataclass(frozen=True, slots=True)
class Spotted:
    """A place in a transcript and the codes it could name, by what it costs to take them for it.

    ``clear`` says that the signs were not guessed from words; ``certain`` are the places of signs that were spelled by
    an alphabet.
    """

    start: int
    end: int
    signs: str
    codes: tuple[tuple[Code, float], ...]
    clear: bool
    certain: frozenset[int] = frozenset()

    @property
    def best(self) -> float:
        """The cost of the likeliest code."""
        return self.codes[0][1] if self.codes else OFFERED

    @property
    def exact(self) -> Code | None:
        """The code that was named sign by sign."""
        return self.codes[0][0] if self.clear and self.codes and self.codes[0][0].signs == self.signs else None


@dataclass(frozen=True, slots=True)
class _Spelling:
    signs: str = ""
    cost: float = 0.0
    certain: frozenset[int] = frozenset()


def spot(text: str, language: str, register: Register) -> list[Spotted]:
    """Return the places, in order; none overlaps another."""
    found = list(_windows(text, words(text, language), register))
    taken: list[Spotted] = []
    for one in sorted(found, key=lambda each: (each.best - 0.05 * len(each.codes[0][0].signs), each.end - each.start)):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    taken += [one for one in _unknown(text) if all(one.end <= o.start or one.start >= o.end for o in taken)]
    return sorted(taken, key=lambda each: each.start)


def _unknown(text: str) -> Iterator[Spotted]:
    for match in _CODE_LIKE.finditer(text):
        yield Spotted(match.start(), match.end(), canonical(match[0]), (), clear=True)


def _windows(text: str, said: Sequence[Word], register: Register) -> Iterator[Spotted]:
    for first in range(len(said)):
        chain = _chain(text, said[first : first + _SPAN])
        spellings, strong, times, weak = [_Spelling()], False, 1, 0
        for word in chain if chain and (chain[0].readings or chain[0].times > 1) else ():
            times = word.times if not word.readings and not word.joint else times
            weak += sum(signs.isdecimal() for signs, _ in word.readings[:1] if not word.strong)
            if word.readings:
                spellings, strong, times = _longer(spellings, word, times, register.longest), strong or word.strong, 1
                one = (
                    _judged(text, chain[0].start, word.end, spellings, register) if strong or weak >= _SOUNDS else None
                )
                yield from [one] if one else ()


def _chain(text: str, said: Sequence[Word]) -> list[Word]:
    """Return the words, from the first one on, between which nothing stands that would end a tag."""
    chain: list[Word] = []
    for word in said:
        apart = chain and not _BETWEEN.fullmatch(text, chain[-1].end, word.start)
        if apart or not (word.readings or word.joint or word.times > 1):
            break
        chain.append(word)
    return chain


def _longer(spellings: list[_Spelling], word: Word, times: int, longest: int) -> list[_Spelling]:
    longer = [
        _Spelling(
            one.signs + signs * times,
            one.cost + cost,
            one.certain | ({len(one.signs)} if word.certain else frozenset()),
        )
        for one in spellings
        for signs, cost in word.readings
        if len(one.signs) + len(signs) <= longest + 3
    ]
    return sorted(longer, key=lambda each: each.cost)[:_READINGS]


def _judged(text: str, start: int, end: int, spellings: Sequence[_Spelling], register: Register) -> Spotted | None:
    """Return what a stretch could name, None where that is nothing."""
    best: dict[str, tuple[float, Code, _Spelling]] = {}
    counted = bool(_COUNTED.match(text, end))
    for spelling in spellings:
        if sum(map(str.isdecimal, spelling.signs)) < 2 or _is_amount(text, start, spelling.signs, counted=counted):
            continue
        for code, unlike in register.like(spelling.signs, _within(spelling.signs) - spelling.cost):
            cost = unlike + spelling.cost
            if counted and cost > CLEAR:
                continue
            if code.code not in best or cost < best[code.code][0]:
                best[code.code] = (cost, code, spelling)
    if not best:
        return None
    ranked = sorted(best.values(), key=lambda each: (each[0], each[1].code))
    spelled = ranked[0][2]
    codes = tuple((code, round(cost, 3)) for cost, code, _ in ranked)
    return Spotted(start, end, spelled.signs, codes, spelled.cost < CLEAR, spelled.certain)


def _within(signs: str) -> float:
    return OFFERED if len(signs) > _SHORT else _OFFERED_SHORT


def _is_amount(text: str, start: int, signs: str, *, counted: bool) -> bool:
    """Say whether a bare number counts something: 305 bar, 2024."""
    if not signs.isdecimal():
        return False
    return counted or bool(_YEAR.fullmatch(signs)) or text[max(0, start - 1) : start] in {"€", "$"}
