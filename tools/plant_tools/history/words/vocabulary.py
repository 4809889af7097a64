"""The names that a plant's records know, as people may write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from sqlalchemy import ColumnElement, Connection, select

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.glossary.glossary import Glossary
from plant_tools.history.fields import RECORDS
from plant_tools.history.known import Known, Named
from plant_tools.history.selection import RecordsName
from plant_tools.history.words.sentence import CJK
from plant_tools.records.tables import Asset

# Columns with more different values hold no names that people ask for.
_MOST_VALUES = 200
_NAMED_BY_VALUE: Mapping[RecordsName, tuple[str, ...]] = {
    "work_orders": ("component", "type_word", "reported_by", "assigned_to", "completed_by"),
    "events": ("category", "kind_word", "severity"),
    "parts_used": (),
}
_PARTS = re.compile(rf"[a-zß-öø-ÿ]+|\d+|[{CJK}]+")
_NUMBERED = re.compile(r"(?P<name>.*[^\W\d_]{2}.*?)[\s#\-_.]*(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that has a name: its meaning ("asset", "code", ...) and the word that a query takes for it.

    ``field`` and ``records`` say where its name stands, if not in a list of its own.
    """

    meaning: str
    word: str
    shown: str
    kind: str = ""
    field: str = ""
    records: RecordsName = "work_orders"


@dataclass(frozen=True)
class Vocabulary:
    """What one data set knows, ready to be found in a question."""

    known: Known
    classes: Mapping[str, str]
    values: Mapping[tuple[RecordsName, str], Sequence[str]]

    @classmethod
    def read(cls, connection: Connection, known: Known) -> Vocabulary:
        """Read the classes of the assets and the values of columns that people name."""
        c = Asset.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
        classes = select(c.tag, c.asset_class).where(c.dataset_id == known.dataset_id, c.asset_class.is_not(None))
        values: dict[tuple[RecordsName, str], Sequence[str]] = {}
        for name, fields in _NAMED_BY_VALUE.items():
            records = RECORDS[name]
            loaded = known.columns.get(records.name, frozenset())
            columns = {field: records.labels[field] for field in fields if records.labels[field].name in loaded}
            columns |= {h: records.unrecognised(h) for h in sorted(known.headings.get(records.name, ()))}
            values |= {(name, field): _values(connection, known, records.dataset, c) for field, c in columns.items()}
        return cls(known, {str(row[0]): str(row[1]) for row in connection.execute(classes)}, values)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that has a name."""
        found = [Entry("asset", n.key, n.label) for n in self.known.assets]
        found += [Entry("location", n.key, n.label) for n in self.known.locations]
        for records, table in (("work_orders", "work_order"), ("events", "event"), ("parts_used", "part_use")):
            found += [
                Entry("code", n.key, n.label, n.kind or "problem", records=records)  # type: ignore[arg-type]  # these are
                for n in self.known.codes[table]
            ]
        for (name, field), values in self.values.items():
            found += [Entry("value", value, value, field=field, records=name) for value in values]
        return tuple(found)

    @cached_property
    def spelt(self) -> Mapping[str, Sequence[Entry]]:
        """Entries by what is left of their names without case, blanks, hyphens and points."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for spelling in {squeezed(entry.word), squeezed(entry.shown)} - {""}:
                found.setdefault(spelling, []).append(entry)
        return found

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Columns by the headings that they have in the plant's own files, and those that have a heading only."""
        own = {squeezed(name): name for names in self.known.headings.values() for name in names}
        return own | {squeezed(h): c for table in self.known.aliases.values() for h, c in table.items()}

    def column_of(self, reading: frozenset[str]) -> str:
        """Return the column of the plant's own whose heading means what was read; "" where there is none."""
        return next((name for name, concepts in self._heading_concepts if concepts & reading), "")

    @cached_property
    def _heading_concepts(self) -> list[tuple[str, frozenset[str]]]:
        own = sorted({name for names in self.known.headings.values() for name in names})
        return [(name, frozenset().union(*glossary().asked(name))) for name in own]

    @cached_property
    def numbered(self) -> Mapping[str, str]:
        """The names that assets share but for a number, by spelling: {"chiller": "Chiller"}."""
        return {squeezed(base): base for asset in self.known.assets if (base := base_name(asset.label))}

    @cached_property
    def readings(self) -> Mapping[Entry, tuple[frozenset[str], ...]]:
        """What the words of each name stand for in any language: a set of concepts for each word."""
        named = [e for e in self.entries if e.meaning in {"asset", "code", "value", "location"}]
        return {entry: tuple(glossary().asked(entry.shown)) for entry in named}

    @cached_property
    def class_readings(self) -> Mapping[str, tuple[tuple[frozenset[str], ...], ...]]:
        """The same of the name and the class of each asset, by tag."""
        names = {n.key: (base_name(n.label) or n.name, self.classes.get(n.key, "")) for n in self.known.assets}
        return {tag: tuple(tuple(glossary().asked(name)) for name in both if name) for tag, both in names.items()}

    @cached_property
    def code_letters(self) -> frozenset[str]:
        """The letters that codes begin with, such as MT of MT010."""
        codes = (n.key for named in self.known.codes.values() for n in named)
        return frozenset(m[0].lower() for code in codes if (m := re.match(r"[A-Za-z]+(?=\W?\d)", code)))


@cache
def glossary() -> Glossary:
    """Return the words of plants and machines in all languages."""
    return Glossary.read()


def squeezed(text: str) -> str:
    """Return ``text`` without case, blanks and punctuation, in simplified characters: "P-101 A" is "p101a"."""
    return "".join(parts(simplified(text.lower())))


def parts(text: str) -> list[str]:
    """Return the runs of letters, digits and Chinese characters of a text in lower case."""
    return _PARTS.findall(text)


def base_name(label: str) -> str:
    """Return the name without its number: "Chiller" of "Chiller 14"; "" where it has none or is a mere tag."""
    match = _NUMBERED.fullmatch(label.strip())
    return match["name"].strip(" -_#.") if match and " " in label.strip() else ""


def same_tag(named: Iterable[Named], word: str) -> list[str]:
    """Return the keys that are written like ``word``, but for case, blanks and hyphens."""
    return [n.key for n in named if squeezed(n.key) == squeezed(word)]


def _values(connection: Connection, known: Known, dataset: ColumnElement[int], column: ColumnElement[str]) -> list[str]:
    chosen = select(column).distinct().where(dataset == known.dataset_id, column.is_not(None)).limit(_MOST_VALUES + 1)
    found = [str(row[0]) for row in connection.execute(chosen)]
    return sorted(value for value in found if re.search(r"[^\W\d_]{2}", value)) if len(found) <= _MOST_VALUES else []
