"""Which column fills which field, and how its cells are to be read: written and read as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from plant_tools.records.errors import MappingInvalid
from plant_tools.records.fields import TARGETS, Target
from plant_tools.records.values.numbers import UNITS

VIRTUAL = {"failure_codes": {"parent_text"}}
"""Fields that fill another row than their own: the text of the code above."""

_PLAIN = ("date_order", "decimal", "time_zone", "encoding", "delimiter", "sheet", "preset")
_CHOICES = {"date_order": {"", "dmy", "mdy"}, "decimal": {"", ".", ","}}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column fills. ``unit``: of durations that are numbers; ``part`` "time": the clock to another's date."""

    field: str
    unit: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How a file becomes rows of ``table``.

    ``constants``: what every row has, such as a currency, because the person who wrote the mapping knows it.
    ``words``: our word by the source's, for the fields wo_type, status and kind. Columns not named stay in ``extra``.
    """

    table: str
    columns: Mapping[str, Column]
    date_order: str = ""
    decimal: str = ""
    time_zone: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    preset: str = ""
    header_row: int = 0
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def target(self) -> Target:
        """The kind of list that the file is."""
        return TARGETS[self.table]

    def plain(self) -> dict[str, Any]:
        """Return the mapping as YAML has it: only what differs from the defaults."""
        columns = {
            heading: column.field
            if not (column.unit or column.part)
            else {k: v for k, v in asdict(column).items() if v}
            for heading, column in self.columns.items()
        }
        told = {name: getattr(self, name) for name in (*_PLAIN, "header_row") if getattr(self, name)}
        others = {name: dict(getattr(self, name)) for name in ("constants", "words") if getattr(self, name)}
        return {"table": self.table, "columns": columns} | told | others

    def yaml(self) -> str:
        """Return the text of a mapping file."""
        return yaml.safe_dump(self.plain(), allow_unicode=True, sort_keys=False, width=120)


def read_mapping(path: Path) -> ColumnMapping:
    """Read a mapping file. Raises ``MappingInvalid``, naming what is wrong."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise MappingInvalid(f"The mapping {path} cannot be read: {error}.") from error
    return parse_mapping(loaded, str(path))


def parse_mapping(loaded: object, name: str, *, alternatives: bool = False) -> ColumnMapping:
    """Return a mapping from what YAML or JSON gave; ``name`` is named in errors. Raises ``MappingInvalid``.

    ``alternatives``: columns may fill the same field, because no file has them all.
    """
    if not isinstance(loaded, dict) or not isinstance(loaded.get("columns"), dict):
        raise MappingInvalid(
            f"{name}: a mapping has `table:` and `columns:`, each heading with its field.",
            remedy="Let one be written: plant-copilot records load FILE --propose.",
        )
    known = {"table", "columns", "constants", "words", "header_row", *_PLAIN}
    if strange := set(map(str, loaded)) - known:
        raise MappingInvalid(f"{name}: there is no {', '.join(sorted(strange))}; known are {', '.join(sorted(known))}.")
    table = str(loaded.get("table", "work_orders"))
    if table not in TARGETS:
        raise MappingInvalid(f"{name}: table is {table!r}; it must be one of {', '.join(TARGETS)}.")
    columns = {str(heading): _column(name, table, heading, told) for heading, told in loaded["columns"].items()}
    mapping = ColumnMapping(
        table,
        columns,
        **{plain: str(loaded.get(plain) or "") for plain in _PLAIN},
        header_row=int(loaded.get("header_row") or 0),
        constants={str(k): str(v) for k, v in (loaded.get("constants") or {}).items()},
        words={str(k): {str(a): str(b) for a, b in v.items()} for k, v in (loaded.get("words") or {}).items()},
    )
    _check(name, mapping)
    filled = [column.field for column in mapping.columns.values() if not column.part]
    twice = sorted({field_name for field_name in filled if filled.count(field_name) > 1})
    if twice and not alternatives:
        raise MappingInvalid(f"{name}: two columns fill {', '.join(twice)}.")
    return mapping


def with_options(mapping: ColumnMapping, options: Mapping[str, str]) -> ColumnMapping:
    """Return a mapping with what was said besides. Raises ``MappingInvalid``."""
    return parse_mapping(mapping.plain() | {name: told for name, told in options.items() if told}, "the options")


def _column(name: str, table: str, heading: object, told: object) -> Column:
    if isinstance(told, str):
        column = Column(told)
    elif isinstance(told, dict) and set(told) <= {"field", "unit", "part"} and "field" in told:
        column = Column(**{str(k): str(v) for k, v in told.items()})
    else:
        raise MappingInvalid(f"{name}: column {heading!r} needs a field, or {{field: ..., unit: ..., part: ...}}.")
    _check_field(name, table, column.field)
    if column.unit and column.unit not in UNITS:
        raise MappingInvalid(f"{name}: unit of {heading!r} is {column.unit!r}; it must be one of {', '.join(UNITS)}.")
    if column.part not in {"", "time"}:
        raise MappingInvalid(f"{name}: part of {heading!r} is {column.part!r}; it must be time.")
    return column


def _check_field(name: str, table: str, field_name: str) -> None:
    fields = set(TARGETS[table].kinds) | VIRTUAL.get(table, set())
    if field_name not in fields:
        raise MappingInvalid(f"{name}: {table} has no field {field_name!r}; it has {', '.join(sorted(fields))}.")


def _check(name: str, mapping: ColumnMapping) -> None:
    for plain, choices in _CHOICES.items():
        if (value := getattr(mapping, plain)) not in choices:
            raise MappingInvalid(
                f"{name}: {plain} is {value!r}; it must be one of {', '.join(sorted(choices - {''}))}."
            )
    for field_name in (*mapping.constants, *mapping.words):
        _check_field(name, mapping.table, field_name)
    try:
        _ = mapping.time_zone and ZoneInfo(mapping.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise MappingInvalid(f"{name}: there is no time zone {mapping.time_zone!r}; one is Europe/Berlin.") from error
