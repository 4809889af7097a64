"""Headings of columns: made comparable, with the unit that stands in them taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_UNITS = {
    "minutes": "min minute minutes minuten mins 分钟 分鐘 分",
    "hours": "h hr hrs hour hours std stunden stunde hh 小时 小時 工时",
    "seconds": "s sec secs second seconds sek sekunden 秒",
    "days": "d day days tage tag 天 日",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_BRACKETED = re.compile(r"[\(\[（【]([^\)\]）】]*)[\)\]）】]")


@lru_cache(4096)
def comparable(heading: str) -> str:
    """Return a heading as its words, without case, punctuation, brackets: "ActualFinish (h)" -> "actual finish"."""
    text = _BRACKETED.sub(" ", unicodedata.normalize("NFKC", heading))
    text = re.sub(r"(?<=[a-zäöüß])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def unit_in(heading: str) -> str:
    """Return the unit of time that a heading names: minutes, hours, seconds, days, or ""."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    bracketed = [word for found in _BRACKETED.findall(text) for word in re.findall(r"[^\W_]+", found)]
    for word in bracketed + re.findall(r"[^\W_]+", text)[::-1]:
        if word in _UNIT_OF:
            return _UNIT_OF[word]
    return ""


def distinct(headings: Sequence[str]) -> list[str]:
    """Give a name to every column: blanks are numbered, repeated headings counted."""
    seen: dict[str, int] = {}
    named = []
    for number, heading in enumerate(headings, 1):
        name = " ".join(heading.split()) or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return named
