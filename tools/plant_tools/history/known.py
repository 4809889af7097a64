"""What a data set knows: its assets, locations, codes and columns; and what was meant by a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, func, select

from plant_tools.history.remark import Remark
from plant_tools.history.result import RefusalCode, Refused
from plant_tools.records.fields import TARGETS
from plant_tools.records.tables import Asset, Event, FailureCode, FunctionalLocation, ImportRun, PartUse

# So many names are offered in place of one that does not exist.
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a key that records carry, a name for people, and the key of what it belongs to."""

    key: str
    name: str = ""
    parent: str = ""
    kind: str = ""
    place: str = ""

    @property
    def label(self) -> str:
        """The name where there is one, else the key."""
        return self.name or self.key


@dataclass(frozen=True)
class Known:
    """What is known of one data set.

    By table, ``columns`` are those that a file filled, ``headings`` those of its columns that were not recognised, and
    ``aliases`` the columns by the headings that they had in the files. ``remarks`` keeps what was found out about all
    of its records, because it takes seconds where they are many.
    """

    dataset_id: int
    dataset: str
    assets: Sequence[Named]
    locations: Sequence[Named]
    codes: Mapping[str, Sequence[Named]]
    columns: Mapping[str, frozenset[str]]
    headings: Mapping[str, frozenset[str]]
    aliases: Mapping[str, Mapping[str, str]]
    remarks: dict[str, Remark | None] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection, dataset_id: int, dataset: str) -> Known:
        """Read it from the records."""
        columns: dict[str, set[str]] = {}
        headings: dict[str, set[str]] = {}
        aliases: dict[str, dict[str, str]] = {}
        for into, filled, written, mapping in _rows(
            connection, ImportRun, dataset_id, "loaded_into", "fields", "columns", "mapping"
        ):
            table, mapped = TARGETS[into].table, mapping.get("columns", {})
            columns.setdefault(table, set()).update(filled)
            headings.setdefault(table, set()).update(set(written) - mapped.keys())
            fields = {
                folded(heading): field["field"] if isinstance(field, dict) else field
                for heading, field in mapped.items()
            }
            aliases.setdefault(table, {}).update(fields)
        return cls(
            aliases=aliases,
            dataset_id=dataset_id,
            dataset=dataset,
            assets=[
                Named(tag, name or "", parent or "", place=place or "")
                for tag, name, parent, place in _rows(
                    connection, Asset, dataset_id, "tag", "name", "parent_tag", "location_code"
                )
            ],
            locations=[
                Named(code, name or "", parent or "")
                for code, name, parent in _rows(
                    connection, FunctionalLocation, dataset_id, "code", "name", "parent_code"
                )
            ],
            codes={
                "work_order": [
                    Named(code, text or "", parent or "", kind)
                    for code, text, parent, kind in _rows(
                        connection, FailureCode, dataset_id, "code", "text", "parent_code", "kind"
                    )
                ],
                "event": _mentioned(connection, Event, dataset_id, "code", "event"),
                "part_use": _mentioned(connection, PartUse, dataset_id, "part_number", "part"),
            },
            columns={table: frozenset(names) for table, names in columns.items()},
            headings={table: frozenset(names) for table, names in headings.items()},
        )

    def asset_tags(self, wanted: Iterable[str], *, with_parts: bool) -> list[str]:
        """Return the tags meant by tags or names, sorted. Raises ``Refused`` for one that does not exist."""
        found = {named.key for named in _meant(wanted, self.assets, "unknown_asset", "asset")}
        return sorted(_with_those_below(found, self.assets) if with_parts else found)

    def location_codes(self, wanted: Iterable[str]) -> list[str]:
        """Return the codes of locations and of all places below them. Raises ``Refused``."""
        found = {named.key for named in _meant(wanted, self.locations, "unknown_location", "location")}
        return sorted(_with_those_below(found, self.locations))

    def assets_at(self, locations: Iterable[str]) -> list[str]:
        """Return the tags of the assets that are installed in one of ``locations``."""
        wanted = set(locations)
        return sorted(asset.key for asset in self.assets if asset.place in wanted)

    def codes_meant(self, table: str, wanted: Iterable[str]) -> list[Named]:
        """Return the codes meant that rows of ``table`` carry, and those that refine them. Raises ``Refused``."""
        codes = self.codes[table]
        found = _meant(wanted, codes, "unknown_code", "code")
        keys = _with_those_below({named.key for named in found}, codes)
        return [named for named in codes if named.key in keys]

    def label(self, table: str, field: str, key: Any) -> str:
        """Return what people call a key of field ``field``; "" where it has no other name."""
        return self._labels.get(field, self._code_labels[table]).get(str(key), "")

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {
            "asset": {named.key: named.name for named in self.assets},
            "location": {named.key: named.name for named in self.locations},
        }

    @cached_property
    def _code_labels(self) -> dict[str, dict[str, str]]:
        return {table: {named.key: named.name for named in codes} for table, codes in self.codes.items()}

    def alias(self, table: str, wanted: str) -> str | None:
        """Return the column that a file called ``wanted``; None where none did."""
        return self.aliases.get(table, {}).get(folded(wanted))

    def heading(self, table: str, wanted: str) -> str | None:
        """Return the heading of an unrecognised column, as it was written; None when there is none like it."""
        return next((known for known in sorted(self.headings.get(table, ())) if folded(known) == folded(wanted)), None)


