"""The life of one question, as a graph: gate, route, look up, write, phrase, prove; or a guided flow."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from plant_agents.answer import Looked, Notice
from plant_agents.crew import Call, Crew
from plant_agents.deciding import ended
from plant_agents.degraded import figures_only, proven_without_documents
from plant_agents.flow import FlowState
from plant_agents.gaps import Gap
from plant_agents.messages import say
from plant_agents.proving import marked, prove
from plant_agents.remembered import Remembered
from plant_agents.safety import Meant, asks_to_bypass
from plant_agents.safety.asked import isolation_asked, of_no_other_machine
from plant_agents.safety.record import record_of_asked
from plant_agents.state import Found, State
from plant_agents.unarmed import for_writer
from plant_knowledge_ingest.errors import PlantError
from plant_tools.evidence import Evidence
from plant_tools.out_of_reach import missed
from plant_tools.tool import Finding, ToolError
from plant_tools.troubles import trouble

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

    from plant_agents.declaration import Declaration
    from plant_agents.question import Question
    from plant_tools.manuals.isolation import IsolationBook


def build_graph(
    declared: Mapping[str, Declaration] | None = None, checkpointer: BaseCheckpointSaver[Any] | None = None
) -> CompiledStateGraph[State, Crew, State, State]:
    """Return the compiled graph with the flows of ``declared``. Every node is a function of the state and the crew."""
    flows = {name: each.flow.compile() for name, each in (declared or {}).items() if each.flow}
    graph = StateGraph(State, context_schema=Crew)
    graph.add_node("gate", _gate)
    graph.add_node("route", _route)
    graph.add_node("look_up", _look_up)
    graph.add_node("flow", _flow_of(flows))
    graph.add_node("write", _write)
    graph.add_node("phrase", _phrase)
    graph.add_node("prove", _prove)
    graph.add_edge(START, "gate")
    graph.add_edge("gate", "route")
    graph.add_conditional_edges("route", lambda state: _flow_in(state, flows), {True: "flow", False: "look_up"})
    graph.add_conditional_edges("look_up", _found_something, {True: "write", False: "prove"})
    graph.add_conditional_edges("write", _has_phraser, {True: "phrase", False: "prove"})
    graph.add_edge("phrase", "prove")
    graph.add_edge("flow", "prove")
    graph.add_edge("prove", END)
    return graph.compile(checkpointer)


def _gate(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    asked, means = state.question.text, runtime.context.means_bypass
    meant = Meant.YES if asks_to_bypass(asked) else means(asked) if means else Meant.NO
    return {"refused": meant is Meant.YES, "wary": meant is Meant.PERHAPS}


def _route(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    """A refused question is not looked up; the safe way is looked up in its place."""
    question = state.question
    before = state.remembered if isinstance(state.remembered, Remembered) else Remembered()
    if state.refused:
        asset = _machine(question, runtime.context.isolation)
        question = replace(question, text=say(question.language, "safe_question"), asset=asset)
        before = Remembered()
    routed = runtime.context.router.route(question, before)
    names = ("calls", "clarification", "remembered")
    return {name: getattr(routed, name) for name in names} | {"routing": routed.notices}


def _machine(question: Question, book: IsolationBook | None) -> str:
    """Return the machine asked about whose isolation is on record, "" for none, or where nobody can look."""
    try:
        record = record_of_asked(question, book)
    except PlantError as error:
        missed(error)
        return ""
    return next((asset for asset, known in record.machines.items() if known), "")


def _asked(call: Call, question: Question, crew: Crew, notices: list[Notice]) -> Finding | PlantError:
    """Return what a tool finds, or why it cannot answer, which is told by a notice: the others still speak."""
    try:
        return crew.tools[call.tool].call(call.arguments, question.principal)
    except ToolError as error:
        text = say(question.language, "tool_failed", tool=call.tool, reason=trouble(error, question.language))
        notices.append(Notice("tool_failed", text))
        return error
    except PlantError as error:  # a store is out of reach
        missed(error)
        return error


def _look_up(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    evidence: list[Evidence] = []
    gaps: list[Gap] = []
    notices: list[Notice] = []
    looked: list[Looked] = []
    book = runtime.context.isolation
    for call in state.calls:
        started = time.perf_counter()
        told = _asked(call, state.question, runtime.context, notices)
        finding = told if isinstance(told, Finding) else Finding(gap=str(told))
        evidence.extend(found for found in finding.evidence if found not in evidence)
        gaps.extend([Gap(call, finding)] if finding is told and (finding.gap or finding.nearest) else [])
        looked.append(_looked(call, finding, time.perf_counter() - started))
    try:
        isolation = isolation_asked(state.question, book)
    except PlantError as error:
        missed(error)
        return {"found": Found(figures_only(evidence), tuple(gaps), tuple(notices), tuple(looked))}
    if isolation.evidence:  # nothing of other machines stands beside it
        evidence, gaps = [*(found for found in evidence if found.kind == "hazard"), *isolation.evidence], []
    elif isolation.machines and book:  # nor in its place
        evidence = of_no_other_machine(evidence, isolation, state.question, book)
        machines = ", ".join(isolation.machines)
        notices.append(Notice("isolation_unknown", say(state.question.language, "isolation_unknown", machine=machines)))
    return {"found": Found(tuple(evidence), tuple(gaps), tuple(notices), tuple(looked))}


def _looked(call: Call, finding: Finding, seconds: float) -> Looked:
    found = len(finding.evidence)
    return Looked(call.tool, dict(call.arguments), round(seconds, 4), found, finding.gap, finding.rejected)


def _found_something(state: State) -> bool:
    """No evidence, no writer: a model is never asked to fill a gap."""
    return state.found is not None and bool(state.found.evidence)


def _flow_in(state: State, flows: Mapping[str, Any]) -> bool:
    return bool(state.calls) and state.calls[0].tool in flows


def _flow_of(flows: Mapping[str, CompiledStateGraph[Any, Any, Any, Any]]) -> Any:
    """Return the node that runs the flow of the first call. It is left by an interrupt, and entered again on resume."""

    def flow(state: State) -> dict[str, Any]:
        call = state.calls[0]
        begun = FlowState(question=state.question, arguments=dict(call.arguments), key=state.key)
        ended = flows[call.tool].invoke({name: getattr(begun, name) for name in ("question", "arguments", "key")})
        return {"outcome": ended["outcome"]}

    return flow


def _write(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    found = state.found or Found()
    evidence, citations = marked(found.evidence)
    return {"statements": runtime.context.writer.write(state.question, *for_writer(evidence, citations))}


def _has_phraser(state: State, runtime: Runtime[Crew]) -> bool:
    """Tell whether there is a model to phrase. To defeat a protection it is not asked, nor where that may be meant."""
    return runtime.context.phraser is not None and not state.refused and not state.wary


def _phrase(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    phraser = runtime.context.phraser
    found = state.found or Found()
    return {"phrased": phraser.phrase(state.question, *marked(found.evidence)) if phraser else None}


def _prove(state: State, runtime: Runtime[Crew]) -> dict[str, Any]:
    if state.outcome:
        return {"answer": ended(state.question, state.outcome, state.calls[0].tool)}
    try:
        answer = prove(state, runtime.context)
    except PlantError as error:  # what belongs before what was found cannot be looked up
        missed(error)
        answer = proven_without_documents(state, runtime.context)
    return {"answer": replace(answer, looked=state.found.looked if state.found else ())}
