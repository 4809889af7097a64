"""Proposes a mapping: by the names of the columns, in three languages, and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import yaml

from plant_tools.records.fields import TARGETS, Kind
from plant_tools.records.headings import comparable, unit_in
from plant_tools.records.mapping import Column, ColumnMapping
from plant_tools.records.presets import Preset, presets
from plant_tools.records.reading.source import Cell, is_error
from plant_tools.records.values.numbers import read_flag, read_minutes, read_number
from plant_tools.records.values.times import read_time
from plant_tools.records.values.words import word_for, yes_and_no

_NAMES = Path(__file__).with_name("names.yaml")
_GENERIC = frozenset(
    "date type name id text time start end hours order number asset location status code comment value parent category "
    "part item unit level class cost amount description title subject state zeit datum art typ ende beginn "
    "rights".split()
)
_NOT_THE_FACT = frozenset(
    "estimated planned scheduled target expected next last previous updated modified changed soll plan geplant "
    "geplante geplanter geändert letzte nächste by of von".split()
)
_ENOUGH = 0.6
_ALIKE = 0.88
_FEWEST = 3
"""A file of which fewer columns are recognised is taken for something else."""

_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping with the reason for each column, the columns left over, and what to look at.

    ``missing``: fields without which the file cannot be loaded.
    """

    mapping: ColumnMapping
    reasons: Mapping[str, str]
    left_over: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=())


def propose(headings: Sequence[str], columns: Sequence[Sequence[Cell]], table: str = "", called: str = "") -> Proposal:
    """Propose how a file with ``headings``, ``called`` so, is to be read; ``columns`` are some cells of each."""
    given = [table] if table else list(TARGETS)
    proposals = [_for_table(name, headings, columns) for name in given]
    return max(proposals, key=lambda proposal: _worth(proposal, len(headings), comparable(called)))


def _worth(proposal: Proposal, width: int, called: str) -> tuple[bool, float]:
    mapping = proposal.mapping
    filled = {column.field for column in mapping.columns.values()}
    telling = bool(filled & set(mapping.target.key)) or mapping.target.made_up
    hint = mapping.table.replace("_", " ").removesuffix("s") in called
    sure = 0.1 * (bool(mapping.preset) + hint + (mapping.table == "failure_codes" and "kind" in filled))
    return telling and not proposal.missing, len(filled) / max(1, width) + sure


def _for_table(table: str, headings: Sequence[str], columns: Sequence[Sequence[Cell]]) -> Proposal:
    target = TARGETS[table]
    preset = _preset_for(table, headings)
    chosen: dict[str, Column] = dict(preset.columns_for(headings)) if preset else {}
    reasons = dict.fromkeys(chosen, f"preset {preset.name}" if preset else "")
    cells = dict(zip(headings, columns, strict=True))
    warnings: list[str] = []
    ranked = _ranked(table, [heading for heading in headings if heading not in chosen])
    either = {(score, heading) for score, heading, name in ranked if name == "problem_code"}
    for score, heading, name in ranked:
        taken = {column.field for column in chosen.values()}
        if heading in chosen or name in taken or (name == "parent_text" and "parent_code" not in taken):
            continue
        if name == "problem_text" and "problem_code" not in taken and (score, heading) in either:
            continue  # a word that may be either is the code where no other column is
        kind = target.kinds.get(name, "text")
        if not _fits(kind, heading, cells[heading]):
            continue
        unit = _unit(kind, heading, cells[heading])
        if unit is None:
            warnings.append(
                f"Column {heading!r} holds numbers without a unit and was not taken for {name}: "
                f"write {{field: {name}, unit: hours}} or minutes in the mapping."
            )
            continue
        chosen[heading] = Column(name, unit)
        reasons[heading] = "its name" if score >= 1 else f"like a known name ({score:.2f})"
    ordered = {heading: chosen[heading] for heading in headings if heading in chosen}
    filled = {column.field for column in ordered.values()}
    missing = tuple(" or ".join(group) for group in _needs(table) if not filled & set(group))
    if not missing and len(filled) < min(_FEWEST, len(headings)):
        missing = (f"anything but {', '.join(sorted(filled))}",)
    constants = {"kind": "problem"} if table == "failure_codes" and "kind" not in filled else {}
    mapping = ColumnMapping(
        table, ordered, preset=preset.name if preset else "", constants=constants, words=preset.words if preset else {}
    )
    return Proposal(mapping, reasons, tuple(h for h in headings if h not in ordered), tuple(warnings), missing)


