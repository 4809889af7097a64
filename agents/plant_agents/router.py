"""Routing without a model: part by part, to tools that know a question to be theirs or have examples like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plant_agents.crew import Call, Clarification, Routed
from plant_agents.declaration import Claim, Declaration
from plant_agents.remembered import Remembered

if TYPE_CHECKING:
    from plant_agents.likeness import Likeness
    from plant_agents.question import Question


class DeclaredRouter:
    """Chooses among declared tools. ``likeness`` compares with their examples; without it only grammars decide."""

    def __init__(self, declared: Mapping[str, Declaration], likeness: Likeness | None = None) -> None:
        self._declared, self._likeness = declared, likeness

    def route(self, question: Question, before: Remembered) -> Routed:
        """Return the calls that the question's parts ask for; each part follows the one before it."""
        remembered = Remembered(question.text, question.language, question.asset)
        claims = self._claims(question)
        if isinstance(claims, Clarification):
            return Routed((), claims, replace(remembered, choices=claims.choices))
        return Routed(tuple(claims), None, remembered)

    def _claims(self, question: Question) -> Sequence[Call] | Clarification:
        if (near := self._near(question)) is not None:
            return near
        claimed = dict(self._claimed(question))
        for claim in claimed.values():
            if isinstance(claim, Clarification):
                return claim
        alone = any(claim.alone for claim in claimed.values() if isinstance(claim, Claim))
        return [
            Call(name, claim.arguments)
            for name, claim in claimed.items()
            if isinstance(claim, Claim) and claim.alone >= alone
        ]

    def _near(self, question: Question) -> Sequence[Call] | Clarification | None:
        """Return the call of the tool whose examples the question is like, if it is like any."""
        name = self._likeness.nearest(question.text) if self._likeness else ""
        declared = self._declared.get(name)
        told = declared.arguments(question) if declared and declared.arguments else None
        return told if told is None or isinstance(told, Clarification) else [Call(name, told)]

    def _claimed(self, question: Question) -> Iterator[tuple[str, Claim | Clarification]]:
        for name, declared in self._declared.items():
            if declared.claims and (claim := declared.claims(question)) is not None:
                yield name, claim
