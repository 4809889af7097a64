"""What a fact must have to answer: the kind of value, its subjects, the machine, and a value that is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from plant_knowledge_ingest.facts.values import values
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.tokens import possible_codes, tokens
from plant_tools.manuals.asking import Asked, Reading, lists, with_alike, with_same
from plant_tools.manuals.select import asks_how
from plant_tools.manuals.told import numbers

INTERVALS = frozenset({"interval", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "shift"})
_TASKS = frozenset({"replace", "lubricate", "clean", "inspect", "test", "calibrate", "maintain", "measure"})
_COUNT = re.compile(r"how many|wie ?viele|几|幾|多少", re.IGNORECASE)
_HOW_MUCH = re.compile(
    r"how much|how many (?:lit|gram|kilo)|wie ?viel\b|wie viele (?:lit|gramm|kilo)|[加用打注]多少|油量|用量",
    re.IGNORECASE,
)
_AMOUNTS = frozenset({"volume", "weight", "grease_quantity"})
_WHEN = re.compile(r"\b(?:when|wann|due|fällig)\b|何时|什么时候|何時|什麼時候|多久", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:valid|effective|in force|review|issued?|since when|published|gültig|gilt|seit wann|in kraft|überprüf\w*|"
    r"ausgabe|erstausgabe)\b|生效|有效|审核|審核|审查|審查|发布|發行|首次",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"review|überprüf|审核|審核|审查|審查", re.IGNORECASE)
_OFTEN = re.compile(r"how often|wie oft|in welchem (?:abstand|intervall)|多久.{0,8}一次", re.IGNORECASE)
_TRIPS = re.compile(
    r"\btrip|shuts? (?:down|off)|switch(?:es)? off|abschalt|schaltet\b.*\bab\b|跳[机機闸脱]|停机|停機", re.IGNORECASE
)
_UNIT = re.compile(r"(?:how many|wie ?viele?|多少|几|幾)\s*([^\W\d]+)", re.IGNORECASE)
# "多长" alone asks for a length as well as for a time.
_LENGTH = re.compile(r"多[长長](?!时间|時間)")
_ALLOWED = re.compile(
    r"^\W*(?:is|are|can|could|may|should|do|does|will|would|darf|dürfen|kann|können|ist|sind|soll\w*|stimm\w+|passt|"
    r"passen|reicht|reichen|geht|gehen)\b|\b(?:allowed|ok(?:ay)?|permitted|erlaubt|zulässig)\b[^.]*[?]|"
    r"[吗嗎]|能不能|可不可以|是不是|行不行|对不对|對不對",
    re.IGNORECASE,
)
# Chinese is written without blanks around numbers.
_JOINED = re.compile(r"(?<=[\u3400-\u9fff])(?=\d)")
# What turns the sense of a yes: a bound in the question, a denial, or what happens rather than what may be.
_TURNED = re.compile(
    r"\b(?:not|n't|without|never|above|over|below|under|less|more|reach\w*|nicht|ohne|nie|kein\w*|über|unter|mehr|weniger|"
    r"erreich\w*)\b|n't|没有|沒有|超过|超過|高于|高於|低于|低於|以上|以下|达到|達到",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:max\w*|at most|highest|largest|upper limit|no more than|not exceed|höchst\w*|größte\w*|bis zu)\b|"
    r"höchst|最大|最高|最多|上限|不得超|不超过|不超過",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:min\w*|at least|lowest|smallest|lower limit)\b|mindest|wenigst|最小|最低|最少|至少|下限", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?<![\w.])(?:teile|bestell|artikel|ersatzteil)-?\s?(?:nr|nummer)|\bpart (?:no|number)|料號|料号|件号",
    re.IGNORECASE,
)


# How many of a thing there are is a number without a unit, though Chinese counts it in pieces.
_NUMBERS = frozenset({"quantity_count"})
# The share of a question's words that must be known, so that what it asks about is not just a word nobody knows.
_UNDERSTOOD = 0.8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a card must have: see ``Asked``.

    ``codes`` may name a document; ``direct`` are the quantities asked for, ``same`` with those as good, ``first`` that
    next to the question word, ``alike`` all that answer for them; ``words`` and ``numbers`` are the question's own, for
    what no glossary knows. ``value`` is the one that a question for yes or no asks about, "" without one; ``extreme``
    is "most", "least" or ""; ``understood`` whether hardly a word of it is unknown.
    """

    query: Query
    asked: Asked
    codes: frozenset[str]
    direct: Reading
    same: Reading
    first: Reading
    alike: Reading
    words: frozenset[str]
    numbers: frozenset[str]
    counts: bool
    when: bool
    part: bool
    dated: bool
    extreme: str
    value: str
    understood: bool

    @property
    def periodic(self) -> bool:
        """Whether it is asked how often: "多久" asks that of a task, and otherwise how long."""
        sure = "duration" not in self.direct or bool(self.query.concepts & _TASKS) or self.often
        return self.when or (bool(self.direct & INTERVALS) and sure)

    @property
    def often(self) -> bool:
        """Whether the question says in so many words that it asks how often."""
        return _OFTEN.search(self.query.text) is not None

    @property
    def trips(self) -> bool:
        """Whether it asks for the limit at which something switches off or warns."""
        return trips(self.query.text)

    @property
    def review(self) -> bool:
        """Whether the date of a review is asked for, not that of an issue."""
        return asks_review(self.query.text)

    @property
    def bare(self) -> bool:
        """Whether nothing but a machine is named: then the quantity is the whole machine's."""
        return not self.parts and bool(self.asked.machines or self.query.assets)

    @property
    def parts(self) -> tuple[Reading, ...]:
        """What is asked about that is no machine."""
        return tuple(reading for reading, _ in self.asked.subjects if reading.isdisjoint(lists().machines))

    @classmethod
    def of(cls, query: Query, asked: Asked, glossary: Glossary) -> Self:
        """Prepare what ``asked`` asks for."""
        value = asked_about(query.text)
        measures = _measures(query, asked, value, glossary)
        direct = frozenset[str]().union(*measures)
        first = with_alike(measures[-1 if query.language == "zh" else 0]) if measures else direct
        part = "part_number" in query.concepts or _NUMBERED.search(query.text) is not None
        when = not direct and _WHEN.search(query.text) is not None
        return cls(
            query=query,
            asked=asked,
            codes=possible_codes(query.text),
            direct=direct,
            same=with_same(direct),
            first=first,
            alike=with_alike(direct),
            words=frozenset(tokens(query.text)),
            numbers=numbers(query.text.replace(value, " ") if value else query.text),
            counts=not direct and not part and _COUNT.search(query.text) is not None,
            when=when,
            part=part,
            dated=(when or not direct) and _DATE.search(query.text) is not None,
            extreme=extreme(query.text),
            value=value,
            understood=glossary.explained(query.text, query.language) >= _UNDERSTOOD,
        )


