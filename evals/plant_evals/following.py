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
from plant_knowledge_ingest.principal import Principal

_ASKER = Principal("eval")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question, the one that follows it, and what that one is about. ``query`` is a part of the history's query."""

    id: str
    half: str
    language: str
    before: str
    question: str
    asset: str
    query: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a follow-up came to: whether its asset is the right one, whether its query is, and the calls made."""

    case: FollowUp
    asset: bool
    query: bool
    calls: tuple[Call, ...]


def follow_ups() -> list[FollowUp]:
    """Return the committed cases."""
    file = resources.files("plant_evals") / "cases" / "follow_ups.jsonl"
    return [FollowUp(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def resolve(router: Router, cases: Iterable[FollowUp]) -> Iterator[Resolved]:
    """Route each case's question, then what follows it with what was remembered."""
    for case in cases:
        first = router.route(Question(case.before, case.language, "", _ASKER), Remembered())
        routed = router.route(Question(case.question, case.language, "", _ASKER), first.remembered)
        asked = [call.arguments for call in routed.calls if call.tool == "history"]
        about = {asset for call in routed.calls for asset in _assets(call)}
        right = about == {case.asset} if case.asset else not about
        wanted = not case.query or any(_holds(query, case.query) for query in asked)
        yield Resolved(case, right, wanted, routed.calls)


def report(resolved: Sequence[Resolved]) -> dict[str, Any]:
    """Return the shares by language and half, and what was missed."""
    from plant_evals.figures import share

    groups = [(language, half) for language in ("en", "de", "zh-Hans") for half in ("seen", "unseen")]
    found = {g: [r for r in resolved if (r.case.language, r.case.half) == g] for g in groups}
    return {
        "cases": len(resolved),
        "asset": share(r.asset for r in resolved),
        "asset_unseen": share(r.asset for r in resolved if r.case.half == "unseen"),
        "query": share(r.query for r in resolved),
        "groups": {f"{g[0]} {g[1]}": [sum(r.asset for r in some), len(some)] for g, some in found.items()},
        "missed": [r.case.id for r in resolved if not (r.asset and r.query)],
    }


def _assets(call: Call) -> tuple[str, ...]:
    """Return the assets of a call, which the manuals are told in words. A code is no asset."""
    if "question" not in call.arguments:
        return tuple(call.arguments.get("assets", ()))
    return tuple(tag for tag in subjects(str(call.arguments["question"])) if "-" in tag)


def _holds(query: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(str(query.get(name, ""))[:10] == str(value) for name, value in wanted.items())
