"""The conversation about machine selections: a kept one is told in the language of the question."""

from __future__ import annotations

from typing import Any

from langgraph.graph import END, START, StateGraph

from plant_agents.flow import FlowState, Outcome
from plant_tools.drafts.card import escaped
from plant_tools.selection.telling import say, told
from plant_tools.selection.tool import SelectionTool
from plant_tools.tool import ToolError
from plant_tools.troubles import trouble


def selection_flow(tool: SelectionTool) -> StateGraph[Any, Any, Any, Any]:
    """Return the flow: one node, for a selection buys nothing, so nobody has to approve."""

    def select(state: FlowState) -> dict[str, Any]:
        question = state.question
        if tool.desk.is_empty(question.principal) and "brief" not in state.arguments:
            return {"outcome": Outcome(say(question.language, "none"), done=False)}
        try:
            selection = tool.selected(state.arguments, question.principal)
        except ToolError as error:
            return {"outcome": Outcome(escaped(trouble(error, question.language)), done=False)}
        evidence = tool.evidence(selection, question.principal)
        return {"outcome": Outcome(told(question.language, selection), evidence)}

    graph = StateGraph(FlowState)
    graph.add_node("select", select)
    graph.add_edge(START, "select")
    graph.add_edge("select", END)
    return graph
