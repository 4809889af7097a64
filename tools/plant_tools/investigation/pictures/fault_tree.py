"""The fault tree: events with their gates, basic events in the colour of the cut sets of one event."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation import cited
from plant_tools.investigation.errors import FaultTreeInvalid
from plant_tools.investigation.fault_tree import CutSet, FaultTree
from plant_tools.investigation.lexicon import ARMS
from plant_tools.investigation.phrases import say
from plant_tools.investigation.pictures.paper import Box, broken, paper
from plant_tools.investigation.pictures.sight import Sight
from plant_tools.investigation.pictures.tree import Node, drawn

Json = dict[str, Any]

MOST_BOXES = 400
_ROOM = 160


def fault_tree_picture(tree: FaultTree, cuts: list[CutSet], sight: Sight) -> str:
    """Return the SVG. An event that several gates use is drawn under each. Raises ``FaultTreeInvalid``, too large."""
    single = {name for cut in cuts if len(cut) == 1 for name in cut}
    left = [MOST_BOXES]
    root = _node(tree, tree.top, single, sight, left)
    parts, wide, high = drawn(root, upright=sight.upright)
    return paper(wide, high, f"{say(sight.language, 'fault_tree')}: {tree.events[tree.top].text}", parts)


def _node(tree: FaultTree, name: str, single: set[str], sight: Sight, left: list[int]) -> Node:
    left[0] -= 1
    if left[0] < 0:
        raise FaultTreeInvalid(f"The tree has more than {MOST_BOXES} boxes to draw.", remedy="Draw a branch of it.")
    event = tree.events[name]
    told = say(sight.language, f"arm.{name}") if name in ARMS and event.text == name else event.text
    note = [
        short for where in cited.tags(dict(e) for e in event.evidence)[:1] for short in broken(where, 1.15 * _ROOM, 1)
    ]
    if event.probability is not None:
        note.append(f"p = {event.probability:g}")
    kind = "h" if name in single and not event.gate else "x"
    gate = say(sight.language, f"gate_{event.gate}", votes=event.votes, of=len(event.inputs)) if event.gate else ""
    under = [] if name in sight.folded else [_node(tree, one, single, sight, left) for one in event.inputs]
    return Node(
        Box(broken(told, 1.6 * _ROOM if sight.upright else _ROOM), kind, note, bold=name == tree.top, of=name),
        under,
        gate,
    )
