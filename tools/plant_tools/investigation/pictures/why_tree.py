"""The why-tree: the problem, the candidates under it, and under the confirmed one the whys, each with what backs it."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation import cited
from plant_tools.investigation.phrases import say
from plant_tools.investigation.pictures.paper import Box, broken, paper
from plant_tools.investigation.pictures.tree import Node, drawn
from plant_tools.investigation.session import ranking

Json = dict[str, Any]

_ROOM = 170
_KINDS = {"found": "f", "excluded": "g", "open": "x"}


def why_tree(one: Json, language: str) -> str:
    """Return the SVG; a hypothesis has a dashed frame and says so."""
    root = Node(Box(broken(one["problem"], 240), "x", (), bold=True))
    for candidate in ranking(one):
        confirmed = bool(one["confirmed"]) and one["confirmed"]["id"] == candidate["id"]
        state = say(language, "state_confirmed" if confirmed else f"state_{candidate['state']}")
        box = Box(broken(candidate["cause"], _ROOM), _KINDS[candidate["state"]], _note(state, candidate["evidence"]))
        node = Node(box)
        root.under.append(node)
        if confirmed:
            _chain(node, one["whys"], language)
    parts, wide, high = drawn(root)
    return paper(wide, high, f"{say(language, 'why_tree')}: {one['problem']}", parts)


def _chain(node: Node, whys: list[Json], language: str) -> None:
    for why in whys:
        backed = why["mark"] == "evidence"
        note = _note(say(language, f"mark_{why['mark']}"), why["evidence"])
        node.under.append(Node(Box(broken(why["text"], _ROOM), "f" if backed else "h", note)))
        node = node.under[-1]


def _note(state: str, evidence: list[Json]) -> list[str]:
    return [state, *(short for where in cited.tags(evidence)[:2] for short in broken(where, _ROOM * 1.15, 1))]
