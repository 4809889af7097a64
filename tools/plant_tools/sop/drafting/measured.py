"""What can be measured when a step is done well: the value in its sentence, with its limits as numbers."""

from __future__ import annotations

import re

from plant_knowledge_ingest.facts.values import NUMBER, Found, values
from plant_tools.sop.model import Good, Source

_MEASURED = re.compile(
    r"tighten|torque|\bset\b|adjust|wait|until|fill|add\b|pressuri|heat|measure|check|reads?\b|test|rinse|flush|grease|"
    r"anzieh|einstell|warten|füllen|messen|prüf|druckprobe|spülen|zeigt|erhitzen|schmier|"
    r"拧紧|擰緊|鎖緊|锁紧|调整|調整|调到|設定|设定|等待|等|加入|加注|加到|测|測|量|运转|運轉|检查|檢查|充",
    re.IGNORECASE,
)
_TORQUE = re.compile(r"\b(?:Nm|N·m)\b|N·m")
_PLUS_MINUS = re.compile(rf"(?P<middle>{NUMBER})\s*(?P<unit>[^\d±]*)±\s*(?P<by>{NUMBER})")
_RANGE = re.compile(rf"(?P<low>{NUMBER})\s*(?:to|bis|至|~|–|-|到)\s*(?P<high>{NUMBER})")
_ONE = re.compile(NUMBER)
_UNIT = re.compile(r"[^\d\s.,±~–-][^\d±~–]*$")
_HIGH, _LOW = frozenset({"at_most", "below"}), frozenset({"at_least", "above"})


def good_of(text: str, language: str, source: Source, *, said: bool = False) -> Good | None:
    """Return what is measurable in ``text``, None where nothing is.

    ``said``: the text says itself that it is about what is good, so that it counts without a number, too.
    """
    found = list(values(text))
    if not said:
        found = [one for one in found if _TORQUE.search(one.value) or _MEASURED.search(text)]
    if not found:
        return Good(text, language, sources=(source,)) if said else None
    first = next((one for one in found if _TORQUE.search(one.value)), found[0])
    low, high = limits(first, language)
    unit = _UNIT.search(first.value)
    return Good(text, language, first.value, low, high, unit[0].strip() if unit else "", (source,))


def limits(found: Found, language: str) -> tuple[float | None, float | None]:
    """Return the lowest and the highest good value; both None for a plain value.

    >>> limits(next(values("Gut ist: 180 N ± 15 N")), "de"), limits(next(values("at most 10.4 A")), "en")
    ((165.0, 195.0), (None, 10.4))
    """
    text = found.value
    if text.startswith("±"):
        by = number(_ONE.findall(text)[0].lstrip("±"), language)
        return -by, by
    if match := _PLUS_MINUS.search(text):
        middle, by = number(match["middle"], language), number(match["by"], language)
        return middle - by, middle + by
    if match := _RANGE.search(text):
        return number(match["low"], language), number(match["high"], language)
    one = _ONE.search(text)
    if one is None or not found.comparator:
        return None, None
    value = number(one[0], language)
    return (value if found.comparator in _LOW else None), (value if found.comparator in _HIGH else None)


def number(text: str, language: str) -> float:
    """Read a number as its language writes it: "1 450,5" in German is "1,450.5" in English and Chinese."""
    plain = text.replace(" ", "").replace("−", "-").replace("–", "-")
    if language == "de":
        thousands = re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", plain)
        return float((plain.replace(".", "") if thousands or "," in plain else plain).replace(",", "."))
    return float(plain.replace(",", ""))
