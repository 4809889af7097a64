"""Routing without a model."""

from __future__ import annotations

from plant_agents.crew import Call
from plant_agents.question import Question


class ManualsRouter:
    """Sends every question to the manuals, the one source there is."""

    def route(self, question: Question) -> tuple[Call, ...]:
        """Return one call of the manuals tool."""
        arguments = {"question": question.text, "language": question.language}
        chosen = {"asset": question.asset, "as_of": question.as_of}
        return (Call("manuals", arguments | {name: value for name, value in chosen.items() if value}),)
