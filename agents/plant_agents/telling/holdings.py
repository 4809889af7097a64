"""What records are called where they are cited: "brunnental, 7 records"."""

from __future__ import annotations

from plant_agents.messages import say
from plant_tools.plainly import whole


def records_named(language: str, dataset: str, number: int) -> str:
    """Return the data set and how many of its records are meant, one of them in the singular."""
    return say(language, "record" if number == 1 else "records", dataset=dataset, number=whole(language, number))
