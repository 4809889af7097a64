"""A cell's value as a spreadsheet shows it, as far as its number format can be followed; dates by ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

# One kind of sign at a time: text in quotes, a sign taken as it is, colours and conditions, signs that fill up.
_TOKEN = re.compile(r'"(?P<text>[^"]*)"|\\(?P<sign>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<number>[0#?,.]+)|(?P<other>.)')
_FIRST = re.compile(r'(?:"[^"]*"|\\.|[^;])*')
_GENERAL = re.compile("general|@", re.IGNORECASE)
_CURRENCY = re.compile(r"\$(.+?)-")
# More figures than a spreadsheet shows are the noise of binary fractions.
_FIGURES = 11


class _Format(NamedTuple):
    """What stands before and after a number, how many decimals it has, and how it is written."""

    before: str
    after: str
    decimals: int | None
    grouped: bool
    percent: bool
    scientific: bool


def displayed(value: Any, number_format: str) -> str:
    """Return ``value`` (as openpyxl gives it; None for an empty cell) in its ``number_format``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        whole_day = value.time() == time() and not _tells_time(number_format)
        return value.date().isoformat() if whole_day else value.isoformat(" ", "seconds")
    if isinstance(value, (int, float)):
        return _number(value, _parse(number_format or "General"))
    return value.isoformat() if isinstance(value, (date, time)) else str(value).strip()


def _number(value: float, form: _Format) -> str:
    if form.decimals is None:
        text = str(value) if isinstance(value, int) else f"{value:.{_FIGURES}g}"
        return f"{form.before}{text}{form.after}"
    shown = 100 * value if form.percent else value
    if form.scientific:
        return f"{form.before}{shown:.{form.decimals}E}{form.after}"
    return f"{form.before}{shown:{',' if form.grouped else ''}.{form.decimals}f}{form.after}"


@lru_cache(maxsize=512)
def _parse(number_format: str) -> _Format:
    """Read the first section of a format, the one for positive numbers; a negative one keeps its sign."""
    parts: list[str] = ["", ""]
    number = ""
    first = _FIRST.match(number_format)
    for token in _TOKEN.finditer(first[0] if first else ""):
        number += token["number"] if token["number"] and not parts[1] else ""
        said = token["text"] or token["sign"] or _currency(token["bracket"] or "") or token["other"] or ""
        parts[bool(number)] += said
    before, after = parts
    if not number or "/" in after:  # General, text, fractions
        return _Format("", "" if number else _GENERAL.sub("", before), None, False, False, False)
    scientific = after.startswith(("E+", "E-"))
    decimals = len(number.split(".")[1].rstrip(",")) if "." in number else 0
    grouped = "," in number.partition(".")[0]
    return _Format(before, after[2:] if scientific else after, decimals, grouped, "%" in after, scientific)


def _currency(bracket: str) -> str:
    found = _CURRENCY.match(bracket)
    return found[1] if found else ""


def _tells_time(number_format: str) -> bool:
    return "h" in re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
