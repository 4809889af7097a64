"""On whose behalf the library is searched."""

from __future__ import annotations

from dataclasses import dataclass, field

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or program, and the groups it belongs to; everyone belongs to ``everyone``."""

    name: str
    groups: frozenset[str] = field(default_factory=lambda: frozenset({EVERYONE}))

    def may_see(self, rights: tuple[str, ...]) -> bool:
        """Tell whether one of the groups is among ``rights``; no rights at all means nobody may."""
        return not self.groups.isdisjoint(rights)
