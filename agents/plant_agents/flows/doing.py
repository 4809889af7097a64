"""The flow of a procedure being done: each step is read out and waits for a word, a value or a button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt

from plant_agents.flow import Decision, FlowState, Outcome, Pending
from plant_agents.flows.order import BY
from plant_knowledge_ingest.passage import Rectangle
from plant_tools.drafts.card import escaped
from plant_tools.evidence import Evidence
from plant_tools.sop.doing.phrases import say
from plant_tools.sop.doing.tool import evidence_of
from plant_tools.sop.errors import SopInvalid, SopRefused, UnknownSop
from plant_tools.sop.model import Source
from plant_tools.tool import ToolError
from plant_tools.troubles import trouble

if TYPE_CHECKING:
    from plant_tools.sop.doing.desk import DoingDesk

Json = dict[str, Any]

_SIGNS = {0: "🛑", 1: "⚠️", 2: "⚠️", 3: "ℹ️"}


@dataclass(slots=True, kw_only=True)
class DoingState(FlowState):
    """``run`` is its number; ``rounds`` counts the answers given here, ``said`` is what was refused of the last."""

    run: int = 0
    rounds: int = 0
    said: str = ""


def doing_flow(desk: DoingDesk) -> StateGraph[Any, Any, Any, Any]:
    """Return the flow: a run is begun once, under the key of the flow; each answer counts once, by its turn."""

    def begin(state: DoingState) -> Json:
        try:
            return _begun(desk, state)
        except (SopInvalid, SopRefused, UnknownSop) as error:
            told = escaped(trouble(error, state.question.language))
            return {"outcome": Outcome(told, done=False)}

    def step(state: DoingState) -> Json:
        return _stepped(desk, state)

    graph = StateGraph(DoingState)
    graph.add_node("begin", begin)
    graph.add_node("step", step)
    graph.add_edge(START, "begin")
    graph.add_conditional_edges("begin", _next, ["step", END])
    graph.add_conditional_edges("step", _next, ["step", END])
    return graph


def _next(state: DoingState) -> str:
    return END if state.outcome else "step"


def _begun(desk: DoingDesk, state: DoingState) -> Json:
    """Begin a run, go on with one, or take the word that was said to the one that is open."""
    asked, question = dict(state.arguments), state.question
    who, by = question.principal, question.principal.name
    number = int(asked.get("run") or 0)
    if words := asked.get("words"):
        return {"run": number, "said": _refused(desk, number, words, state, int(asked["turn"]))}
    if number:
        one = desk.resume(number, who, by=by)
    else:
        given = {name: asked.get(name, "") for name in ("mode", "order")}
        one = desk.begin(asked["sop"], who, by=by, language=question.language, key=state.key, **given)
    return {"run": one["run"]}


def _refused(desk: DoingDesk, number: int, words: str, state: DoingState, turn: int) -> str:
    """Say a word to a run; return why it was not taken, "" where it was."""
    try:
        desk.answer(number, words, state.question.principal, turn=turn)
    except SopRefused as error:
        return trouble(error, state.question.language)
    return ""


def _stepped(desk: DoingDesk, state: DoingState) -> Json:
    one = desk.show(state.run, state.question.principal)
    if ended := _ended(one):
        return {"outcome": ended}
    decision: Decision = interrupt(_pending(one, state))
    # A node replays from its start: nothing is written above this line.
    by = str(decision.fields.get(BY) or decision.by.name)
    try:
        _answered(desk, state, one, decision, by)
    except (SopInvalid, SopRefused, ToolError) as error:
        told = trouble(error, state.question.language)
        return {"said": told, "rounds": state.rounds + 1}
    return {"said": "", "rounds": state.rounds + 1}


def _answered(desk: DoingDesk, state: DoingState, one: Json, decision: Decision, by: str) -> None:
    who, number = state.question.principal, one["run"]
    if decision.choice == "resume":
        desk.resume(number, who, by=by)
        return
    words = str(decision.fields.get(decision.choice) or "") if decision.choice in {"value", "note"} else decision.choice
    if decision.choice == "note":
        words = f"note: {words}"
    desk.answer(number, words, who, by=by, turn=one["turn"])


def _pending(one: Json, state: DoingState) -> Pending:
    asked, spoken = one["asked"], one["language"]
    choices = tuple(asked["choices"])
    sign = _SIGNS[asked["hazard"]["rank"]] + " " if asked["hazard"] else ""
    first, *more = (escaped(line) for line in asked["lines"])
    head = f"**{escaped(one['stamp'])}**\n\n" if one["stamp"] else ""
    summary = head + sign + f"**{first}**" + "".join(f"\n\n{line}" for line in more[:-1])
    summary += f"\n\n⚠️ {escaped(state.said)}" if state.said else ""
    labels = tuple(say(spoken, choice) for choice in choices)
    fields: Mapping[str, Any] = {BY: ""} | {name: "" for name in ("value",) if name in choices}
    question = more[-1] if more else first
    return Pending("sop_step", question, choices, summary, fields, _cited(one), labels)


def _cited(one: Json) -> tuple[Evidence, ...]:
    """Return the pages that the step stands on."""
    pages = tuple(
        Source(
            document=place["document"],
            quote=place["quote"],
            revision=place["revision"],
            page=place["page"],
            printed_page=place["printed_page"],
            rectangles=tuple(map(_rectangle, place["rectangles"])),
            language=place["language"],
        ).citation()
        for place in one["asked"]["sources"]
        if place["kind"] == "page" and place["rectangles"]
    )
    return (Evidence("manuals", pages[0].quote, pages),) if pages else ()


def _rectangle(corners: list[float]) -> Rectangle:
    return Rectangle(*corners)


def _ended(one: Json) -> Outcome | None:
    """Return how a run ended, or that it waits."""
    if one["state"] == "open":
        return None
    lines = [escaped(line) for line in one["asked"]["lines"]]
    if one["state"] == "paused":
        return Outcome("\n\n".join(lines), (evidence_of(one, " ".join(lines)),), done=False)
    told = "\n\n".join([*lines, *(escaped(line) for line in one["record"].splitlines())])
    return Outcome(told, (evidence_of(one, told),))
