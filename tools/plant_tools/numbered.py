"""JSON files kept under numbers in a folder, such as ``layout-3.json``: what is kept does not change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson

from plant_knowledge_ingest.errors import LibraryWriteFailed, PlantError

Json = dict[str, Any]


class NumberedFiles:
    """The files of one kind of thing. Safe to share between threads and processes.

    ``unknown`` is raised for what is not there; ``remedy`` says how the first one is made.
    """

    def __init__(self, folder: Path, kind: str, *, unknown: type[PlantError], remedy: str) -> None:
        self._folder, self._kind, self._unknown, self._remedy = folder, kind, unknown, remedy

    def numbers(self) -> list[int]:
        """Return the numbers that are taken, in order."""
        stems = (file.stem.removeprefix(f"{self._kind}-") for file in self._folder.glob(f"{self._kind}-*.json"))
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def read(self, number: int = 0) -> Json:
        """Return what is kept under ``number``, the latest for 0. Raises the error for what is not there."""
        numbers = self.numbers()
        if not numbers:
            raise self._unknown(f"No {self._kind} is kept.", remedy=self._remedy)
        wanted = number or numbers[-1]
        try:
            told: Json = orjson.loads(self._file(wanted).read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            known = ", ".join(map(str, numbers[-10:]))
            raise self._unknown(f"There is no {self._kind} {wanted}.", remedy=f"There are {known}.") from error
        return told

    def all(self) -> list[Json]:
        """Return everything that is kept, the latest first."""
        return [self.read(number) for number in reversed(self.numbers())]

    def keep(self, told: Json) -> Json:
        """Write under the next free number, whole or not at all; return it as it will be read.

        It begins with its ``number`` and ``file``. Raises ``LibraryWriteFailed``.
        """
        partial = self._folder / f".{uuid4().hex}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                return self._linked(partial, told)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise LibraryWriteFailed(f"Cannot write into {self._folder}: {error.strerror}.") from error

    def _linked(self, partial: Path, told: Json) -> Json:
        number = (self.numbers() or [0])[-1] + 1
        while True:
            file = self._file(number)
            written = orjson.dumps({"number": number, "file": file.name} | told)
            partial.write_bytes(written)
            try:
                os.link(partial, file)  # fails where somebody else took the number
            except FileExistsError:
                number += 1
                continue
            kept: Json = orjson.loads(written)
            return kept

    def _file(self, number: int) -> Path:
        return self._folder / f"{self._kind}-{number}.json"
