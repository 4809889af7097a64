"""Somebody at a face, by what was proven: a signed-in person, the local user, or a guest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from plant_knowledge_ingest.principal import Principal


@dataclass(frozen=True, slots=True)
class Visitor:
    """``shown`` is the name that decisions are signed with, "" where nobody has proven one."""

    principal: Principal
    kind: Literal["local", "guest", "user"]
    shown: str = ""
    roles: frozenset[str] = frozenset()

    def signs_as(self, given: str) -> str:
        """Return the name that a decision is signed with: the visitor's own, otherwise what was ``given``."""
        return self.shown or given

    def signed(self, fields: Mapping[str, Any], name: str = "by") -> dict[str, Any]:
        """Return ``fields`` with the visitor's own name in field ``name``, where it is proven."""
        return {**fields, name: self.shown} if self.shown else dict(fields)

    def may(self, *roles: str) -> bool:
        """Tell whether the visitor has one of ``roles``. The local user has them all, a guest none."""
        return self.kind == "local" or not self.roles.isdisjoint(roles)
