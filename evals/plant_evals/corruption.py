"""Ways to falsify a statement: another value, unit, code, sign, limit, negation, act, date or signal word."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

_VALUE = re.compile(r"(?<![\w.:/-])(?:[-−])?\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\w:/-]|[.,]\d)")
_CODE = re.compile(r"(?<![\w-])[A-Z]{1,4}-?\d[\w.-]*\w|(?<![\w-])[A-Z]{1,3}\d(?!\w)")
_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_UNITS = {
    "°C": "K", "bar": "kPa", "MPa": "bar", "kPa": "Pa", "mm": "cm", "μm": "mm", "Nm": "cNm", "N·m": "lbf·ft", "h": "min",
    "min": "s", "s": "h", "l": "ml", "L": "m3", "kg": "g", "g": "mg", "%": "ppm", "V": "kV", "kW": "W", "A": "mA", "N": "kN",
    "mm/s": "m/s", "m/s": "mm/s", "m3/h": "l/h", "Hz": "kHz", "days": "h", "EUR": "USD",
}  # fmt: skip
_UNIT = re.compile(rf"(?<=\d)(\s?)({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![\w/·])")
_PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "limit": (
        ("at most", "at least"), ("above", "below"), ("höchstens", "mindestens"), ("über", "unter"), ("低于", "高于"),
        ("低於", "高於"), ("小于", "大于"), ("小於", "大於"), ("不超过", "不小于"), ("不得超過", "不得低於"), ("up to", "at least"),
        ("more than", "less than"), ("以上", "以下"), ("unterhalb", "oberhalb"), ("不得超过", "不得低于"), ("longer", "shorter"),
    ),
    "act": (
        ("open", "close"), ("Open", "Close"), ("tighten", "loosen"), ("Tighten", "Loosen"), ("insert", "remove"),
        ("öffnen", "schließen"), ("anziehen", "lösen"), ("einsetzen", "ausbauen"), ("einschalten", "ausschalten"),
        ("打开", "关闭"), ("打開", "關閉"), ("插入", "拔出"), ("停机", "启动"), ("停機", "啟動"), ("更换", "清洁"), ("更換", "清潔"),
        ("Remove", "Install"), ("lock out", "unlock"), ("stop", "start"), ("before", "after"), ("left", "right"), ("左", "右"),
    ),
    "signal": (
        ("DANGER", "NOTICE"), ("WARNING", "CAUTION"), ("CAUTION", "NOTICE"), ("GEFAHR", "HINWEIS"), ("WARNUNG", "HINWEIS"),
        ("VORSICHT", "HINWEIS"), ("危险\n", "注意\n"), ("危險\n", "注意\n"), ("警告\n", "提示\n"), ("注意\n", "提示\n"),
    ),
}  # fmt: skip
_DENIALS = (
    " not ",
    " nicht ",
    " never ",
    " nie ",
    " keine ",
    " no ",
    " without ",
    " ohne ",
    "不得",
    "不要",
    "不可",
    "不能",
)
_DENIABLE = re.compile(
    r"\b(?:Tighten|Remove|Open|Clean|Replace|Drive|Wait|Check|Adjust|Wear|Lock out)\b"
    r"|\b(?:anziehen|einsetzen|prüfen|tauschen|tragen|wechseln|reinigen)\b|(?:打开|打開|更换|更換|插入|关闭|上锁|上鎖|清洁|检查)"
)
_STEP = re.compile(r"^\s*\d{1,2}[.)]?\s*$")


def corruptions(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the kind of each falsehood that ``text`` can be made to tell, and the text that tells it."""
    yield from _values(text, chance)
    for match in _UNIT.finditer(text):
        # No pressure is none in any unit.
        if re.search(r"(?<![\d.,])0\s?$", text[: match.start(2)]) and match[2] != "°C":
            continue
        yield "unit", _put(text, match.start(2), match.end(2), _UNITS[match[2]])
    for match in _CODE.finditer(text):
        yield "code", _put(text, *match.span(), _another_digit(match[0], chance))
    for match in _DATE.finditer(text):
        yield "date", _put(text, *match.span(), _another_digit(match[0], chance, last=True))
    for kind, pairs in _PAIRS.items():
        for pair in pairs:
            yield from ((kind, false) for false in _swapped(text, *pair))
    yield from (("negation", false) for false in _denied(text))


def _values(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield another digit, ten times as much, and the other sign of each value that numbers no step."""
    for match in _VALUE.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
        if _STEP.match(line) or _DATE.search(text, max(0, match.start() - 8), match.end() + 8):
            continue
        yield "value", _put(text, *match.span(), _another_digit(match[0], chance))
        if float(re.sub(r"[^\d]", "", match[0])):
            yield "value", _put(text, match.end(), match.end(), "0" if match[0].isdigit() else "7")
            sign = match[0][1:] if match[0][0] in "-−" else f"−{match[0]}"
            yield "sign", _put(text, *match.span(), sign)


def _another_digit(word: str, chance: random.Random, *, last: bool = False) -> str:
    places = [i for i, character in enumerate(word) if character.isdigit()]
    at = places[-1] if last else chance.choice(places)
    digits = [digit for digit in "123456789" if digit != word[at]]
    return _put(word, at, at + 1, chance.choice(digits))


def _swapped(text: str, one: str, other: str) -> Iterator[str]:
    for word, instead in pairwise((one, other, one)):
        edge = r"\b" if word[-1].isascii() and word.strip() == word else ""
        if edge and one == "longer" and f"{word} than" not in text:
            continue
        for match in re.finditer(rf"{edge}{re.escape(word)}{edge}", text):
            yield _put(text, *match.span(), instead)


def _denied(text: str) -> Iterator[str]:
    """Yield the text without each of its negations, and with one more for each act."""
    for denial in _DENIALS:
        at = text.find(denial)
        if at >= 0:
            yield _put(text, at, at + len(denial), " " if denial[0] == " " else "")
    for match in _DENIABLE.finditer(text):
        before = {True: "不得", False: "nicht " if match[0][0].islower() else "Do not "}[match[0][0] > "\u3000"]
        yield _put(text, match.start(), match.start(), before)


def _put(text: str, start: int, end: int, instead: str) -> str:
    return text[:start] + instead + text[end:]
