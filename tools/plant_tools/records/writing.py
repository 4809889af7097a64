"""Writes batches of rows: new ones are inserted, changed ones updated, all inside the transaction that is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from plant_tools.records.cells import Value
from plant_tools.records.fields import Target
from plant_tools.records.rows import Batch, Refusal

Key: TypeAlias = tuple[Value, ...]


@dataclass(slots=True)
class Counts:
    """What became of the rows of a file. ``repeated``: the same row again; ``unnamed``: id from their content."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    unnamed: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """A row that is in the table already, or that this file has given before."""

    digest: int
    row: int
    of_this_file: bool


class TableWriter:
    """Writes the rows of one file into the table of ``target``."""

    def __init__(self, connection: Connection, target: Target, dataset_id: int, run_id: int) -> None:
        self._connection = connection
        self._target = target
        self._ids = (dataset_id, run_id)
        self._mark = "?" if connection.dialect.name == "sqlite" else "%s"
        self._fresh = not self._has_rows()
        self.counts = Counts()

    def write(self, batch: Batch) -> None:
        """Write a batch; rows that contradict an earlier row of the file are refused."""
        keys = self._keys(batch)
        if self._insert_all(batch, keys):
            return
        known = self._known(keys)
        self._name_again(batch, keys, known)
        chosen: list[int] = []
        seen: list[int] = []
        for place, key in enumerate(keys):
            before = known.get(key)
            if before and before.of_this_file:
                self._settle_repeated(batch, place, before)
                continue
            (seen if before and before.digest == batch.digests[place] else chosen).append(place)
            self.counts.inserted += before is None
            self.counts.updated += before is not None and before.digest != batch.digests[place]
            known[key] = _Known(batch.digests[place], batch.numbers[place], True)
        self.counts.unchanged += len(seen)
        self._upsert(batch, chosen)
        self._touch(batch, keys, seen)

    def _keys(self, batch: Batch) -> list[Key]:
        """Return the key of every row; one that has none gets it from its content."""
        if self._target.made_up:
            named = batch.columns.setdefault("source_id", [None] * len(batch.numbers))
            batch.columns["id_from_content"] = [name is None for name in named]
            self.counts.unnamed += named.count(None)
            batch.columns["source_id"] = [
                f"row-{content & (1 << 64) - 1:016x}" if name is None else name
                for name, content in zip(named, batch.content, strict=True)
            ]
        return list(zip(*(batch.columns[name] for name in self._target.key), strict=True))

    def _name_again(self, batch: Batch, keys: list[Key], known: dict[Key, _Known]) -> None:
        """Tell equal rows without an id apart by counting them, so that none is lost and loading again finds them."""
        if not self._target.made_up:
            return
        here = set[Key]()
        for place, made_up in enumerate(batch.columns["id_from_content"]):
            if not made_up:
                continue
            key, times = keys[place], 1
            while key in here or ((before := known.get(key)) and before.of_this_file):
                times += 1
                key = (f"{keys[place][0]}-{times}",)
                known |= self._known([key])
            here.add(key)
            keys[place] = key
            batch.columns["source_id"][place] = key[0]

    def _has_rows(self) -> bool:
        sql = f"SELECT 1 FROM {self._target.table} WHERE dataset_id = {self._mark} LIMIT 1"  # noqa: S608 - names of our own
        return self._connection.exec_driver_sql(sql, self._ids[:1]).first() is not None

    def _insert_all(self, batch: Batch, keys: Sequence[Key]) -> bool:
        """Insert a batch without looking, where no key can be known but by an earlier row; say whether that was so."""
        if not self._fresh or len(set(keys)) < len(keys):
            return False
        try:
            with self._connection.begin_nested():
                self._upsert(batch, range(len(keys)), conflict=False)
        except IntegrityError:
            return False
        self.counts.inserted += len(keys)
        return True

    def _settle_repeated(self, batch: Batch, place: int, before: _Known) -> None:
        if before.digest == batch.digests[place]:
            self.counts.repeated += 1
            return
        name = self._target.key[-1]
        value = batch.columns[name][place]
        reason = f"{value!r} stands in row {before.row} already, with other content"
        self.counts.refused.append(Refusal(batch.numbers[place], name, reason))

    def _known(self, keys: Sequence[Key]) -> dict[Key, _Known]:
        if not keys:
            return {}
        names = ", ".join(self._target.key)
        marks = ", ".join([self._mark] * len(keys))
        sql = (
            f"SELECT {names}, digest, source_row, run_id FROM {self._target.table} "  # noqa: S608 - names of our own
            f"WHERE dataset_id = {self._mark} AND {self._target.key[-1]} IN ({marks})"
        )
        dataset_id, run_id = self._ids
        found = self._connection.exec_driver_sql(sql, (dataset_id, *(key[-1] for key in keys)))
        return {tuple(row[:-3]): _Known(row[-3], row[-2], row[-1] == run_id) for row in found}

    def _upsert(self, batch: Batch, places: Sequence[int], *, conflict: bool = True) -> None:
        if not places:
            return
        fields = [name for name in batch.columns if name != "parent_text"]
        names = ["dataset_id", "run_id", "source_row", "digest", "extra", *self._flags(), *fields]
        sql = insert(self._target.table, names, self._mark)
        if conflict:
            sql = upsert(self._target.table, names, ("dataset_id", *self._target.key), self._mark)
        flags = [False] * len(self._flags())
        chosen = batch if len(places) == len(batch.numbers) else batch.only(places)
        ids = [[value] * len(places) for value in self._ids]
        marks = [[value] * len(places) for value in flags]
        columns = [chosen.columns[name] for name in fields]
        rows = list(zip(*ids, chosen.numbers, chosen.digests, chosen.extras, *marks, *columns, strict=True))
        self._connection.exec_driver_sql(sql, rows)

    def _flags(self) -> tuple[str, ...]:
        """Return the columns that say a row was only mentioned: here it stands in a list of its own."""
        return ("only_mentioned",) if self._target.table in {"asset", "functional_location", "failure_code"} else ()

    def _touch(self, batch: Batch, keys: Sequence[Key], places: Sequence[int]) -> None:
        """Note that rows were seen again, so that a later row of this file with the same key is noticed."""
        if not places:
            return
        which = " AND ".join(f"{name} = {self._mark}" for name in ("dataset_id", *self._target.key))
        sql = f"UPDATE {self._target.table} SET run_id = {self._mark}, source_row = {self._mark} WHERE {which}"  # noqa: S608 - names of our own
        dataset_id, run_id = self._ids
        self._connection.exec_driver_sql(sql, [(run_id, batch.numbers[i], dataset_id, *keys[i]) for i in places])


def insert(table: str, names: Sequence[str], mark: str) -> str:
    """Return the SQL that inserts a row."""
    marks = ", ".join([mark] * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of our own


def upsert(table: str, names: Sequence[str], key: Sequence[str], mark: str, *, keep: bool = False) -> str:
    """Return the SQL that inserts a row or updates the one with its key; ``keep``: only what was NULL."""
    others = [name for name in names if name not in key]
    changes = ", ".join(
        f"{name} = COALESCE({table}.{name}, excluded.{name})" if keep else f"{name} = excluded.{name}"
        for name in others
    )
    return f"{insert(table, names, mark)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
