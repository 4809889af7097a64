"""The pictures of an investigation by name, and the analysis of a fault tree with its picture."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation.errors import InvestigationInvalid
from plant_tools.investigation.fault_tree import minimal_cut_sets, read_tree, top_probability
from plant_tools.investigation.own_tree import own_tree
from plant_tools.investigation.pictures.fault_tree import fault_tree_picture
from plant_tools.investigation.pictures.fishbone import fishbone
from plant_tools.investigation.pictures.sight import Sight
from plant_tools.investigation.pictures.why_tree import why_tree

Json = dict[str, Any]

PICTURES = ("fishbone", "why-tree", "fault-tree")


def picture(one: Json, name: str, sight: Sight | None = None) -> str:
    """Return the SVG of a session, in its language where nothing else is wanted. Raises ``InvestigationInvalid``."""
    sight = sight or Sight(one["language"])
    if name not in PICTURES:
        raise InvestigationInvalid(f"There is no picture {name!r}.", remedy=f"It is one of {', '.join(PICTURES)}.")
    if one["kind"] == "tree" or not one["candidates"]:
        raise InvestigationInvalid(
            "There is nothing to draw: the investigation has no candidate causes.", remedy="Say one in a session."
        )
    if name == "fault-tree":
        tree = read_tree(own_tree(one))
        return fault_tree_picture(tree, minimal_cut_sets(tree), sight)
    return fishbone(one, sight) if name == "fishbone" else why_tree(one, sight)


def analysed(given: Any, language: str = "en") -> Json:
    """Return {top, cut_sets: [[name]], single: [name], probability, svg} of a fault tree given as JSON.

    ``probability`` is the minimal cut upper bound for independent events, None unless every basic event of a cut set
    has one. Raises ``FaultTreeInvalid``; of a cyclic tree it names the circle.
    """
    tree = read_tree(given)
    cuts = minimal_cut_sets(tree)
    return {
        "top": tree.top,
        "cut_sets": [sorted(cut) for cut in cuts],
        "single": sorted(name for cut in cuts if len(cut) == 1 for name in cut),
        "probability": top_probability(tree, cuts),
        "svg": fault_tree_picture(tree, cuts, Sight(language)),
    }
