"""Where selections are made and kept: a file each in the folder ``selections`` of the home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.numbered import NumberedFiles
from plant_tools.selection.brief import Brief
from plant_tools.selection.choosing import choose
from plant_tools.selection.errors import SelectionUnreadable, UnknownSelection
from plant_tools.selection.proving import Proof, Shelf
from plant_tools.selection.reading import brief_of
from plant_tools.selection.report import selection_json
from plant_tools.selection.what_if import REMEDY, changed, read_change

Json = dict[str, Any]


class SelectionDesk:
    """The selections of a home. Safe to share between threads: a selection that is kept does not change."""

    def __init__(self, home: Path, library: Library) -> None:
        self._library = library
        remedy = "Make one: plant-copilot select FILE"
        self._kept = NumberedFiles(home / "selections", "selection", unknown=UnknownSelection, remedy=remedy)

    def select(self, brief: Brief, principal: Principal) -> Json:
        """Choose, check the citations of the datasheets, keep: the selection with its ``number`` and ``file``.

        Raises ``SelectionRefused``.
        """
        return self._kept.keep(selection_json(choose(brief), self.proofs(brief, principal)))

    def what_if(self, number: int, text: str, principal: Principal) -> Json:
        """Select again with another demand, other shifts or another weight; the new selection, with {before}.

        Raises ``UnknownSelection``, ``SelectionUnreadable`` for what is no such change, ``SelectionRefused``.
        """
        kept = self.show(number)
        brief = brief_of(kept["brief"])
        change = read_change(text, brief)
        if change is None:
            raise SelectionUnreadable(f"{text!r} says nothing that can be changed.", remedy=REMEDY)
        anew = changed(brief, change)
        before = {"before": _line(kept) | {"what_if": text}}
        return self._kept.keep(selection_json(choose(anew), self.proofs(anew, principal)) | before)

    def proofs(self, brief: Brief, principal: Principal) -> list[Proof]:
        """Return what becomes of each cited value, as far as ``principal`` may see its document."""
        return list(Shelf(self._library, principal).proofs(brief.candidates))

    def show(self, number: int = 0) -> Json:
        """Return a kept selection, the latest one for 0. Raises ``UnknownSelection``."""
        return self._kept.read(number)

    def listing(self) -> Json:
        """List the kept selections, the latest first: {selections: [{number, name, chosen}]}."""
        return {"selections": [_line(told) for told in self._kept.all()]}

    @property
    def is_empty(self) -> bool:
        """Whether no selection is kept."""
        return not self._kept.numbers()


def _line(told: Json) -> Json:
    chosen = {one["operation"]: [one["chosen"], one["count"]] for one in told["operations"]}
    return {"number": told["number"], "name": told["name"], "chosen": chosen}
