"""The page labels printed on the pages of a PDF ("iv", "4-17"), from its own numbering rules.

PyMuPDF 2.0 takes the P of ``/Type /PageLabel`` for a prefix, so the rules are read here.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from plant_knowledge_ingest.readers.damage import DAMAGED

_STYLE = re.compile(r"/S\s*/([DRrAa])")
_START = re.compile(r"/St\s+(\d+)")
_PREFIX = re.compile(r"/P\s*(?:\((?P<text>(?:\\.|[^\\)])*)\)|<(?P<hex>[0-9A-Fa-f\s]*)>)")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
)
_ROMAN_SMALL = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class _Rule(NamedTuple):
    first_page: int
    prefix: str
    style: str
    first_number: int


class PageLabels:
    """Labels by 1-based page number; pages before the first rule have none."""

    def __init__(self, rules: Iterable[tuple[int, str]]) -> None:
        """``rules`` are (0-based first page, PDF source of the rule)."""
        self._rules = sorted(_rule(page, source) for page, source in rules)

    @classmethod
    def of(cls, pdf: Any) -> Self:
        """Read the rules of an open PyMuPDF document."""
        try:
            rules = pdf._get_page_labels()  # noqa: SLF001 - the public method misreads them, see above
        except DAMAGED:
            rules = []  # the pages can be read without them
        return cls(rules)

    def __getitem__(self, page: int) -> str:
        """Return the label of the 1-based ``page``, or ""."""
        at = bisect(self._rules, page - 1, key=lambda rule: rule.first_page)
        if at == 0:
            return ""
        rule = self._rules[at - 1]
        return rule.prefix + numbered(rule.first_number + page - 1 - rule.first_page, rule.style)


def _rule(page: int, source: str) -> _Rule:
    style, start, prefix = _STYLE.search(source), _START.search(source), _PREFIX.search(source)
    return _Rule(page, _text(prefix) if prefix else "", style[1] if style else "", int(start[1]) if start else 1)


def _text(prefix: re.Match[str]) -> str:
    if prefix["hex"] is not None:
        raw = bytes.fromhex(prefix["hex"])
    else:
        raw = re.sub(r"\\(.)", r"\1", prefix["text"]).encode("latin-1", "replace")
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8-sig")  # PyMuPDF itself writes prefixes like this
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def numbered(value: int, style: str) -> str:
    """Return ``value`` in a ``style`` of PDF: "D" decimal, "r" and "R" Roman, "a" and "A" letters."""
    if style == "D":
        return str(value)
    if style in {"r", "R"}:
        return _roman(value) if style == "r" else _roman(value).upper()
    if style in {"a", "A"}:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if style == "a" else letters.upper()
    return ""


def _roman(value: int) -> str:
    text = ""
    for worth, letters in (*_ROMAN, *_ROMAN_SMALL):
        text += letters * (value // worth)
        value %= worth
    return text
