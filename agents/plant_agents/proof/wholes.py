"""What no fact alone shows: quotes that are not word for word, steps, counts and joints that have changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plant_agents.proof.binding import read
from plant_agents.proof.numbers import DIGITS, comma_is_decimal, value
from plant_agents.proof.rows import bare

_QUOTED = re.compile(r"“([^“”]+)”|„([^„“”]+)“|「([^「」]+)」")
# A shorter quote may be a name, or a word that is translated.
_WORDS, _CHARACTERS = 3, 6
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_COUNT = re.compile(rf"(?<![\w.,/-])({DIGITS})\s?([A-Za-zÄÖÜäöüß]{{4,}}|[\u3400-\u9fff])")
_OR, _AND = (
    re.compile(rf"(\S+)\s+(?:{latin})\s+(?=(\S+))|([\u3400-\u9fff]{{1,2}})[{han}](?=([\u3400-\u9fff]))", re.IGNORECASE)
    for latin, han in (("or|oder", "或"), ("and|und", "和与與及"))
)


class Unproven(NamedTuple):
    """What of a statement its quotes do not prove.

    ``kind`` is "value", "code", "date", "signal", "limit", "negation", "opposite", "step", "quote" or "source";
    ``fact`` is how the statement writes it, ``reason`` what the quotes have in its place.
    """

    kind: str
    fact: str
    reason: str


def quotes_changed(statement: str, sources: Sequence[str]) -> Iterator[Unproven]:
    """Yield what ``statement`` puts between marks of quotation and no source says in these words."""
    known = [bare(source) for source in sources]
    for groups in _QUOTED.findall(statement):
        told = "".join(groups)
        is_long = len(told.split()) >= _WORDS or len(re.findall(r"[\u3400-\u9fff]", told)) >= _CHARACTERS
        if is_long and not any(bare(told) in source for source in known):
            yield Unproven("quote", told, "the source does not say it in these words")


def steps_turned(statement: str, sources: Sequence[str]) -> Iterator[Unproven]:
    """Yield the first of the numbered steps of ``statement`` that the sources have in another order."""
    if len(_NUMBERED.findall(statement)) < 2:
        return
    texts = [[sentence.text for sentence in read(source)] for source in sources]
    whole = [text for source in texts for text in source]
    told = [sentence.text for sentence in read(statement) if sentence.text in whole]
    if not any(_in_order(told, source) for source in (*texts, whole)):
        yield Unproven("step", next(iter(told), statement), "the source gives the steps in another order")


def counted_otherwise(text: str, source: str) -> Iterator[Unproven]:
    """Yield the numbers before words before which the source has only other numbers: "1 nipple" for "4 nipples"."""
    known = set(_counts(source))
    words = {word for _, word in known}
    for number, word in _counts(text):
        if word in words and (number, word) not in known:
            yield Unproven("value", f"{number:g} {word}", "the source counts otherwise")


def joined_otherwise(text: str, source: str) -> Iterator[Unproven]:
    """Yield the words between which an "and" stands in place of an "or", or the other way round."""
    for one, other in ((_OR, _AND), (_AND, _OR)):
        turned = _joints(one, text) & _joints(other, source) - _joints(one, source)
        yield from (Unproven("opposite", words, "the source joins it otherwise") for words in sorted(turned))


def _joints(joint: re.Pattern[str], text: str) -> set[str]:
    """Return the pairs of words that are joined so."""
    return {" … ".join(word.strip(",.;()") for word in words if word) for words in joint.findall(text)}


def _counts(text: str) -> Iterator[tuple[float, str]]:
    comma = comma_is_decimal(text)
    for digits, word in _COUNT.findall(text):
        yield value(digits, comma=comma), word.casefold()[:5]


def _in_order(told: Sequence[str], known: Sequence[str]) -> bool:
    left = iter(known)
    return all(text in left for text in told)
