"""Procedures: "write an SOP for ..." drafts one; "approve SOP-P-101-1" asks the person who approves."""

from __future__ import annotations

from collections.abc import Mapping

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.flows.sop import sop_flow
from plant_agents.question import Question
from plant_tools.sop.desk import SopDesk
from plant_tools.sop.ordering import ordered
from plant_tools.sop.tool import SopTool

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Write an SOP for replacing the seals of a filling valve of FL-303",
        "Merge SOP-FL-303-1 and SOP-FL-303-2",
        "Approve SOP-FL-303-1",
    ),
    "de": ("Schreibe eine SOP für Gleitringdichtung tauschen an P-101", "SOP-P-101-1 freigeben"),
    "zh-Hans": ("写一份PL-307更换回油滤芯的SOP", "批准 SOP-PL-307-1"),
    "zh-Hant": ("寫一份K-110更換潤滑油的SOP", "核准 SOP-K-110-1"),
}


def declare(plant: Plant) -> Declaration:
    """Declare the drafting and approval of standard operating procedures."""
    desk = SopDesk(plant.records, plant.library, plant.approvers, plant.phrase, plant.pair)
    return Declaration(SopTool(desk), EXAMPLES, claims=claim, flow=sop_flow(desk))


def claim(question: Question) -> Claim | None:
    """Return what a sentence that orders a procedure asks for; None for anything else."""
    order = ordered(question.text)
    if order is None:
        return None
    if order.doing != "draft":
        return Claim({"doing": order.doing, "sop": order.sop})
    asked = {"asset": question.asset, "merge": list(order.merge)}
    return Claim({"text": order.task} | {name: value for name, value in asked.items() if value})
