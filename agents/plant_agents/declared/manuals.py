"""The manuals: asked whatever nothing else is asked for."""

from __future__ import annotations

from plant_agents.declaration import Arguments, Claim, Declaration, Plant
from plant_agents.question import Question
from plant_tools.cases.wording import asks_for_cases, case_in
from plant_tools.manuals.tool import ManualsTool
from plant_tools.tool import Tool

EXAMPLES = {
    "en": (
        "What does alarm E0451 mean?",
        "How do I change the film?",
        "What is the tightening torque of the cover?",
        "How often must the filter be cleaned?",
        "Which oil goes into the gearbox?",
    ),
    "de": (
        "Was bedeutet die Störung E0451?",
        "Wie wechsle ich die Folie?",
        "Welches Anzugsmoment hat der Deckel?",
        "Wie oft muss der Filter gereinigt werden?",
        "Welches Öl kommt ins Getriebe?",
    ),
    "zh-Hans": (
        "报警 E0451 是什么意思？",
        "如何更换薄膜？",
        "盖板的拧紧力矩是多少？",
        "过滤器多久清洗一次？",
        "齿轮箱用什么油？",
    ),
}


def declare(plant: Plant) -> Declaration:
    """Declare the manuals of the plant's library."""
    return declared(ManualsTool(plant.library))


def declared(tool: Tool) -> Declaration:
    """Declare ``tool`` as what reads the manuals."""
    return Declaration(tool, EXAMPLES, claims=lambda question: Claim(_arguments(question), alone=False))


def _arguments(question: Question) -> Arguments:
    chosen = {"asset": question.asset, "as_of": question.as_of}
    asked = case_in(question.text) if asks_for_cases(question.text) else question.text
    return {"question": asked, "language": question.language} | {k: v for k, v in chosen.items() if v}
