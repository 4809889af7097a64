"""Where to look for what nothing answers: places, and no statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plant_agents.answer import Notice
from plant_agents.gaps import Gap
from plant_agents.messages import say
from plant_agents.setting import place


def nearest_notices(language: str, gaps: Sequence[Gap]) -> Iterator[Notice]:
    """Yield a notice of the places that the ``gaps`` of an answer that says nothing are nearest to, if any."""
    places = dict.fromkeys(place(language, citation) for gap in gaps for citation in gap.finding.nearest)
    if places:
        yield Notice("nearest", say(language, "nearest", places="; ".join(places)))
