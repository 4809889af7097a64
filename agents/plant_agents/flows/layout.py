"""The conversation about layouts: each turn changes the plant, solves it again and tells what that costs or gains."""

from __future__ import annotations

from typing import Any

from langgraph.graph import END, START, StateGraph

from plant_agents.flow import FlowState, Outcome
from plant_agents.under_way import teller
from plant_knowledge_ingest.errors import PlantError
from plant_tools.drafts.card import escaped
from plant_tools.layout.telling import evidence_of, say, told
from plant_tools.layout.tool import LayoutTool
from plant_tools.plainly import number
from plant_tools.troubles import trouble


def layout_flow(tool: LayoutTool) -> StateGraph[Any, Any, Any, Any]:
    """Return the flow: one node, for a layout that is kept changes nothing in the plant, so nobody has to approve."""

    def lay_out(state: FlowState) -> dict[str, Any]:
        language = state.question.language
        if tool.desk.is_empty and "project" not in state.arguments:
            return {"outcome": Outcome(say(language, "none"), done=False)}
        tell = teller()

        def better(cost: float, seconds: float) -> None:
            tell(lambda: say(language, "searching", cost=number(language, round(cost, 2)), seconds=round(seconds)))

        try:
            layout = tool.laid_out(state.arguments, progress=better)
        except PlantError as error:
            return {"outcome": Outcome(say(language, "failed", why=escaped(trouble(error, language))), done=False)}
        return {"outcome": Outcome(told(language, layout), evidence_of(layout))}

    graph = StateGraph(FlowState)
    graph.add_node("lay_out", lay_out)
    graph.add_edge(START, "lay_out")
    graph.add_edge("lay_out", END)
    return graph