def _needs(table: str) -> tuple[tuple[str, ...], ...]:
    target = TARGETS[table]
    keys = () if target.made_up else tuple((name,) for name in target.key if name != "kind")
    return (*keys, *target.one_of, *target.telling)


def _preset_for(table: str, headings: Sequence[str]) -> Preset | None:
    """Return the preset that knows most of the columns, if it knows half of them."""
    found = [preset for preset in presets() if preset.table == table]
    best = max(found, key=lambda preset: len(preset.columns_for(headings)), default=None)
    if best is None or len(best.columns_for(headings)) < max(4, 0.5 * len(headings)):
        return None
    return best


def _ranked(table: str, headings: Sequence[str]) -> list[tuple[float, str, str]]:
    """Return (score, heading, field), best first; among equals the key first, then the name listed earlier."""
    found = []
    for heading in headings:
        for name, aliases in _names()[table].items():
            score, place = max((_likeness(heading, alias), -place) for place, alias in enumerate(aliases))
            if score >= _ENOUGH:
                found.append((score, name in TARGETS[table].key, place, heading, name))
    found.sort(key=lambda entry: entry[:3], reverse=True)
    return [(score, heading, name) for score, _, _, heading, name in found]


def _likeness(heading: str, alias: str) -> float:
    """Return 1 for the same words, less for a heading that has words besides, or one spelled a little differently."""
    said, wanted = comparable(heading), comparable(alias)
    if said == wanted or said.replace(" ", "") == wanted.replace(" ", ""):
        return 1.0
    if not wanted.isascii() and re.search(r"[\u3400-\u9fff]", wanted):
        return 0.8 - 0.03 * (len(said) - len(wanted)) if len(wanted) > 1 and wanted in said else 0.0
    words, parts = said.split(), wanted.split()
    others = [word for word in words if word not in parts]
    if wanted in _GENERIC or set(others) & _NOT_THE_FACT:
        return 0.0
    if set(parts) <= set(words) and len(others) <= 2:
        return 0.85 - 0.05 * len(others)
    return 0.7 * _spelt_alike(said, wanted) if min(len(said), len(wanted)) > 5 else 0.0


def _spelt_alike(said: str, wanted: str) -> float:
    """Return how alike two words are spelled, 0 where that is not much; most pairs are told apart by their letters."""
    matcher = SequenceMatcher(None, said, wanted)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # from the cheapest, none below the next
    return matcher.ratio() if all(bound() >= _ALIKE for bound in bounds) else 0.0


_TIMES = (lambda cell: read_time(cell, "dmy"), lambda cell: read_time(cell, "mdy"))
_READERS: Mapping[str, tuple[Callable[[Cell], object], ...]] = {
    "time": _TIMES,
    "date": _TIMES,
    "minutes": (lambda cell: read_minutes(cell, "minutes", "."), lambda cell: read_minutes(cell, "minutes", ",")),
    "hours": (lambda cell: read_minutes(cell, "hours", "."), lambda cell: read_minutes(cell, "hours", ",")),
    "number": (lambda cell: read_number(cell, "."), lambda cell: read_number(cell, ",")),
    "flag": (read_flag,),
}


def _fits(kind: Kind, heading: str, cells: Sequence[Cell]) -> bool:
    """Say whether most of what stands in a column can be read as ``kind``; an empty column can be anything."""
    present = [cell for cell in cells if cell is not None and str(cell).strip() and not is_error(cell)]
    if kind == "type" and not yes_and_no(heading):
        words = {str(cell) for cell in present}
        return not present or len(words) <= 30 or any(word_for("type", word) for word in words)
    if kind == "code":
        return all(word_for("code", str(cell)) for cell in present)
    if kind not in _READERS:
        return True
    return sum(any(_reads(read, cell) for read in _READERS[kind]) for cell in present) >= _MOSTLY * len(present)


def _reads(read: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        read(cell)
    except ValueError:
        return False
    return True


def _unit(kind: Kind, heading: str, cells: Sequence[Cell]) -> str | None:
    """Return the unit of a column of durations, "" where its cells tell it, None where nothing does."""
    if kind not in {"minutes", "hours"}:
        return ""
    if unit := unit_in(heading):
        return unit
    present = [cell for cell in cells if cell is not None and str(cell).strip() and not is_error(cell)]
    if all(_reads(lambda c: read_minutes(c, ""), cell) for cell in present):
        return ""
    return None


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return loaded
