"""How sure a session is of each candidate, and what a further check would tell (expected information gain).

Bayes over exclusive candidates and "none of these". What a check is worth is the entropy it is expected to take away
(Lindley, 1956), in bits, over what it costs in minutes; work behind a lock-out costs the lock-out as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

from plant_tools.rca.combining import WEIGHTS

Json = dict[str, Any]
Belief = dict[str, float]

RIGHT = 0.9
"""The share of checks that find what is there. An assumption of the method, and said wherever it counts."""

FALSE_ALARM = 0.1
"""The share of checks that find what is not there. An assumption as well."""

ELSE = "else"
"""The candidate that stands for every cause that is not listed."""

_ELSE_SHARE = 0.1
_LOCK_OUT = 20  # minutes that isolating, locking and proving take, assumed
SHARES = {**WEIGHTS, "person": 0.3}
"""The weights of the sources, as they are shown; of those that have candidates they are brought to 1."""


def prior(candidates: Sequence[Json]) -> Belief:
    """Return the belief before any answer: each source's share, inside it by ``weight``, evenly where there is none."""
    sources = {one["source"] for one in candidates}
    whole = sum(SHARES[source] for source in sources)
    belief = {ELSE: _ELSE_SHARE}
    for source in sources:
        mine = [one for one in candidates if one["source"] == source]
        weights = [one["weight"] or 0.0 for one in mine]
        total = sum(weights)
        for one, weight in zip(mine, weights, strict=True):
            share = weight / total if total else 1 / len(mine)
            belief[one["id"]] = (1 - _ELSE_SHARE) * SHARES[source] / whole * share
    return belief


def after(belief: Belief, check: Json, answer: str) -> Belief:
    """Return the belief after an answer, "yes" or "no"; any other one changes nothing."""
    if answer not in {"yes", "no"}:
        return belief
    weighed = {
        name: share * (chance if answer == "yes" else 1 - chance)
        for name, share in belief.items()
        for chance in [_chance(check, name)]
    }
    whole = sum(weighed.values())
    return {name: share / whole for name, share in weighed.items()} if whole else belief


def gain(belief: Belief, check: Json) -> float:
    """Return the bits that ``check`` is expected to tell."""
    yes = sum(share * _chance(check, name) for name, share in belief.items())
    told = yes * _entropy(after(belief, check, "yes")) + (1 - yes) * _entropy(after(belief, check, "no"))
    return max(_entropy(belief) - told, 0.0)


def best_first(belief: Belief, checks: Sequence[Json], *, isolated: bool) -> list[Json]:
    """Return the checks with their ``bits`` and ``cost`` in minutes, the most bits for a minute first."""
    rated = [
        check | {"bits": round(gain(belief, check), 3), "cost": _cost(check, isolated=isolated)} for check in checks
    ]
    return sorted(rated, key=lambda check: (-check["bits"] / check["cost"], check["cost"], check["id"]))


def _cost(check: Json, *, isolated: bool) -> int:
    return int(check["minutes"]) + (_LOCK_OUT if check["touch"] == "hands_on" and not isolated else 0)


def _chance(check: Json, name: str) -> float:
    """Return how probable "yes" is if ``name`` is the cause."""
    given: Mapping[str, float] = check.get("chances") or {}
    if name in given:
        return min(max(given[name], 0.01), 0.99)
    return RIGHT if name in check["asks"] else FALSE_ALARM


def _entropy(belief: Belief) -> float:
    return -sum(share * log2(share) for share in belief.values() if share > 0)
