"""Which texts the orders have, on which assets, and which of them the index has taken in: a small file in the home.

It is made of the records and can be made again; what orders say in full stays in the records.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any

from plant_tools.cases.texts import OrderText
from plant_tools.records.sight import WHOLE, Sight

_SCHEMA = """
CREATE TABLE IF NOT EXISTS dataset (id INTEGER PRIMARY KEY, name TEXT NOT NULL, runs TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS text (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, description TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ix_text_waiting ON text (taken) WHERE taken = 0;
CREATE TABLE IF NOT EXISTS said (
    dataset_id INTEGER NOT NULL, text_id TEXT NOT NULL, asset TEXT NOT NULL, rights TEXT NOT NULL,
    orders INTEGER NOT NULL, PRIMARY KEY (text_id, dataset_id, asset, rights)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ix_said_asset ON said (asset, orders);
CREATE INDEX IF NOT EXISTS ix_said_dataset ON said (dataset_id);
"""
_FORM = 2  # of the tables; in another one they are made anew from the records
_SAID = "SELECT dataset_id, text_id, asset, rights, orders FROM said WHERE text_id IN"
_AT_ONCE = 500  # of values in one condition


@dataclass(frozen=True, slots=True)
class Said:
    """A text that ``orders`` orders of a data set have on one asset, "" for those on none."""

    dataset_id: int
    text_id: str
    asset: str
    orders: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many texts there are, how many of them the index has taken in, and how many orders have one."""

    texts: int
    taken: int
    orders: int


class Ledger:
    """One file. Safe to share between threads."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode = WAL")
        if self._db.execute("PRAGMA user_version").fetchone()[0] != _FORM:
            self._db.executescript("DROP TABLE IF EXISTS said; DROP TABLE IF EXISTS dataset;")
        self._db.executescript(_SCHEMA)
        self._db.execute(f"PRAGMA user_version = {_FORM}")

    def datasets(self) -> dict[int, tuple[str, str]]:
        """Return the name of each data set and the imports that it was gathered from, by its id."""
        with self._lock:
            return {key: (name, runs) for key, name, runs in self._db.execute("SELECT id, name, runs FROM dataset")}

    def replace(self, dataset_id: int, name: str, runs: str, said: Iterable[tuple[OrderText, str, str, int]]) -> None:
        """Put what a data set says in place of what it said before, all of it or nothing.

        ``said``: texts, each with an asset, rights of its own ("" for none), and how many orders have it so.
        """
        with self._changing():
            self._db.execute("DELETE FROM said WHERE dataset_id = ?", (dataset_id,))
            for text, asset, rights, orders in said:
                row = (text.id, text.title, text.description)
                self._db.execute("INSERT OR IGNORE INTO text (id, title, description) VALUES (?, ?, ?)", row)
                told = (dataset_id, row[0], asset, rights, orders)
                self._db.execute(
                    "INSERT INTO said VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET orders = orders + excluded.orders",
                    told,
                )
            self._db.execute("INSERT OR REPLACE INTO dataset VALUES (?, ?, ?)", (dataset_id, name, runs))

    def forget(self, dataset_id: int) -> None:
        """Remove a data set."""
        with self._changing():
            self._db.execute("DELETE FROM said WHERE dataset_id = ?", (dataset_id,))
            self._db.execute("DELETE FROM dataset WHERE id = ?", (dataset_id,))

    def unsaid(self) -> list[str]:
        """Return the ids of the texts that no order has any more."""
        with self._lock:
            unsaid = "SELECT id FROM text WHERE id NOT IN (SELECT text_id FROM said)"
            return [row[0] for row in self._db.execute(unsaid)]

    def drop(self, ids: Sequence[str]) -> None:
        """Remove texts."""
        with self._changing():
            self._db.executemany("DELETE FROM text WHERE id = ?", [(key,) for key in ids])

    def waiting(self, limit: int) -> list[OrderText]:
        """Return texts that the index has not taken in yet."""
        with self._lock:
            rows = self._db.execute("SELECT title, description FROM text WHERE taken = 0 LIMIT ?", (limit,))
            return [OrderText(*row) for row in rows]

    def took(self, ids: Sequence[str]) -> None:
        """Note that the index has taken in ``ids``."""
        with self._changing():
            self._db.executemany("UPDATE text SET taken = 1 WHERE id = ?", [(key,) for key in ids])

    def start_again(self) -> None:
        """Note that the index is empty."""
        with self._changing():
            self._db.execute("UPDATE text SET taken = 0 WHERE taken <> 0")

    def coverage(self, sight: Sight = WHOLE) -> Coverage:
        """Return how far the index has come, of what ``sight`` sees."""
        seen, values = _seen(sight)
        said = "" if sight.is_whole else f"WHERE id IN (SELECT text_id FROM said WHERE {seen})"  # noqa: S608 - words of our own
        counted = f"SELECT count(*), coalesce(sum(taken), 0) FROM text {said}"  # noqa: S608 - as above
        summed = f"SELECT coalesce(sum(orders), 0) FROM said WHERE {seen}"  # noqa: S608 - as above
        with self._lock:
            texts, taken = self._db.execute(counted, () if sight.is_whole else values).fetchone()
            (orders,) = self._db.execute(summed, values).fetchone()
            return Coverage(texts, taken, orders)

    def texts(self, ids: Sequence[str]) -> dict[str, OrderText]:
        """Return texts by their ids."""
        found = self._among("SELECT id, title, description FROM text WHERE id IN", ids)
        return {key: OrderText(title, description) for key, title, description in found}

    def said(self, ids: Sequence[str], sight: Sight) -> list[Said]:
        """Return where the texts ``ids`` are said, by orders that ``sight`` sees."""
        found: dict[tuple[int, str, str], int] = {}
        for key, text, asset, rights, orders in self._among(_SAID, ids):
            if sight.sees(key, rights):
                found[key, text, asset] = found.get((key, text, asset), 0) + orders
        return [Said(*place, orders) for place, orders in found.items()]

    def of_assets(self, assets: Sequence[str], limit: int, sight: Sight) -> list[str]:
        """Return the texts said most often on ``assets``, as ``sight`` sees it, at most ``limit`` for each of them."""
        seen, values = _seen(sight)
        with self._lock:
            most = f"SELECT text_id FROM said WHERE {seen} AND asset = ? ORDER BY orders DESC LIMIT ?"  # noqa: S608 - as above
            rows = [row[0] for asset in assets for row in self._db.execute(most, (*values, asset, limit))]
            return list(dict.fromkeys(rows))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _among(self, sql: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        for at in range(0, len(ids), _AT_ONCE):
            some = ids[at : at + _AT_ONCE]
            with self._lock:
                yield from self._db.execute(f"{sql} ({', '.join('?' * len(some))})", some).fetchall()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _seen(sight: Sight) -> tuple[str, tuple[Any, ...]]:
    """Return the condition of what is seen, and its values."""
    if sight.is_whole:
        return "1 = 1", ()
    hidden, groups = sorted(sight.hidden), [f",{group}," for group in sorted(sight.groups)]
    named = " OR ".join(["rights = ''", *("replace(rights, ?, '') <> rights" for _ in groups)])
    return f"dataset_id NOT IN ({', '.join('?' * len(hidden))}) AND ({named})", (*hidden, *groups)
