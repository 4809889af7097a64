"""The book of the channels: a small SQLite file of the home, read and written by every process that runs a channel."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from plant_ui.errors import ChannelBookOutOfReach

_PATIENCE = 30  # seconds that a second writer waits for the first
_TABLES = """
CREATE TABLE IF NOT EXISTS delivery (
    channel TEXT NOT NULL, key TEXT NOT NULL, taken REAL NOT NULL, place TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (channel, key));
CREATE TABLE IF NOT EXISTS conversation (
    channel TEXT NOT NULL, place TEXT NOT NULL, person TEXT NOT NULL, thread TEXT NOT NULL, used REAL NOT NULL,
    PRIMARY KEY (channel, place, person));
CREATE TABLE IF NOT EXISTS shown (
    token TEXT PRIMARY KEY, shown REAL NOT NULL, person TEXT NOT NULL, answer TEXT NOT NULL);
"""


class Book:
    """``channels.sqlite`` of a home, opened for each entry; safe to share between threads and processes."""

    def __init__(self, home: Path) -> None:
        self._file = home / "channels.sqlite"

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a transaction, one at a time, committed when the block ends well. Raises ``ChannelBookOutOfReach``."""
        try:
            with closing(self._opened()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise ChannelBookOutOfReach(
                f"The book of the channels, {self._file}, cannot be written: {error}.",
                remedy="Check the disk, its rights and the file.",
            ) from error

    def _opened(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self._file.is_file()
        self._file.touch(mode=0o600)
        connection = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        if is_new:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLES)
        return connection
