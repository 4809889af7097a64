"""Whether two steps have somebody do the same to the same thing, and whether their values agree."""

from __future__ import annotations

import re
from itertools import pairwise

from plant_knowledge_ingest.facts.values import VALUE, values
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import FUNCTION_WORDS, base
from plant_knowledge_ingest.tokens import codes, for_search, tokens
from plant_tools.sop.drafting.measured import number
from plant_tools.sop.model import Step
from plant_tools.sop.proven import facts

_WORD = re.compile(r"[a-zäöüß]{2,}", re.IGNORECASE)
_ONE = re.compile(r"\d+(?:[.,  ]\d+)*")
_THREAD = re.compile(r"M\d+(?:X\d+)*")
_UNIT = re.compile(r"[^\d\s.,±~–-][^\d±~–-]*")
# Short words that turn the sense of an action are no function words here.
_TURNING = frozenset("not no off on out up down before after never nicht kein keine vor nach auf zu ab an aus".split())
_HAN_KNOWN = 0.8
# What the glossary may take for one because of a word that both have: "turn on", "turn off".
_OPPOSITES = tuple(
    tuple(re.compile(words, re.IGNORECASE) for words in pair)
    for pair in (
        (
            r"\bon\b|\bstart|einschalt|anschalt|启动|啟動|接通|开机|開機",
            r"\boff\b|\bstop|ausschalt|abschalt|停|关机|關機",
        ),
        (r"\bopen|öffne|打开|打開|开启|開啟", r"\bclos|schließ|关闭|關閉|合上"),
        (
            r"\bremov|take off|\bwithdraw|pull (?:out|off)|abnehm|ausbau|abzieh|entfern|demont|拆|取下|取出",
            r"\b(?:re)?fit\b|\binstall|\binsert|put (?:on|in)|aufsetz|einbau|einsetz|montier|安装|安裝|装|裝",
        ),
        (r"loosen|undo|unscrew|\blös|松开|鬆開|旋松", r"tighten|anzieh|festzieh|拧紧|擰緊|鎖緊|锁紧"),
        (r"\b(?<!dis)connect|anschließ|verbind|连接|連接", r"disconnect|abklemm|trenn|断开|斷開"),
        (r"\brais|\blift|anheb|升", r"\blower|absenk|降"),
        (r"\bleft|\blink|左", r"\bright|\brecht|右"),
        (r"\bupper|\btop\b|\bober|上", r"\blower|\bbottom|\bunter|下"),
        (r"\bfill|\badd|füll|加|注", r"\bdrain|ablass|entleer|排|放"),
        (r"\block|\babschließ|上锁|上鎖", r"\bunlock|aufschließ|解锁|解鎖"),
        (r"\bfront|\bvorder|前", r"\brear|\bback\b|\bhinter|后|後"),
    )
)


def alike(one: Step, other: Step, glossary: Glossary) -> int:
    """Return how surely two steps are the same act on the same thing, 0: not; their values may differ.

    3: in the same words; 2: every word of one names what a word of the other does, in whatever languages, and neither
    says anything else. Tags and part numbers must be the same.
    """
    if one.phase != other.phase or _named(one.action) != _named(other.action):
        return 0
    if not _threads_fit(one.action, other.action) or _opposite(one.action, other.action):
        return 0
    mine, others = _bare(one.action), _bare(other.action)
    if one.language == other.language and tokens(mine) == tokens(others):
        return 3
    readings = glossary.senses(mine, base(one.language)), glossary.senses(others, base(other.language))
    if not _all_met(*readings) or not _all_met(*reversed(readings)) or min(map(len, readings)) < _ACT_AND_THING:
        return 0
    return 2 if _beyond(mine, one.language, glossary) == _beyond(others, other.language, glossary) else 0


_ACT_AND_THING = 2


def _all_met(readings: list[frozenset[str]], others: list[frozenset[str]]) -> bool:
    return all(any(reading & other for other in others) for reading in readings)


def may_be_one(one: Step, other: Step) -> bool:
    """Tell whether nothing that is printed keeps two steps apart: phase, tags and part numbers, opposites, values."""
    return (
        one.phase == other.phase
        and _named(one.action) == _named(other.action)
        and _threads_fit(one.action, other.action)
        and not _opposite(one.action, other.action)
        and not disagree(one.action, one.language, other.action, other.language)
    )


def _opposite(one: str, other: str) -> bool:
    """Tell whether each names one of two opposites, and not the same."""
    for pair in _OPPOSITES:
        mine, theirs = ([bool(words.search(text)) for words in pair] for text in (one, other))
        if any(mine) and any(theirs) and mine != theirs:
            return True
    return False


def _named(text: str) -> frozenset[str]:
    return frozenset(code for code in codes(text) if not _THREAD.fullmatch(code))


def _threads_fit(one: str, other: str) -> bool:
    mine, others = ({code for code in codes(text) if _THREAD.fullmatch(code)} for text in (one, other))
    return not mine or not others or bool(mine & others)


def _bare(text: str) -> str:
    """Return an action without its values and numbers."""
    return " ".join(_ONE.sub(" ", VALUE.sub(" ", for_search(text))).split()).strip(" .。;；,，")


def _beyond(text: str, language: str, glossary: Glossary) -> frozenset[str]:
    """Return the words that the glossary does not know, or that turn the sense of others."""
    if language.startswith("zh"):
        return frozenset() if glossary.explained(text) >= _HAN_KNOWN else frozenset({text})
    words = frozenset(word.lower() for word in _WORD.findall(text)) - (FUNCTION_WORDS - _TURNING)
    beyond = (word for word in words if word in _TURNING or not glossary.find(word, base(language)))
    return frozenset(beyond) - _of_phrases(text, glossary)


def _of_phrases(text: str, glossary: Glossary) -> frozenset[str]:
    """Return the words that mean something together only, as "take off" does."""
    words = [word.lower() for word in _WORD.findall(text)]
    known = (pair for pair in pairwise(words) if glossary.find(" ".join(pair)) > glossary.find(" ; ".join(pair)))
    return frozenset(word for pair in known for word in pair)


def measures(text: str, language: str) -> frozenset[tuple[str, tuple[float, ...]]]:
    """Return the values in a text that can be compared, as units and numbers: {("Nm", (65.0,))}.

    >>> measures("Mit 2,5 l füllen.", "de") == measures("Fill with 2.5 l.", "en")
    True
    """
    told = for_search(text)
    found = {(_unit(one.value), _numbers(one.value, language)) for one in values(told)}
    rest = VALUE.sub(" ", told)
    counted = {("", _numbers(fact, language)) for fact in facts(rest) if _ONE.fullmatch(fact)}
    return frozenset(found | counted)


def disagree(one: str, language: str, other: str, others: str) -> bool:
    """Tell whether two texts on the same act give different values in the same unit, the texts' languages beside them.

    Two that are both told and not the same disagree, also where one of them only says more.
    """
    mine, theirs = measures(one, language), measures(other, others)
    units = {unit for unit, _ in mine} & {unit for unit, _ in theirs}
    return any(_of(unit, mine) != _of(unit, theirs) for unit in units)


def _of(unit: str, told: frozenset[tuple[str, tuple[float, ...]]]) -> set[tuple[float, ...]]:
    return {numbers for known, numbers in told if known == unit}


def _numbers(text: str, language: str) -> tuple[float, ...]:
    return tuple(number(found, base(language)) for found in _ONE.findall(text))


def _unit(value: str) -> str:
    last = _UNIT.findall(value)
    return last[-1].strip().casefold().replace("n·m", "nm") if last else ""
