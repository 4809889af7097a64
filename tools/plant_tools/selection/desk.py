"""Where selections are made and kept: a file each in the folder ``selections`` of the home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import ANY_SITE, AT_SITE, EVERYONE, Principal
from plant_tools.numbered import NumberedFiles
from plant_tools.selection.brief import Brief
from plant_tools.selection.choosing import choose
from plant_tools.selection.errors import SelectionUnreadable, UnknownSelection
from plant_tools.selection.proving import Proof, Shelf
from plant_tools.selection.reading import brief_of
from plant_tools.selection.report import selection_json
from plant_tools.selection.what_if import REMEDY, changed, read_change

Json = dict[str, Any]

_REMEDY = "Make one: plant-copilot select FILE"
_REACH = "reach"
"""The field of what it takes to see the documents that a selection quotes; it goes out to nobody."""
_OLD = (EVERYONE, f"{AT_SITE}{ANY_SITE}")


class SelectionDesk:
    """The selections of a home. Safe to share between threads: a selection that is kept does not change."""

    def __init__(self, home: Path, library: Library) -> None:
        self._library = library
        self._kept = NumberedFiles(home / "selections", "selection", unknown=UnknownSelection, remedy=_REMEDY)

    def select(self, brief: Brief, principal: Principal) -> Json:
        """Choose, check the citations of the datasheets, keep: the selection with its ``number`` and ``file``.

        Raises ``SelectionRefused``.
        """
        return self._keep(brief, principal, {})

    def what_if(self, number: int, text: str, principal: Principal) -> Json:
        """Select again with another demand, other shifts or another weight; the new selection, with {before}.

        Raises ``UnknownSelection``, ``SelectionUnreadable`` for what is no such change, ``SelectionRefused``.
        """
        kept = self.show(number, principal)
        brief = brief_of(kept["brief"])
        change = read_change(text, brief)
        if change is None:
            raise SelectionUnreadable(f"{text!r} says nothing that can be changed.", remedy=REMEDY)
        anew = changed(brief, change)
        before = {"before": _line(kept) | {"what_if": text}}
        return self._keep(anew, principal, before)

    def _keep(self, brief: Brief, principal: Principal, before: Json) -> Json:
        """Keep a selection for whoever may see the documents that it quotes."""
        proofs = self.proofs(brief, principal)
        reach = self._library.reach(principal, {proof.cite.document for proof in proofs})
        return _told(self._kept.keep(selection_json(choose(brief), proofs) | before | {_REACH: reach}))

    def proofs(self, brief: Brief, principal: Principal) -> list[Proof]:
        """Return what becomes of each cited value, as far as ``principal`` may see its document."""
        return list(Shelf(self._library, principal).proofs(brief.candidates))

    def show(self, number: int, principal: Principal) -> Json:
        """Return a kept selection, the latest one that ``principal`` may see for 0. Raises ``UnknownSelection``."""
        seen = {one["number"]: one for one in self._seen(principal)}
        if not seen:
            raise UnknownSelection("No selection is kept.", remedy=_REMEDY)
        if (wanted := number or max(seen)) not in seen:
            known = ", ".join(map(str, sorted(seen)[-10:]))
            raise UnknownSelection(f"There is no selection {wanted}.", remedy=f"There are {known}.")
        return _told(seen[wanted])

    def listing(self, principal: Principal) -> Json:
        """List the kept selections, the latest first: {selections: [{number, name, chosen}]}."""
        return {"selections": [_line(told) for told in self._seen(principal)]}

    def _seen(self, principal: Principal) -> list[Json]:
        """Return what somebody may see of what is kept; what was kept before that was asked, at all sites."""
        return [one for one in self._kept.all() if principal.reaches(one.get(_REACH, _OLD))]

    def is_empty(self, principal: Principal) -> bool:
        """Tell whether no selection is kept that ``principal`` may see."""
        return not self._seen(principal)


def _line(told: Json) -> Json:
    chosen = {one["operation"]: [one["chosen"], one["count"]] for one in told["operations"]}
    return {"number": told["number"], "name": told["name"], "chosen": chosen}


def _told(kept: Json) -> Json:
    return {name: value for name, value in kept.items() if name != _REACH}
