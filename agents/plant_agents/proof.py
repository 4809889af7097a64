"""Whether a statement is proven by its sources: every number, unit and code in it stands in one of them.

This module knows nothing of tools, graphs or models; it compares texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# A number with its sign and decimals, or a word that holds a digit (a code, a tag, a part number).
# A hyphen after a letter or digit joins ("P-101", "10-15"); it is no sign.
_FACT = re.compile(
    r"(?:(?<!\w)[-±])?\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\w])|(?:[^\W\d_]+-)?[^\W_]*\d[\w./×-]*"
)
_UNIT = re.compile(
    r"\d\s?(°C|°F|K|%|bar|mbar|kPa|MPa|Pa|psi|Nm|N·m|mm/s|mm|cm|µm|um|m|kg|mg|g|ml|l|L|kWh|kW|W|kV|mV|V|mA|A|kHz|Hz|rpm|1/min|min|ms|s|h|d)\b"
)

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def facts(text: str) -> set[str]:
    """Return the numbers, units and codes in ``text``, each in one spelling.

    >>> sorted(facts("Tighten M8 to 21 Nm (0,5 mm)"))
    ['0.5', '21', 'M8', 'Nm', 'mm']
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    found = {_spelling(match[0]) for match in _FACT.finditer(plain)}
    return found | {match[1] for match in _UNIT.finditer(plain)}


def unproven(statement: str, sources: Iterable[str]) -> set[str]:
    """Return the facts of ``statement`` that stand in none of ``sources``."""
    known: set[str] = set()
    for source in sources:
        known |= facts(source)
    return facts(statement) - known


def unfounded(statement: str, sources: Iterable[str]) -> set[str]:
    """Return the facts of a computed ``statement`` that stand in none of ``sources``, nor round to what it says.

    >>> unfounded("MTBF 55.15 days", ["value: 55.1483 days"])
    set()
    """
    known: set[str] = set()
    for source in sources:
        known |= facts(source)
    numbers = [float(fact) for fact in known if _NUMBER.fullmatch(fact)]
    return {fact for fact in facts(statement) - known if not _rounds_to(fact, numbers)}


def _rounds_to(fact: str, numbers: Iterable[float]) -> bool:
    """Tell whether one of ``numbers`` is ``fact`` with more digits."""
    if not _NUMBER.fullmatch(fact):
        return False
    decimals = len(fact.partition(".")[2])
    return any(abs(number - float(fact)) <= 0.5000001 * 10**-decimals and number != int(number) for number in numbers)


def _spelling(fact: str) -> str:
    bare = fact.rstrip("./-").lstrip("./")
    if re.fullmatch(r"-?\d+(?:[., ]\d+)*", bare):
        return re.sub(r"[ ,](?=\d{3}(?!\d))", "", bare).replace(",", ".")
    return re.sub(r"(?<=[^\W\d_])-(?=\d)", "", bare).upper()
