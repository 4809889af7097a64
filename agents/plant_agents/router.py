"""Routing without a model: part by part, to tools that know a question to be theirs or have examples like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from plant_agents.crew import Call, Clarification, Routed
from plant_agents.declaration import Claim, Declaration
from plant_agents.following import Followed, follow, merged, remember, selects_nothing, subjects
from plant_agents.parts import parts
from plant_agents.remembered import Remembered
from plant_agents.small_talk import small_talk

if TYPE_CHECKING:
    from plant_agents.likeness import Likeness
    from plant_agents.question import Question


class DeclaredRouter:
    """Chooses among declared tools. ``likeness`` compares with their examples; without it only grammars decide."""

    def __init__(
        self,
        declared: Mapping[str, Declaration],
        likeness: Likeness | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._declared, self._likeness, self._today = declared, likeness, today

    def route(self, question: Question, before: Remembered) -> Routed:
        """Return the calls that the question's parts ask for; each follows the one before. Greetings ask none."""
        if not before.choices and small_talk(question.text):
            return Routed((), None, before)
        if (begun := self._flow(question)) is not None:
            return Routed((begun,), None, Remembered(question.text, question.language, question.asset))
        found: list[Call] = []
        for number, part in enumerate((question.text,) if before.choices else parts(question.text)):
            followed = follow(part, before, self._today(), part=number > 0)
            asked = replace(question, text=followed.text)
            calls = self._calls(asked)
            about = " ".join(subjects(followed.text)) or question.asset or (before.asset if followed.inherits else "")
            last = Remembered(followed.text, question.language, about)
            if isinstance(calls, Clarification):
                return Routed((), calls, replace(last, choices=calls.choices))
            calls = [_completed(call, followed, before) for call in calls]
            before = _after(last, calls)
            found += [call for call in calls if call not in found]
        order = list(self._declared)
        return Routed(tuple(sorted(found, key=lambda call: order.index(call.tool))), None, before)

    def _flow(self, question: Question) -> Call | None:
        """Return the call of a flow that claims the question as it stands: what is dictated is not taken apart."""
        for name, declared in self._declared.items():
            claim = declared.claims(question) if declared.flow and declared.claims else None
            if isinstance(claim, Claim):
                return Call(name, claim.arguments)
        return None

    def _calls(self, question: Question) -> Sequence[Call] | Clarification:
        if (near := self._near(question)) is not None:
            return near
        claimed = dict(self._claimed(question))
        claims = {name: claim for name, claim in claimed.items() if isinstance(claim, Claim)}
        alone = any(claim.alone for claim in claims.values())
        if not alone and (unclear := next((c for c in claimed.values() if isinstance(c, Clarification)), None)):
            return unclear
        return [Call(name, claim.arguments) for name, claim in claims.items() if claim.alone >= alone]

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


def _completed(call: Call, followed: Followed, before: Remembered) -> Call:
    """Give a call what it inherits: the history its selection, the manuals what "this" points at."""
    if call.tool == "history" and before.query and (followed.inherits or selects_nothing(call.arguments)):
        return Call(call.tool, merged(call.arguments, before.query))
    if call.tool == "manuals" and followed.topic:
        return Call(call.tool, {**call.arguments, "question": f"{followed.text} {followed.topic}"[:2_000]})
    return call


def _after(last: Remembered, calls: Sequence[Call]) -> Remembered:
    """Return what is remembered after a part of a question was routed."""
    queries = [call.arguments for call in calls if call.tool == "history"]
    return remember(last, queries[-1]) if queries else last
