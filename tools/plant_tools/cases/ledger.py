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

_SCHEMA = """
CREATE TABLE IF NOT EXISTS dataset (id INTEGER PRIMARY KEY, name TEXT NOT NULL, runs TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS text (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, description TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ix_text_waiting ON text (taken) WHERE taken = 0;
CREATE TABLE IF NOT EXISTS said (
    dataset_id INTEGER NOT NULL, text_id TEXT NOT NULL, asset TEXT NOT NULL, orders INTEGER NOT NULL,
    PRIMARY KEY (text_id, dataset_id, asset)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ix_said_asset ON said (asset, orders);
CREATE INDEX IF NOT EXISTS ix_said_dataset ON said (dataset_id);
"""
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
        self._db.executescript(_SCHEMA)

    def datasets(self) -> dict[int, tuple[str, str]]:
        """Return the name of each data set and the imports that it was gathered from, by its id."""
        with self._lock:
            return {key: (name, runs) for key, name, runs in self._db.execute("SELECT id, name, runs FROM dataset")}

    def replace(self, dataset_id: int, name: str, runs: str, said: Iterable[tuple[OrderText, str, int]]) -> None:
        """Put what a data set says in place of what it said before, all of it or nothing."""
        with self._changing():
            self._db.execute("DELETE FROM said WHERE dataset_id = ?", (dataset_id,))
            for text, asset, orders in said:
                row = (text.id, text.title, text.description)
                self._db.execute("INSERT OR IGNORE INTO text (id, title, description) VALUES (?, ?, ?)", row)
                told = (dataset_id, row[0], asset, orders)
                self._db.execute(
                    "INSERT INTO said VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET orders = orders + excluded.orders",
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

    def coverage(self) -> Coverage:
        """Return how far the index has come."""
        with self._lock:
            texts, taken = self._db.execute("SELECT count(*), coalesce(sum(taken), 0) FROM text").fetchone()
            (orders,) = self._db.execute("SELECT coalesce(sum(orders), 0) FROM said").fetchone()
            return Coverage(texts, taken, orders)

    def texts(self, ids: Sequence[str]) -> dict[str, OrderText]:
        """Return texts by their ids."""
        found = self._among("SELECT id, title, description FROM text WHERE id IN", ids)
        return {key: OrderText(title, description) for key, title, description in found}

    def said(self, ids: Sequence[str]) -> list[Said]:
        """Return where the texts ``ids`` are said."""
        return [
            Said(*row)
            for row in self._among("SELECT dataset_id, text_id, asset, orders FROM said WHERE text_id IN", ids)
        ]

    def of_assets(self, assets: Sequence[str], limit: int) -> list[str]:
        """Return the texts said most often on ``assets``, at most ``limit`` for each of them."""
        with self._lock:
            most = "SELECT text_id FROM said WHERE asset = ? ORDER BY orders DESC LIMIT ?"
            rows = [row[0] for asset in assets for row in self._db.execute(most, (asset, limit))]
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
