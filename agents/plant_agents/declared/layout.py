"""Layouts: who asks for a better one, or wishes something of the one that is kept, is answered with a certified one."""

from __future__ import annotations

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.flows.layout import layout_flow
from plant_agents.question import Question
from plant_agents.safety.asked import is_about_work
from plant_tools.layout.desk import LayoutDesk
from plant_tools.layout.errors import UnknownLayout
from plant_tools.layout.reading import project_of
from plant_tools.layout.tool import LayoutTool
from plant_tools.layout.wishes import read_wish
from plant_tools.layout.wording import SHOWS, SOLVES

EXAMPLES = {
    "en": (
        "Optimize the layout",
        "Show the layout",
        "Keep the palletizer where it is",
        "Swap CP-303 and LB-305",
        "What if demand of B doubles?",
    ),
    "de": (
        "Optimiere das Layout",
        "Zeig das Layout",
        "Lass PL-307 wo er steht",
        "Tausche CP-303 und LB-305",
        "Was wenn sich die Nachfrage nach B verdoppelt?",
    ),
    "zh-Hans": ("优化布局", "显示布局", "PL-307 不动", "交换 CP-303 和 LB-305", "如果 B 的需求翻倍呢？"),
    "zh-Hant": ("優化佈局", "顯示佈局", "PL-307 不動", "交換 CP-303 和 LB-305", "如果 B 的需求翻倍呢？"),
}


def declare(plant: Plant) -> Declaration:
    """Declare layouts and the conversation about them."""
    tool = LayoutTool(LayoutDesk(plant.home))

    def claims(question: Question) -> Claim | None:
        """Claim what asks for a layout; a wish only where a layout is kept that has what it names, and no question."""
        if SOLVES.search(question.text):
            return Claim({"solve": True})
        if SHOWS.search(question.text) and not tool.desk.is_empty:
            return Claim({"layout": 0})
        try:
            kept = tool.desk.show()
        except UnknownLayout:
            return None
        if is_about_work(question.text):  # to lock out a machine is not to lock its place
            return None
        wish = read_wish(question.text, project_of(kept["project"]), kept.get("named", ()))
        return Claim({"change": question.text}) if wish else None

    return Declaration(tool, EXAMPLES, claims=claims, flow=layout_flow(tool))
