"""An investigation as every face gets it: what is kept, and what follows from it."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation import troubleshooting
from plant_tools.investigation.eight_d import eight_d
from plant_tools.investigation.session import contradictions, next_step, open_checks, ranking

Json = dict[str, Any]


def shown(one: Json) -> Json:
    """Return it with ranking, next, contradictions and eight_d; of a tree with the way and the present node."""
    kept = {name: value for name, value in one.items() if name not in {"keys", "groups"}}
    if one["kind"] == "tree":
        return kept | _of_tree(one)
    return kept | {
        "ranking": ranking(one),
        "next": next_step(one),
        "open_checks": open_checks(one),
        "contradictions": contradictions(one),
        "eight_d": eight_d(one),
    }


def _of_tree(one: Json) -> Json:
    at = troubleshooting.here(one["tree"], one["path"])
    node = one["tree"]["nodes"].get(at)
    return {"at": at, "walked": troubleshooting.walked(one["tree"], one["path"]), "next": _next(one, at, node)}


def _next(one: Json, at: str, node: Json | None) -> Json:
    if node is None:
        return {"kind": at}
    gated = node["touch"] == "hands_on" and not one["isolation"]
    return {"kind": "isolate" if gated else node["kind"], "node": node}
