"""Numbers as people write them: decimal comma or point, blanks between thousands, fractions, powers, Chinese."""

from __future__ import annotations

import re

_GERMAN = re.compile(
    r"[äöüß]|\b(?:der|die|das|den|dem|des|und|oder|mit|bei|nicht|auf|von|zu|ist|im|am|für|nach|wird|ein|eine)\b|\d,\d{1,2}(?!\d)",
    re.IGNORECASE,
)
_GROUPED = r"\d{1,3}(?:[ ,.']\d{3})+(?![\d])"
DIGITS = rf"(?:{_GROUPED}(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
NUMBER = (
    rf"(?P<sign>(?<![\w)°])(?:-|\+\s?)|±\s?)?(?P<digits>\d{{1,3}}\s\d/(?:2|4|8|16|32|64)\b(?!/)|\d{{1,2}}/(?:2|3|4|6|8|16|32|64)\b(?![/.\d])"
    rf"|10(?=\^)|{DIGITS})(?:\s?(?:x|·)\s?10\^(?P<power>-?\d+)|[eE](?P<exponent>[+-]?\d+)|(?<=10)\^(?P<of_ten>-?\d+))?"
)
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_SPELT = {
    word: number
    for number, words in {
        2: "two twice zwei zweimal",
        3: "three drei dreimal",
        4: "four vier",
        5: "five fünf",
        6: "six sechs",
        7: "seven sieben",
        8: "eight acht",
        9: "nine neun",
        10: "ten zehn",
        12: "twelve zwölf",
    }.items()
    for word in words.split()
}
SPELT = re.compile(
    rf"\b(?:{'|'.join(_SPELT)})\b"
    r"|(?<![第星期周週])[零二两兩三四五六七八九十百千万萬][零〇一二三四五六七八九十百千万萬]*"
    r"(?=[个個根次级級分秒小台张張只件名层層道颗顆圈天年月日条條段班度人米升公毫千巴兆])(?!分(?![钟鐘之]))",
    re.IGNORECASE,
)


def comma_is_decimal(text: str) -> bool:
    """Tell whether ``text`` writes numbers as in German: a decimal comma, points or blanks between thousands."""
    return _GERMAN.search(text) is not None


def value(digits: str, power: str = "", *, comma: bool) -> float:
    """Return the number written ``digits``; ``comma`` is what ``comma_is_decimal`` says of the text around it.

    >>> value("1.234,5", comma=True), value("1,234.5", comma=False), value("1 1/2", comma=False)
    (1234.5, 1234.5, 1.5)
    """
    if "/" in digits:
        whole, _, fraction = digits.rpartition(" ")
        over, under = fraction.split("/")
        return float(whole or 0) + int(over) / int(under)
    return float(_plain(re.sub(r"[ ']", "", digits), comma=comma)) * 10.0 ** int(power or 0)


def _plain(bare: str, *, comma: bool) -> str:
    """Return a number with its decimal point, if any, and nothing between thousands."""
    if "," in bare and "." in bare:
        decimal = max(bare.rfind(","), bare.rfind("."))
        return re.sub(r"[,.]", "", bare[:decimal]) + "." + bare[decimal + 1 :]
    mark = "," if "," in bare else "."
    grouped = re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", bare)
    thousands = grouped and (bare.count(mark) > 1 or (mark == ".") == comma)
    return bare.replace(mark, "" if thousands else ".")


def spelt_out(word: str) -> int:
    """Return the number of a word: "two", "zwölf", "二十五".

    >>> spelt_out("zwei"), spelt_out("二十五"), spelt_out("一百零八")
    (2, 25, 108)
    """
    if word.casefold() in _SPELT:
        return _SPELT[word.casefold()]
    total = digit = 0
    for character in word:
        if place := _PLACES.get(character):
            total, digit = (total + digit) * place if place > 1000 else total + (digit or 1) * place, 0
        else:
            digit = _CHINESE[character]
    return total + digit
