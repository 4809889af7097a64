"""Numbers and units as the asker writes them: 21,5 Nm in German, 1,234 h in English. Nothing is converted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plant_knowledge_ingest.facts.values import NUMBER, VALUE
from plant_knowledge_ingest.language import base

_GROUPED = re.compile(r"[ ,.\u00a0\u202f](?=\d{3}(?!\d))")
_UNGROUPED = 3
_CUBED = re.compile(r"(?<=m)3(?![\d.])")
# Text recognition and Chinese typesetting join words and figures differently; these are how a unit is printed.
_PRINTED = {"μ": "µ", "~": "–"}


def localised(text: str, spoken: str, words: Mapping[str, Any]) -> str:
    """Return ``text``, of a source in language ``spoken``, with its measured numbers written with ``words``.

    ``words`` has the separators "group" and "decimal", and the names of "units" that are words.
    """
    return VALUE.sub(lambda match: _value(match[0], spoken, words), text)


def _value(text: str, spoken: str, words: Mapping[str, Any]) -> str:
    told = re.sub(NUMBER, lambda number: _number(number[0], spoken, words), text)
    for source, name in words["units"].items():
        told = re.sub(rf"(?<![\w/]){re.escape(source)}(?![\w/])", name, told)
    for written, printed in _PRINTED.items():
        told = told.replace(written, printed)
    return _CUBED.sub("³", told)


def _number(text: str, spoken: str, words: Mapping[str, Any]) -> str:
    """Return one number; the comma of a German source is a decimal one, elsewhere it groups digits."""
    whole, _, fraction = text.partition("," if base(spoken) == "de" else ".")
    digits = _GROUPED.sub("", whole)
    if len(re.sub(r"\D", "", digits)) > _UNGROUPED:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", words["group"], digits)
    return f"{digits}{words['decimal']}{fraction}" if fraction else digits
