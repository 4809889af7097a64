"""What a session has come to: the ranking after the answers, what speaks against them, and the next step.

An investigation is plain JSON; these functions read it and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from plant_tools.investigation import belief
from plant_tools.investigation.belief import Belief

Json = dict[str, Any]

MOST_WHYS = 5


def ranking(one: Json) -> list[Json]:
    """Return the candidates, likeliest first, with ``share`` (of belief, 0 to 1) and ``state``.

    ``state``: "found" or "excluded" by a check of its own, else "open". ``share`` orders candidates, and stands on
    assumed weights of sources and checks: it is never shown as a probability.
    """
    held, states = believed(one), _states(one)
    ranked = [
        c | {"share": round(held.get(c["id"], 0.0), 4), "state": states.get(c["id"], "open")} for c in one["candidates"]
    ]
    order = {"found": 0, "open": 1, "excluded": 2}
    return sorted(ranked, key=lambda c: (order[c["state"]], -c["share"], c["id"]))


def believed(one: Json) -> Belief:
    """Return the belief after all answers that stand."""
    checks = {check["id"]: check for check in one["checks"]}
    answers = _standing(one)
    return reduce(
        lambda held, name: belief.after(held, checks[name], answers[name]), answers, belief.prior(one["candidates"])
    )


def contradictions(one: Json) -> list[Json]:
    """Return what does not go together, by code and words: said plainly, never averaged away."""
    return list(_contradictions(one))


def next_step(one: Json) -> Json:
    """Return {kind, ...}: check, isolate, confirm, exhausted, why, write_back or done."""
    if one["state"] == "closed":
        return {"kind": "done"}
    if one["confirmed"]:
        return {"kind": "why", "of": _last_why(one)} if _asks_why(one) else {"kind": "write_back"}
    ranked = ranking(one)
    if ranked and ranked[0]["state"] == "found":
        return {"kind": "confirm", "candidate": ranked[0]}
    checks = open_checks(one)
    if not checks:
        return {"kind": "exhausted"}
    gated = checks[0]["touch"] == "hands_on" and not one["isolation"]
    return {"kind": "isolate" if gated else "check", "check": checks[0]}


def open_checks(one: Json) -> list[Json]:
    """Return the checks without an answer, the most telling for their cost first; of excluded candidates none."""
    states = _states(one)
    answered = {answer["check"] for answer in one["answers"]}
    left = [
        check
        for check in one["checks"]
        if check["id"] not in answered
        and not (check["asks"] and all(states.get(c) == "excluded" for c in check["asks"]))
    ]
    return belief.best_first(believed(one), left, isolated=bool(one["isolation"]))


def _standing(one: Json) -> dict[str, str]:
    """Return the answers by check; one that was answered both yes and no counts as not answered."""
    said: dict[str, set[str]] = {}
    for answer in one["answers"]:
        said.setdefault(answer["check"], set()).add(answer["answer"])
    return {name: next(iter(given)) for name, told in said.items() if len(given := told - {"unknown"}) == 1}


def _states(one: Json) -> dict[str, str]:
    checks = {check["id"]: check for check in one["checks"]}
    return {
        candidate: "found" if answer == "yes" else "excluded"
        for name, answer in _standing(one).items()
        for candidate in checks[name]["asks"]
    }


def _contradictions(one: Json) -> Iterator[Json]:
    texts = {check["id"]: check["text"] for check in one["checks"]}
    for name in dict.fromkeys(answer["check"] for answer in one["answers"]):
        told = {a["answer"]: a for a in one["answers"] if a["check"] == name}
        if {"yes", "no"} <= told.keys():
            yes, no = told["yes"], told["no"]
            yield {"code": "both_ways", "check": texts[name], "yes": yes["by"], "no": no["by"]}
    states = _states(one)
    causes = {c["id"]: c["cause"] for c in one["candidates"]}
    if len(found := [causes[name] for name, state in states.items() if state == "found"]) > 1:
        yield {"code": "several_found", "causes": found}
    if causes and all(states.get(name) == "excluded" for name in causes):
        yield {"code": "all_excluded"}


def _asks_why(one: Json) -> bool:
    """Ask on while the last "why" has evidence; the confirmed cause has."""
    whys = one["whys"]
    return not one["whys_done"] and len(whys) < MOST_WHYS and (not whys or whys[-1]["mark"] == "evidence")


def _last_why(one: Json) -> str:
    return str(one["whys"][-1]["text"] if one["whys"] else one["confirmed"]["cause"])
