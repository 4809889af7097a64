"""The fault tree that a session makes of itself: the problem, over the arms of the fishbone, over the candidates."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation.lexicon import ARMS

Json = dict[str, Any]


def own_tree(one: Json) -> Json:
    """Return {top, events}; unsorted candidates hang at the top, the whys under the confirmed one."""
    events: dict[str, Json] = {"top": {"gate": "or", "text": one["problem"], "inputs": []}}
    for arm in (*ARMS, ""):
        mine = [c for c in one["candidates"] if c["arm"] == arm]
        if arm and mine:
            events["top"]["inputs"].append(arm)
            events[arm] = {"gate": "or", "text": arm, "arm": True, "inputs": [c["id"] for c in mine]}
        else:
            events["top"]["inputs"] += [c["id"] for c in mine]
        events |= {c["id"]: {"text": c["cause"], "evidence": c["evidence"]} for c in mine}
    return {"top": "top", "events": events | _whys(one, events)}


def _whys(one: Json, events: dict[str, Json]) -> dict[str, Json]:
    if not one["confirmed"] or one["confirmed"]["id"] not in events:
        return {}
    chain = [one["confirmed"]["id"], *(f"why{at}" for at in range(1, len(one["whys"]) + 1))]
    under = {
        name: {"text": why["text"], "evidence": why["evidence"]}
        for name, why in zip(chain[1:], one["whys"], strict=True)
    }
    named = {chain[0]: events[chain[0]], **under}
    return {
        name: told | ({"gate": "or", "inputs": [chain[at + 1]]} if at + 1 < len(chain) else {})
        for at, (name, told) in enumerate(named.items())
    }
