"""Which of a machine's energies a step isolates, and which it proves gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from plant_agents.safety.stages import Stage, stages
from plant_knowledge_ingest.tokens import codes
from plant_tools.manuals.energies import kind_of
from plant_tools.manuals.isolation import Energy

# Where nothing is known of a machine's energies: whatever is isolated and proven stands for all of them.
UNKNOWN = Energy("other", "", "", "")


@dataclass(slots=True)
class Progress:
    """How far the steps told so far have come: which ``energies``, by their numbers, are isolated, and proven gone."""

    energies: Sequence[Energy]
    isolated: set[int] = field(default_factory=set)
    proven: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, energies: Sequence[Energy]) -> Self:
        """Begin with nothing done."""
        return cls(tuple(energies) or (UNKNOWN,))

    def copy(self) -> Self:
        """Return the same progress, to go on from without changing this one."""
        return type(self)(self.energies, set(self.isolated), set(self.proven))

    def take(self, step: str) -> None:
        """Count what ``step`` does. Nothing is proven that is not isolated; locks that are removed undo it all."""
        done = stages(step)
        if Stage.RELEASE in done:
            self.isolated.clear()
            self.proven.clear()
        if {Stage.ISOLATE, Stage.LOCK} & done:
            self.isolated |= self._meant(step, {n: energy.point for n, energy in enumerate(self.energies)})
        if Stage.VERIFY in done:
            self.proven |= self.isolated & self._meant(step, {n: e.proof for n, e in enumerate(self.energies)})

    def take_on_record(self) -> None:
        """Count the procedure on record: it covers every energy that has a point of isolation and a proof."""
        on_record = {n for n, energy in enumerate(self.energies) if energy.point and energy.proof}
        self.isolated |= on_record
        self.proven |= on_record

    @property
    def is_safe(self) -> bool:
        """Whether hands may go on: every energy is isolated and proven gone."""
        return len(self.isolated & self.proven) == len(self.energies)

    def _meant(self, step: str, places: dict[int, str]) -> set[int]:
        """Return the energies a step is for: those whose place or kind it names, all of them if it names none."""
        if self.energies == (UNKNOWN,):
            return {0}
        named, kind = codes(step), kind_of(step, step)
        by_place = {n for n, place in places.items() if codes(place) & named}
        by_kind = {n for n, energy in enumerate(self.energies) if energy.kind == kind}
        foreign = bool(named & _all_codes(self.energies)) or kind != "other"
        return by_place or by_kind or (set() if foreign else set(places))


def _all_codes(energies: Iterable[Energy]) -> frozenset[str]:
    return frozenset(code for energy in energies for code in codes(f"{energy.point} {energy.proof}"))


def not_on_record(energies: Iterable[Energy]) -> tuple[Energy, ...]:
    """Return the energies without a point of isolation or without a proof."""
    return tuple(energy for energy in energies if not (energy.point and energy.proof))
