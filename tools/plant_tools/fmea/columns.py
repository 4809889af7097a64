"""Which column of an FMEA sheet is which: by its heading, in three languages, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from plant_tools.fmea.errors import FmeaInvalid
from plant_tools.records.headings import comparable
from plant_tools.records.reading.source import Cell

RATINGS = ("severity", "occurrence", "detection")
TEXTS = ("asset", "item", "function", "mode", "effect", "cause", "prevention", "detecting", "controls")
NEEDED = ("mode", "cause")

_NAMES = Path(__file__).with_name("names.yaml")
# Columns of what is to be done, or was rated after it was: not what is the case now.
_LATER = re.compile(
    r"recommend|planned|new\b|revised|after|result|target|responsib|empfohl|geplant|neu\b|nach\b|soll|verantwort|"
    r"建议|建議|改善后|改善後|措施后|措施後|责任|責任|目标|目標",
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MOSTLY, _SOME = 0.6, 0.3


def columns_of(
    headings: Sequence[str], cells: Mapping[str, Sequence[Cell]], told: Mapping[str, str], where: str
) -> dict[str, str]:
    """Return the heading of each field. ``told``: {field: heading} as a person said; ``cells``: some of each column.

    Raises ``FmeaInvalid`` where mode or cause is not found, or ``told`` names what is not there.
    """
    chosen = _said(headings, told, where)
    ranked = sorted(
        (-score, at, field, heading)
        for at, heading in enumerate(headings)
        for field in (*TEXTS, *RATINGS)
        if (score := _likeness(heading, field)) and _fits(field, cells[heading])
    )
    for _, _, field, heading in ranked:
        if field not in chosen and heading not in chosen.values():
            chosen[field] = heading
    if missing := [field for field in NEEDED if field not in chosen]:
        listed = ", ".join(repr(heading) for heading in headings)
        raise FmeaInvalid(
            f"{where}: no column was recognised for {' and '.join(missing)}; its columns are {listed}.",
            remedy=f'Name it: --column {missing[0]}="HEADING".',
        )
    return chosen


def _said(headings: Sequence[str], told: Mapping[str, str], where: str) -> dict[str, str]:
    if strange := [field for field in told if field not in (*TEXTS, *RATINGS)]:
        raise FmeaInvalid(f"There is no field {strange[0]!r}.", remedy=f"Fields are {', '.join((*TEXTS, *RATINGS))}.")
    by_name = {comparable(heading): heading for heading in reversed(headings)}
    if absent := [heading for heading in told.values() if comparable(heading) not in by_name]:
        raise FmeaInvalid(f"{where} has no column {absent[0]!r}.", remedy=f"It has {', '.join(headings)}.")
    return {field: by_name[comparable(heading)] for field, heading in told.items()}


def _likeness(heading: str, field: str) -> float:
    """Return 0 for a heading that does not name a field, up to 1 for its very name; more words beside it are less."""
    said = comparable(heading)
    if _LATER.search(said):
        return 0.0
    return max(_share(said, name) for name in _names()[field])


def _share(said: str, name: str) -> float:
    if said == name:
        return 1.0
    if _CHINESE.search(name):
        bare = said.replace(" ", "")
        return 0.9 * len(name) / len(bare) if len(name) > 1 and name in bare else 0.0
    words, parts = said.split(), name.split()
    if len(name) < 3 or not set(parts) <= set(words):
        return 0.0
    return 0.9 * len(parts) / len(words)


def _fits(field: str, cells: Sequence[Cell]) -> bool:
    """Say whether a column of ratings holds numbers, and one of words does not; an empty one may be anything."""
    there = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
    numbers = sum(bool(re.fullmatch(r"\d{1,2}(?:[.,]0+)?", cell)) for cell in there)
    if field in RATINGS:
        return not there or numbers >= _SOME * len(there)
    return numbers < _MOSTLY * len(there) or not there


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    read = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return {field: tuple(comparable(str(name)) for name in names) for field, names in read.items()}
