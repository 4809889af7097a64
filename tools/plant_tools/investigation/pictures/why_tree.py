"""The why-tree: the problem, the candidates under it, and under the confirmed one the whys, each with what backs it."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation import cited
from plant_tools.investigation.phrases import say
from plant_tools.investigation.pictures.paper import Box, broken, paper
from plant_tools.investigation.pictures.sight import Sight
from plant_tools.investigation.pictures.tree import Node, drawn
from plant_tools.investigation.session import ranking

Json = dict[str, Any]

_ROOM, _ROOM_UPRIGHT = 170, 290
_KINDS = {"found": "f", "excluded": "g", "open": "x"}


def why_tree(one: Json, sight: Sight) -> str:
    """Return the SVG; a hypothesis has a dashed frame and says so."""
    spoken, room = sight.language, _ROOM_UPRIGHT if sight.upright else _ROOM
    root = Node(Box(broken(one["problem"], max(room, 240)), "x", (), bold=True, of="top"))
    for candidate in [] if "top" in sight.folded else ranking(one):
        confirmed = bool(one["confirmed"]) and one["confirmed"]["id"] == candidate["id"]
        state = say(spoken, "state_confirmed" if confirmed else f"state_{candidate['state']}")
        note = _note(state, candidate["evidence"])
        node = Node(Box(broken(candidate["cause"], room), _KINDS[candidate["state"]], note, of=candidate["id"]))
        root.under.append(node)
        if confirmed:
            _chain(node, one["whys"], sight)
    parts, wide, high = drawn(root, upright=sight.upright)
    return paper(wide, high, f"{say(spoken, 'why_tree')}: {one['problem']}", parts)


def _chain(node: Node, whys: list[Json], sight: Sight) -> None:
    for at, why in enumerate(whys, 1):
        if node.box.of in sight.folded:
            return
        backed = why["mark"] == "evidence"
        note = _note(say(sight.language, f"mark_{why['mark']}"), why["evidence"])
        node.under.append(Node(Box(broken(why["text"], _ROOM), "f" if backed else "h", note, of=f"why{at}")))
        node = node.under[-1]


def _note(state: str, evidence: list[Json]) -> list[str]:
    return [state, *(short for where in cited.tags(evidence)[:2] for short in broken(where, _ROOM * 1.15, 1))]