def _measures(query: Query, asked: Asked, value: str, glossary: Glossary) -> tuple[Reading, ...]:
    """Return the quantities asked for by name, by a value, by a unit, or by what is done: one tightens to a torque."""
    if _LENGTH.search(query.text):
        return (*asked.measures, frozenset({"length"}))
    if asked.measures:
        return asked.measures
    unit = _UNIT.search(query.text)
    given = glossary.quantities(value or (f"1 {unit[1]}" if unit else "")) - _NUMBERS
    if given:
        return (given,)
    if "tighten" in query.concepts and not asks_how(query.text):
        return (frozenset({"torque"}),)
    return (_AMOUNTS,) if _HOW_MUCH.search(query.text) else ()


def extreme(text: str) -> str:
    """Tell whether ``text`` speaks of a greatest value, "most", a least one, "least", or of neither, ""."""
    if _LEAST.search(text):
        return "least"
    return "most" if _MOST.search(text) else ""


def trips(text: str) -> bool:
    """Tell whether ``text`` speaks of switching off."""
    return _TRIPS.search(text) is not None


def asks_review(text: str) -> bool:
    """Tell whether ``text`` speaks of the next review of a document."""
    return _REVIEW.search(text) is not None


def asked_about(question: str) -> str:
    """Return the value that a question for yes or no asks about, "" if it is no such question or has none or several.

    >>> asked_about("May P-101 run at 12 bar?"), asked_about("At how many bar does P-101 run?")
    ('12 bar', '')
    """
    if not _ALLOWED.search(question) or _TURNED.search(question):
        return ""
    apart = _JOINED.sub(" ", question)
    found = {told.value for told in values(apart) if not _is_size(apart, told.value)}
    return next(iter(found)) if len(found) == 1 else ""


def _is_size(question: str, value: str) -> bool:
    """Tell whether ``value`` names a bottle or pack rather than what is asked about."""
    named = re.search(rf"{re.escape(value)}[ -]?(?:bottle|flasche|format|瓶)", question, re.IGNORECASE)
    return named is not None or re.search("bottle|flasche|瓶", value, re.IGNORECASE) is not None
