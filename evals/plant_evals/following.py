"""Follow-up questions: whether they are asked of the asset, the time and the figure that are meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from plant_agents.crew import Call, Router
from plant_agents.following import subjects
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_evals.figures import share
from plant_knowledge_ingest.principal import Principal

_ASKER = Principal("eval")
FILES = ("follow_ups", "follow_ups_tuning", "follow_ups_unseen")
"""The first ones, half of which were looked at; those that were tuned on after that; those that were only counted."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was asked ``before``, one question or several, what follows, and what that is about.

    ``query`` is a part of the history's query.
    """

    id: str
    half: str
    language: str
    before: str | Sequence[str]
    question: str
    asset: str
    query: Mapping[str, Any]

    @property
    def turns(self) -> tuple[str, ...]:
        """The questions before, in their order."""
        return (self.before,) if isinstance(self.before, str) else tuple(self.before)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a follow-up came to: whether its asset is the right one, whether its query is, and the calls made."""

    case: FollowUp
    asset: bool
    query: bool
    calls: tuple[Call, ...]


def follow_ups(name: str = "follow_ups") -> list[FollowUp]:
    """Return the committed cases of one of ``FILES``."""
    file = resources.files("plant_evals") / "cases" / f"{name}.jsonl"
    return [FollowUp(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def resolve(router: Router, cases: Iterable[FollowUp]) -> Iterator[Resolved]:
    """Route each case's question, then what follows it with what was remembered."""
    for case in cases:
        known = Remembered()
        for turn in case.turns:
            known = router.route(Question(turn, case.language, "", _ASKER), known).remembered
        routed = router.route(Question(case.question, case.language, "", _ASKER), known)
        asked = [call.arguments for call in routed.calls if call.tool == "history"]
        about = {asset for call in routed.calls for asset in _assets(call)}
        right = about == {case.asset} if case.asset else not about
        wanted = not case.query or any(_holds(query, case.query) for query in asked)
        yield Resolved(case, right, wanted, routed.calls)


def report(resolved: Sequence[Resolved]) -> dict[str, Any]:
    """Return the shares by language and half, and what was missed."""
    groups = sorted({(r.case.language, r.case.half) for r in resolved})
    found = {g: [r for r in resolved if (r.case.language, r.case.half) == g] for g in groups}
    return {
        "cases": len(resolved),
        "asset": share(r.asset for r in resolved),
        "asset_unseen": share(r.asset for r in resolved if r.case.half == "unseen"),
        "query_unseen": share(r.query for r in resolved if r.case.half == "unseen"),
        "query": share(r.query for r in resolved),
        "groups": {f"{g[0]} {g[1]}": share(r.asset for r in some) for g, some in found.items()},
        "missed": [r.case.id for r in resolved if not (r.asset and r.query)],
    }


def _assets(call: Call) -> tuple[str, ...]:
    """Return the assets of a call, which the manuals are told in words; a code is none. "FL 303" is FL-303."""
    if "question" not in call.arguments:
        return tuple(str(tag).replace(" ", "-") for tag in call.arguments.get("assets", ()))
    return tuple(tag for tag in subjects(str(call.arguments["question"])) if "-" in tag)


def _holds(query: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(str(query.get(name, ""))[:10] == str(value) for name, value in wanted.items())