def folded(text: str) -> str:
    """Return ``text`` without differences that people do not mean: case, width, spaces, hyphens between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def loosely(tag: str) -> str:
    """Return a tag without what people write in it in several ways: FL-303, "FL 303", fl303."""
    return re.sub(r"[\s._/-]+", "", folded(tag)) or tag


def offer(given: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return all names in the order people count where they are few, else those most like ``given``, else the first."""
    by_fold = {folded(name): name for name in names if name}
    every = sorted(by_fold.values(), key=_counted)
    close = get_close_matches(folded(given), by_fold, n=3, cutoff=0.6) if len(every) > _OFFERED else []
    return tuple([by_fold[fold] for fold in close] or every[:_OFFERED])


def _counted(name: str) -> list[tuple[int, str]]:
    """Sort Chiller 2 before Chiller 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def _meant(wanted: Iterable[str], names: Sequence[Named], code: RefusalCode, noun: str) -> list[Named]:
    return [named for word in wanted for named in _one_meant(word, names, code, noun)]


def _one_meant(word: str, names: Sequence[Named], code: RefusalCode, noun: str) -> list[Named]:
    """Return those whose key is the word; else whose name is; else, for a word with *, whose key or name is like it."""
    fold = folded(word)
    found = [named for named in names if folded(named.key) == fold] or [
        named for named in names if named.name and folded(named.name) == fold
    ]
    if not found and "*" in word:
        pattern = fold.replace("[", "[[]").replace("?", "[?]")
        found = [n for n in names if fnmatchcase(folded(n.key), pattern) or fnmatchcase(folded(n.name), pattern)]
    if not found:
        exists = offer(word, [named.label for named in names])
        there = f"There are {len(names):,}" if names else f"No {noun} is on record"
        raise Refused(code, f"There is no {noun} {word!r} on record. {there}{_among(exists, names)}.", exists)
    return found


def _among(exists: Sequence[str], names: Sequence[Named]) -> str:
    if not exists:
        return ""
    return f": {', '.join(exists)}" if len(exists) == len(names) else f", such as {', '.join(exists)}"


def _with_those_below(found: set[str], names: Sequence[Named]) -> set[str]:
    below: dict[str, list[str]] = {}
    for named in names:
        below.setdefault(named.parent, []).append(named.key)
    reached, waiting = set(found), list(found)
    while waiting:
        new = [key for key in below.get(waiting.pop(), ()) if key not in reached]
        reached.update(new)
        waiting.extend(new)
    return reached


def _rows(connection: Connection, model: Any, dataset_id: int, *names: str) -> list[Any]:
    c = model.__table__.c
    chosen = select(*(c[name] for name in names)).where(c.dataset_id == dataset_id).order_by(c.id)
    return list(connection.execute(chosen))


def _mentioned(connection: Connection, model: Any, dataset_id: int, column: str, kind: str) -> list[Named]:
    """Return the codes that rows carry where no list of them is kept, each with a text that stands beside it."""
    c = model.__table__.c
    chosen = select(c[column], func.min(c.text)).where(c.dataset_id == dataset_id, c[column].is_not(None))
    return [
        Named(code, text or "", kind=kind)
        for code, text in connection.execute(chosen.group_by(c[column]).order_by(c[column]))
    ]
