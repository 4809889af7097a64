"""Putting something into a channel that nobody asked for there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.parts import Json, Rendered
from plant_ui.channels.rendering import rendered


class Poster(Protocol):
    """A channel that can be written to. ``place`` is what the channel calls it: an id, an address."""

    def readers(self, place: str) -> Principal:
        """Return what everybody who reads there may see."""

    def post(self, place: str, title: str, answers: Sequence[Json]) -> str:
        """Post answers under a title; return where they are. Raises ``PlantError``, saying why it cannot."""


def announced(answer: Json) -> Rendered:
    """Return an answer that nobody asked for as parts: pages can be opened, but nobody is asked whether it helped."""
    return replace(rendered(answer), rated=False)


def glance(answers: Sequence[Rendered]) -> list[str]:
    """Return what can be read of answers at a glance: each warning once, then the first line of each."""
    cautions = [caution for told in answers for caution in told.warnings]
    warnings = [" ".join(filter(None, ("⚠", one.signal, one.line.text))) for one in cautions]
    return [*dict.fromkeys(warnings), *(told.lead.text for told in answers)]
