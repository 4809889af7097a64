"""Candidate causes of all sources in one list, each source with a stated weight, and still told apart.

score(c) = sum over the sources that say anything of weight x share, over the sum of their weights. History's share is
its probability; a source without figures of its own shares evenly. Causes of two sources are one where their names are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plant_tools.evidence import Evidence
from plant_tools.rca.causes import folded

WEIGHTS: Mapping[str, float] = {"history": 0.6, "manuals": 0.3, "fmea": 0.1}
"""What has happened here counts most; what a maker or a team thought possible less."""


def shares(evidence: Sequence[Evidence]) -> dict[str, float]:
    """Return for each cause its share of what rows of fault tables, or of FMEAs, list: by likeness, evenly in a row.

    A manual says what can be the cause, not how often it is; the ratings of an FMEA are ordinals, and no share either.
    """
    found: dict[str, float] = {}
    for one in evidence:
        row = one.details["fault_row"] if "fault_row" in one.details else one.details["fmea_row"]
        for cause in row["causes"]:
            found[cause] = found.get(cause, 0.0) + row["likeness"] / len(row["causes"])
    whole = sum(found.values())
    return {cause: weight / whole for cause, weight in found.items()} if whole else {}


def combined(sources: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    """Return {cause, score, sources: {name: share}} of the causes in ``sources``, the best first.

    >>> combined({"history": {"WEAR": 0.5, "DIRT": 0.5}, "manuals": {"wear": 1.0}})[0]["cause"]
    'WEAR'
    """
    speaking = {name: shares for name, shares in sources.items() if shares}
    whole = sum(WEIGHTS[name] for name in speaking)
    found: dict[str, dict[str, Any]] = {}
    for name, shares in speaking.items():
        for cause, share in shares.items():
            one = found.setdefault(folded(cause), {"cause": cause, "score": 0.0, "sources": {}})
            one["score"] += WEIGHTS[name] * share / whole
            one["sources"][name] = round(share, 4)
    ranked = sorted(found.values(), key=lambda one: (-one["score"], one["cause"]))
    return [one | {"score": round(one["score"], 4)} for one in ranked]
