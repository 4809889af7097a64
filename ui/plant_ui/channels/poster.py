"""Putting something into a channel that nobody asked for there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.parts import Rendered


class Poster(Protocol):
    """A channel that can be written to. ``place`` is what the channel calls it: an id, an address."""

    def readers(self, place: str) -> Principal:
        """Return what everybody who reads there may see."""

    def post(self, place: str, title: str, answers: Sequence[Rendered]) -> str:
        """Post answers under a title; return where they are. Raises ``PlantError``, saying why it cannot."""
