"""Where an order stands to the asset that is asked about: on it, on one of its kind, in its place, or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from sqlalchemy import Connection, select

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.tokens import codes
from plant_tools.records.tables import Asset, FunctionalLocation

Place: TypeAlias = Literal["asset", "class", "location", "fleet", "unasked"]
NEARNESS: dict[Place, float] = {"asset": 1.0, "class": 0.5, "location": 0.25, "fleet": 0.0, "unasked": 0.0}


@dataclass(frozen=True, slots=True)
class Placed:
    """An asset: its tag without separators, name, class, the places above it, and what its name speaks of."""

    bare: str
    name: str
    kind: str
    places: frozenset[str]
    concepts: frozenset[str]


class Places:
    """The assets of one data set."""

    def __init__(self, assets: dict[str, Placed]) -> None:
        self.assets = assets
        self.concepts = frozenset().union(*(placed.concepts for placed in assets.values()))

    @classmethod
    def read(cls, connection: Connection, dataset_id: int, glossary: Glossary) -> Places:
        """Read them from the records."""
        a, f = Asset.__table__.c, FunctionalLocation.__table__.c  # type: ignore[attr-defined]  # SQLModel says less
        lies_in = select(f.code, f.parent_code).where(f.dataset_id == dataset_id)
        above: dict[str, str | None] = {str(code): parent for code, parent in connection.execute(lies_in)}
        chosen = select(a.tag, a.name, a.asset_class, a.location_code).where(a.dataset_id == dataset_id)
        named = lru_cache(maxsize=100_000)(glossary.find)
        placed = {
            tag: Placed(bare(tag), name or "", kind or "", _above(place, above), named(f"{name or ''} ; {kind or ''}"))
            for tag, name, kind, place in connection.execute(chosen)
        }
        return cls(placed)

    def named_in(self, text: str, asset: str) -> frozenset[str]:
        """Return the tags that are written in ``text``, in whatever spelling; ``asset`` where there are none."""
        written = {bare(code) for code in codes(text)}
        found = frozenset(tag for tag, placed in self.assets.items() if placed.bare in written)
        return found or frozenset(tag for tag, placed in self.assets.items() if asset and placed.bare == bare(asset))

    def kind_of(self, senses: Iterable[frozenset[str]]) -> frozenset[str]:
        """Return the tags of the assets whose names hold one of the words that are said."""
        said = frozenset().union(*senses) & self.concepts
        return frozenset(tag for tag, placed in self.assets.items() if placed.concepts & said)

    def place(self, tag: str, named: frozenset[str], of_kind: frozenset[str]) -> Place:
        """Return where ``tag`` stands to the assets ``named``; where none is, those ``of_kind`` are meant."""
        if not named and not of_kind:
            return "unasked"
        if tag in (named or of_kind):
            return "asset"
        this, those = self.assets.get(tag), [self.assets[other] for other in named]
        if this and any(this.bare == that.bare for that in those):
            return "asset"
        if tag in of_kind or (this and this.kind and any(this.kind == that.kind for that in those)):
            return "class"
        return "location" if this and any(this.places & that.places for that in those) else "fleet"


def bare(tag: str) -> str:
    """Return a tag without case and separators."""
    return "".join(character for character in tag.casefold() if character.isalnum())


def _above(place: str | None, above: dict[str, str | None]) -> frozenset[str]:
    """Return a place and what it lies in; the topmost is left out, for everything lies in it."""
    found: list[str] = []
    while place and place not in found:
        found.append(place)
        place = above.get(place)
    return frozenset(found[:-1] or found)
