"""Texts in one spelling: width, signs, dashes, exponents and what cannot be seen."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]")
_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_EXPONENT = re.compile(r"(?<=10)[⁻⁺]?[⁰¹²³⁴-⁹]+")
_ALIKE = str.maketrans(
    {"º": "°", "˚": "°", "⋅": "·", "∙": "·", "×": "x", "✕": "x", "～": "~", "〜": "~", "″": '"', "”": '"'}
)
# A minus sign is one wherever it stands; the dashes of typography are none.
_MINUS = re.compile(r"[\u2212\ufe63\uff0d]\s?(?=\d)")
_PRIMES = re.compile(r"[\u2032\u2019']{2}")
# Less than nothing, twice: what is doubled by mistake is no minus sign.
_DOUBLED = re.compile(r"\u2212\s?\u2212\s?(?=\d)")
# A Chinese comma parts numbers; once it has become a western one it would join them.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)，(?=\d)")
_HAN = "\u3400-\u9fff"
_WRAPPED = re.compile(rf"(?<=[{_HAN}，、])[ \t]*\n[ \t]*(?=[{_HAN}])")
_SIGNAL_LINE = re.compile(r"^\s*(危险|危險|警告|注意|小心|提示)[ \t]*\n", re.MULTILINE)
# What numbers a step or opens a list is no part of what is said.
_MONTH = "Jan|Feb|M[aä]r|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez"
_COUNTED = re.compile(
    rf"^[ \t]*(?:\d{{1,2}}[.)](?=[ \t]+(?!{_MONTH})[^\d\s]|[\u3400-\u9fff])|[•●▪◦*-](?=[ \t]))[ \t]*", re.MULTILINE
)
_END = re.compile(r"(?<=[.!?])\s+(?=[\"(•]?[A-ZÄÖÜ0-9\u3400-\u9fff])|(?<=[。！？；])\s*|\n(?=\s*•)")
_SHORTENED = re.compile(
    r"(?:\b(?:ca|approx|max|min|No|Nr|Tab|Abb|Fig|vgl|bzw|z\. ?B|e\.g|i\.e|Kap|Abschn)|\b\d{1,2})\.$"
)


def spelt(text: str) -> str:
    """Return ``text`` in compatibility characters with one minus sign, one kind of blank and nothing unseen.

    >>> spelt("２１\u202fNm, −5 ℃, 10⁻³")
    '21 Nm, -5 °C, 10^-3'
    """
    text = _EXPONENT.sub(lambda raised: "^" + raised[0].translate(_RAISED), _UNSEEN.sub("", text))
    text = _DOUBLED.sub("+", text)
    text = _MINUS.sub("\ue000", _PRIMES.sub('"', _BETWEEN_DIGITS.sub(", ", text).translate(_ALIKE)))
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE).replace("\u2044", "/").replace("\u2212", "-")
    return re.sub(r"[\u2010\u2011]", "-", plain).replace("\ue000", "-").replace("\u00b5", "μ")


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` as ``spelt``, broken lines joined, numbers of steps left out."""
    text = _SIGNAL_LINE.sub(r"\1: ", text)
    joined = _WRAPPED.sub("", _COUNTED.sub("\n• ", "\n" + spelt(text)).lstrip("\n"))
    found: list[str] = []
    for piece in _END.split(joined):
        told = " ".join(piece.replace("•", " ").split())
        if found and _SHORTENED.search(found[-1]):
            found[-1] += " " + told
        elif told:
            found.append(told)
    return found
