"""What the columns of well-known maintenance systems are called. A preset is tried before names are guessed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from plant_tools.records.headings import comparable
from plant_tools.records.mapping import Column, ColumnMapping, parse_mapping

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of list of one system: ``columns`` by comparable heading, ``words`` as the system has them delivered."""

    name: str
    table: str
    columns: Mapping[str, Column]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def columns_for(self, headings: Sequence[str]) -> dict[str, Column]:
        """Return the columns of a file that the preset knows; a field that two of them fill goes to the first."""
        known: dict[str, Column] = {}
        filled = set[tuple[str, str]]()
        for heading in headings:
            column = self.columns.get(comparable(heading))
            if column and (column.field, column.part) not in filled:
                known[heading] = column
                filled.add((column.field, column.part))
        return known


@cache
def presets() -> tuple[Preset, ...]:
    """Return all presets, one for each kind of list of each system."""
    found = []
    for file in sorted(_HERE.glob("*.yaml")):
        for told in yaml.safe_load(file.read_text(encoding="utf-8")):
            mapping: ColumnMapping = parse_mapping(told, file.name, alternatives=True)
            columns = {comparable(heading): column for heading, column in mapping.columns.items()}
            found.append(Preset(file.stem, mapping.table, columns, mapping.words))
    return tuple(found)
