"""Where selections are made and kept: a file each in the folder ``selections`` of the home."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.selection.brief import Brief
from plant_tools.selection.choosing import choose
from plant_tools.selection.errors import UnknownSelection
from plant_tools.selection.proving import Proof, Shelf
from plant_tools.selection.report import selection_json

Json = dict[str, Any]


class SelectionDesk:
    """The selections of a home. Safe to share between threads: a selection that is kept does not change."""

    def __init__(self, home: Path, library: Library) -> None:
        self._folder, self._library = home / "selections", library

    def select(self, brief: Brief, principal: Principal) -> Json:
        """Choose, check the citations of the datasheets, keep: the selection with its ``number`` and ``file``.

        Raises ``SelectionRefused``.
        """
        return self._keep(selection_json(choose(brief), self.proofs(brief, principal)))

    def proofs(self, brief: Brief, principal: Principal) -> list[Proof]:
        """Return what becomes of each cited value, as far as ``principal`` may see its document."""
        return list(Shelf(self._library, principal).proofs(brief.candidates))

    def show(self, number: int = 0) -> Json:
        """Return a kept selection, the latest one for 0. Raises ``UnknownSelection``."""
        numbers = self._numbers()
        if not numbers:
            raise UnknownSelection("No selection is kept.", remedy="Make one: plant-copilot select FILE")
        wanted = number or numbers[-1]
        try:
            told: Json = orjson.loads(self._file(wanted).read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            known = ", ".join(map(str, numbers[-10:]))
            raise UnknownSelection(f"There is no selection {wanted}.", remedy=f"There are {known}.") from error
        return told

    def listing(self) -> Json:
        """List the kept selections, the latest first: {selections: [{number, name, chosen}]}."""
        kept = [self.show(number) for number in reversed(self._numbers())]
        return {"selections": [_line(told) for told in kept]}

    @property
    def is_empty(self) -> bool:
        """Whether no selection is kept."""
        return not self._numbers()

    def _numbers(self) -> list[int]:
        stems = (file.stem.removeprefix("selection-") for file in self._folder.glob("selection-*.json"))
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def _file(self, number: int) -> Path:
        return self._folder / f"selection-{number}.json"

    def _keep(self, told: Json) -> Json:
        """Write a selection under the next free number, whole or not at all. Raises ``LibraryWriteFailed``."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = (self._numbers() or [0])[-1] + 1
            while True:
                kept = {"number": number, "file": self._file(number).name} | told
                partial = self._folder / f".{os.getpid()}-{number}"
                partial.write_bytes(orjson.dumps(kept))
                try:
                    os.link(partial, self._file(number))  # fails where another process took the number
                except FileExistsError:
                    number += 1
                    continue
                finally:
                    partial.unlink()
                return self.show(number)  # as it will be read, tuples as lists
        except OSError as error:
            raise LibraryWriteFailed(f"Cannot write into {self._folder}: {error.strerror}.") from error


def _line(told: Json) -> Json:
    chosen = {one["operation"]: [one["chosen"], one["count"]] for one in told["operations"]}
    return {"number": told["number"], "name": told["name"], "chosen": chosen}
