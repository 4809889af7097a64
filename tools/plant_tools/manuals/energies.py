"""Kinds of energy that a machine must be rid of, and the words and units that tell them apart."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

# The first kind whose words stand in the name of an energy is meant; where none does, the unit of its magnitude tells.
_NAMED = {
    "gravity": r"gravit|weight|suspended|schwerkraft|gewicht|\blast\b|重力|重量|自重",
    "thermal": r"\bheat\b|thermal|\bhot\b|steam|cryogen|wärme|hitze|heiß|thermisch|dampf|热|熱|高温|高溫|蒸汽|加热|加熱",
    "hydraulic": r"hydrauli|oil pressure|öldruck|液压|液壓|油压|油壓",
    "pneumatic": r"pneumat|compressed air|blower air|druckluft|gebläseluft|压缩空气|壓縮空氣|气动|氣動|气压|氣壓",
    "stored": r"vacuum|vakuum|spring|feder|flywheel|inertia|moving|movement|rotat|schwung|nachlauf|bewegung|capacit|kondensator|accumulat"
    r"|residual|restladung|真空|弹簧|彈簧|惯性|慣性|运动|運動|电容|電容|残余|殘餘|蓄能",
    "chemical": r"chemi|caustic|acid|lye|lauge|säure|refrigerant|kältemittel|化学|化學|碱|鹼|酸液|冷媒(?!壓力|压力)|制冷剂(?!压力)",
    "electrical": r"electric|voltage|mains|elektr|spannung|strom|netz|电|電",
    "pressure": r"pressure|carbon dioxide|nitrogen|druck|wasser|water|压力|壓力|二氧化碳|氮气|氮氣|水压|水壓",
}
_MEASURED = {
    "electrical": r"\b(?:V|kV|kW|kVA|A)\b",
    "pressure": r"\b(?:bar|mbar|MPa|kPa|psi)\b",
    "thermal": r"°C|°F|℃",
    "gravity": r"\b(?:kg|t)\b",
}
KINDS = (*_NAMED, "other")
# Safety messages name water where it only rinses.
_WARNED = _NAMED | {"pressure": r"pressure|druck|\d\s?bar\b|压力|壓力"}
_BY_WARNING = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WARNED.items()}
_BY_NAME = {kind: re.compile(words, re.IGNORECASE) for kind, words in _NAMED.items()}
_BY_UNIT = {kind: re.compile(units) for kind, units in _MEASURED.items()}


def kind_of(name: str, magnitude: str = "") -> str:
    """Return the kind of an energy from its name, or from the unit of its magnitude; "other" where neither tells.

    >>> kind_of("Weight of the bowl"), kind_of("Carbon dioxide", "6 bar"), kind_of("曲軸箱加熱器", "230 V，90 W")
    ('gravity', 'pressure', 'thermal')
    """
    named = (kind for kind, words in _BY_NAME.items() if words.search(name))
    measured = (kind for kind, units in _BY_UNIT.items() if units.search(magnitude))
    return next(named, next(measured, "other"))


def kinds_warned_of(message: str) -> tuple[str, ...]:
    """Return the kinds of energy that a safety message speaks of.

    >>> kinds_warned_of("DANGER Live parts behind the cover: 400 V mains. The tank stays hot.")
    ('thermal', 'electrical')
    """
    return tuple(kind for kind, words in _BY_WARNING.items() if words.search(message))
