"""Similar cases: asked wherever somebody asks whether something has happened before; the manuals are asked as well."""

from __future__ import annotations

from plant_agents.declaration import Arguments, Claim, Declaration, Plant
from plant_agents.question import Question
from plant_tools.cases.tool import CasesTool
from plant_tools.cases.wording import asks_for_cases, case_in
from plant_tools.tool import Tool

EXAMPLES = {
    "en": (
        "Has this happened before? Pump P-101 loud and hot at the drive end",
        "Similar cases: label stuck at the cutter",
        "Have we had a torn belt before?",
        "Was there ever a leak at the rotary union?",
    ),
    "de": (
        "Gab es das schon einmal: Pumpe P-101 laut und heiß?",
        "Ähnliche Fälle: Etikett hängt am Messer fest",
        "Hatten wir schon einmal einen gerissenen Riemen?",
        "Ist das schon einmal aufgetreten?",
    ),
    "zh-Hans": (
        "以前出现过P-101异响发热吗？",
        "有没有类似的工单：标签卡在切刀处",
        "以前发生过皮带断裂吗？",
        "旋转接头泄漏，有类似案例吗？",
    ),
}


def declare(plant: Plant) -> Declaration:
    """Declare the similar cases among the plant's orders."""
    return declared(CasesTool(plant.library, plant.records, plant.home / "cases"))


def declared(tool: Tool) -> Declaration:
    """Declare ``tool`` as what finds similar cases."""
    return Declaration(tool, EXAMPLES, _arguments, claims=_claim)


def _claim(question: Question) -> Claim | None:
    return Claim(_arguments(question), alone=False) if asks_for_cases(question.text) else None


def _arguments(question: Question) -> Arguments:
    return {"text": case_in(question.text)} | ({"asset": question.asset} if question.asset else {})
