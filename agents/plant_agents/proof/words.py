"""Words that turn a sentence round: limits, negations, opposites, signal words and what one does to a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


def _read(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8"))


# Rank 0 is the most severe (ANSI Z535 and its German and Chinese counterparts).
SIGNALS = (
    ("DANGER", "GEFAHR", "危险", "危險"),
    ("WARNING", "WARNUNG", "警告"),
    ("CAUTION", "VORSICHT", "注意", "小心"),
    ("NOTICE", "HINWEIS", "ACHTUNG", "提示"),
)
_RANKS = {word: rank for rank, words in enumerate(SIGNALS) for word in words}
SIGNAL = re.compile(
    rf"\b(?:{'|'.join(w for w in _RANKS if w.isascii())})\b"
    rf"|(?:(?<=^)|(?<=\n)|(?<=[\s。]))(?:{'|'.join(w for w in _RANKS if not w.isascii())})(?=$|[\s:!,。])"
)


def rank(word: str) -> int:
    """Return how severe a signal word is, 0 the most."""
    return _RANKS[word]


_LESS = (
    r"thinner|lower|less|smaller|shorter|colder|fewer|lighter|kleiner|dünner|kürzer|weniger|niedriger|geringer|kälter"
)
_MORE = (
    r"more|greater|higher|longer|thicker|larger|hotter|above|heavier|größer|mehr|höher|länger|dicker|heißer|schwerer"
)
# What stands before a number and limits it from above, and from below.
AT_MOST = re.compile(
    rf"\b(?:at\s+most|no(?:t)?\s+(?:be\s+)?(?:{_MORE})\s*(?:than)?|not\s+exceed|must\s+never\s+exceed|never\s+above"
    r"|not\s+above|max(?:imum|imal\w*)?\b\.?|up\s+to|below|under|within|until\s+below"
    rf"|(?:{_LESS})\s+(?:than|als)|höchstens|maximal\w*|bis\s+zu|unter(?=\s+[\d-]|\s*$)|unterhalb|innerhalb(?:\s+von)?"
    rf"|nicht\s+(?:über|(?:{_MORE})\s+als)|nicht\s+überschreiten"
    r"|largest\s+permitted|highest\s+permitted|falls?\s+below|drops?\s+below|Obergrenze|upper\s+limit)\b"
    r"|[<≤⩽]|(?:不(?:得|可|能|应|應)?(?:超过|超過|大于|大於|高于|高於|多于|多於))|至多|最多|最大|最高|上限|低于|低於|小于|小於"
    r"|少于|少於|弱于|弱於|短于|短於|不到|不足",
    re.IGNORECASE,
)
AT_LEAST = re.compile(
    rf"\b(?:at\s+least|no(?:t)?\s+(?:be\s+)?(?:{_LESS})\s*(?:than)?|not\s+below|never\s+below|min(?:imum|imal\w*)\b\.?"
    rf"|min\.(?=\s*\d|\s*$)|above|over(?=\s+\d|\s*$)|exceed(?:s|ing)?|from\s+.{{0,3}}up|(?:{_MORE})\s+(?:than|als)|mindestens|minimal\w*"
    rf"|über(?=\s+[\d-]|\s*$)|oberhalb|nicht\s+(?:unter|(?:{_LESS})\s+als)|wenigstens|Untergrenze|lower\s+limit"
    r"|smallest\s+permitted|lowest\s+permitted|rises?\s+above)\b"
    r"|[>≥⩾]|不(?:得|可|能|应|應)?(?:小于|小於|低于|低於|少于|少於)|至少|最少|最小|最低|下限|高于|高於|大于|大於|超过|超過|多于|多於|长于|長於",
    re.IGNORECASE,
)
# The same behind a number.
OR_LESS = re.compile(
    r"\s*(?:or\s+(?:less|below|lower|under|shorter)\b|at\s+most\b|max(?:imum)?\b|oder\s+(?:weniger|kleiner|darunter)\b"
    r"|höchstens\b|以下|以内|以內|之内|之內|或更少|或更低)",
    re.IGNORECASE,
)
OR_MORE = re.compile(
    r"\s*(?:or\s+(?:more|above|higher|over|longer)\b|at\s+least\b|min(?:imum)\b|oder\s+(?:mehr|größer|darüber)\b"
    r"|mindestens\b|以上|或更多|或更高)",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|never|no(?!\.)|none|without|cannot|nor|neither|don't|doesn't|mustn't|can't|won't|forbidden|prohibited"
    r"|nicht|nie|niemals|kein\w{0,2}|ohne|weder|verboten|untersagt|unzulässig)\b"
    r"|不(?![锈鏽足良均同断斷平])|勿|[无無](?=[需須须法可])|严禁|嚴禁|禁止|没有|沒有|切忌|未",
    re.IGNORECASE,
)
OPPOSITES = tuple(tuple(re.compile(side, re.IGNORECASE) for side in group) for group in _read("opposites"))
ACTIONS = {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in _read("actions").items()}


@lru_cache(maxsize=1024)
def sides(text: str) -> tuple[frozenset[int], ...]:
    """Return for each group of opposites which of its members ``text`` names, by their numbers."""
    return tuple(frozenset(n for n, side in enumerate(group) if side.search(text)) for group in OPPOSITES)


def actions(text: str) -> Iterator[tuple[str, str]]:
    """Yield what ``text`` says is done to a machine: the name of the action, and the word for it."""
    for name, pattern in ACTIONS.items():
        if found := pattern.search(text):
            yield name, found[0]


@lru_cache(maxsize=1024)
def turns(text: str) -> list[str]:
    """Return the words of ``text`` that turn it round, by the names of what they say, in their order."""
    sides = [(f"{i}{side}", pattern) for i, group in enumerate(OPPOSITES) for side, pattern in enumerate(group)]
    named = [*ACTIONS.items(), *sides, ("max", AT_MOST), ("min", AT_LEAST), ("max", OR_LESS), ("min", OR_MORE)]
    found = [(match.start(), name) for name, pattern in named for match in pattern.finditer(text)]
    return [name for _, name in sorted(found)]
