"""The life of one question, as a graph: gate, route, look up, write, prove."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from plant_agents.answer import Notice
from plant_agents.crew import Clarification, Crew
from plant_agents.gaps import Gap
from plant_agents.messages import say
from plant_agents.proving import marked, prove
from plant_agents.safety import asks_to_bypass
from plant_agents.state import Found, State
from plant_tools.evidence import Evidence
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph


def build_graph() -> CompiledStateGraph[State, Crew, State, State]:
    """Return the compiled graph. Every node is a plain function of the state and the crew."""
    graph = StateGraph(State, context_schema=Crew)
    graph.add_node("gate", _gate)
    graph.add_node("route", _route)
    graph.add_node("look_up", _look_up)
    graph.add_node("write", _write)
    graph.add_node("prove", _prove)
    graph.add_edge(START, "gate")
    graph.add_edge("gate", "route")
    graph.add_edge("route", "look_up")
    graph.add_conditional_edges("look_up", _found_something, {True: "write", False: "prove"})
    graph.add_edge("write", "prove")
    graph.add_edge("prove", END)
    return graph.compile()


def _gate(state: State) -> dict[str, Any]:
    return {"refused": asks_to_bypass(state.question.text)}


def _route(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    """A refused question is not looked up; the safe way is looked up in its place."""
    question = state.question
    if state.refused:
        safe = say(question.language, "safe_question")
        question = replace(question, text=safe)
    routed = runtime.context.router.route(question)
    return {"clarification": routed} if isinstance(routed, Clarification) else {"calls": routed}


def _look_up(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    evidence: list[Evidence] = []
    gaps: list[Gap] = []
    notices: list[Notice] = []
    for call in state.calls:
        try:
            finding = runtime.context.tools[call.tool].call(call.arguments, state.question.principal)
        except ToolError as error:
            text = say(state.question.language, "tool_failed", tool=call.tool, reason=error)
            notices.append(Notice("tool_failed", text))
            continue
        evidence.extend(finding.evidence)
        gaps.extend([Gap(call, finding)] if finding.gap else [])
    return {"found": Found(tuple(evidence), tuple(gaps), tuple(notices))}


def _found_something(state: State) -> bool:
    """No evidence, no writer: a model is never asked to fill a gap."""
    return state.found is not None and bool(state.found.evidence)


def _write(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    found = state.found or Found()
    evidence, citations = marked(found.evidence)
    return {"statements": runtime.context.writer.write(state.question, evidence, citations)}


def _prove(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    return {"answer": prove(state, model=runtime.context.writer.model)}
