"""The guided flow of a root-cause session or a troubleshooting tree: one check after another, until a person confirms.

Each answer is kept in the investigation at once, under a key that is the same on a replay; the thread only knows its
number. So a session outlives its thread, and goes on in another one, in other hands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt

from plant_agents.flow import Decision, Outcome, Pending
from plant_agents.flows.order import BY, OrderState, decided
from plant_knowledge_ingest.principal import Principal
from plant_tools.drafts.card import escaped
from plant_tools.investigation import cited
from plant_tools.investigation.card import asked, card
from plant_tools.investigation.errors import InvestigationClosed, InvestigationInvalid, UnknownInvestigation
from plant_tools.investigation.phrases import say
from plant_tools.investigation.tool import TOOL
from plant_tools.troubles import trouble

if TYPE_CHECKING:
    from plant_tools.drafts.desk import DraftDesk
    from plant_tools.investigation.desk import InvestigationDesk

Json = dict[str, Any]

NUMBER = "investigation"
"""The field of what waits that says which investigation it is; a face may show its pictures."""

_ALWAYS = ("hand_over", "stop")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "check": ("yes", "no", "unknown", "other_cause", "edit"),
    "isolate": ("isolated", "skip", "other_cause", "edit"),
    "confirm": ("confirm", "other_cause", "edit"),
    "exhausted": ("other_cause", "edit"),
    "why": ("why", "enough", "edit"),
    "write_back": ("write_back", "edit"),
}
_TREE_CHOICES: Mapping[str, tuple[str, ...]] = {
    "check": ("yes", "no", "back"),
    "remedy": ("yes", "no", "back"),
    "isolate": ("isolated", "back"),
}
_WORDS = ("other_cause", "why", "hand_over")
"""Choices that come with words: the field of the same name."""

_EVIDENCE = 8


@dataclass(slots=True, kw_only=True)
class RootCauseState(OrderState):
    """``investigation`` is its number; ``draft`` that of the order it ends in, once there is one."""

    investigation: int = 0


def root_cause_flow(desk: InvestigationDesk, drafts: DraftDesk) -> StateGraph[Any, Any, Any, Any]:
    """Return the flow: begun or gone on with, asked and answered in turn, drafted, approved, settled."""

    def begin(state: RootCauseState) -> Json:
        try:
            return {"investigation": _begun(desk, state)["investigation"]}
        except (InvestigationInvalid, UnknownInvestigation) as error:
            return {"outcome": Outcome(escaped(trouble(error, state.question.language)), done=False)}

    def ask(state: RootCauseState) -> Json:
        return _asked(desk, state)

    def decide(state: RootCauseState) -> Json:
        return decided(drafts, state)

    def settle(state: RootCauseState) -> Json:
        return {"outcome": _settled(desk.settle(state.investigation))}

    graph = StateGraph(RootCauseState)
    for node in (begin, ask, decide, settle):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "begin")
    graph.add_conditional_edges("begin", lambda state: END if state.outcome else "ask", ["ask", END])
    graph.add_conditional_edges("ask", _after_answer, ["ask", "decide", END])
    graph.add_conditional_edges("decide", lambda state: "settle" if state.outcome else "decide", ["decide", "settle"])
    graph.add_edge("settle", END)
    return graph


def _asked(desk: InvestigationDesk, state: RootCauseState) -> Json:
    one = desk.show(state.investigation, state.question.principal)
    if ended := _ended(one):
        return {"outcome": ended}
    decision: Decision = interrupt(_pending(one, state))
    # A node replays from its start: nothing is written above this line.
    try:
        return {"said": "", "rounds": state.rounds + 1} | _carried_out(desk, one, state, decision)
    except (InvestigationInvalid, InvestigationClosed) as error:
        return {"said": trouble(error, state.question.language), "rounds": state.rounds + 1}


def _begun(desk: InvestigationDesk, state: RootCauseState) -> Json:
    asked_for = state.arguments
    if number := asked_for.get("investigation"):
        return desk.show(int(number), state.question.principal)
    question = state.question
    given = {"kind": asked_for["kind"], "asset": asked_for.get("asset", ""), "language": question.language}
    return desk.begin(asked_for["text"], question.principal, key=state.key, **given)


def _after_answer(state: RootCauseState) -> str:
    if state.outcome:
        return END
    return "decide" if state.draft else "ask"


def _pending(one: Json, state: RootCauseState) -> Pending:
    kinds = _TREE_CHOICES if one["kind"] == "tree" else _CHOICES
    choices = (*kinds[one["next"]["kind"]], *_ALWAYS)
    spoken = one["language"]
    summary = card(one) + (f"\n\n⚠️ {escaped(state.said)}" if state.said else "")
    fields: Json = {NUMBER: one["investigation"], BY: "", "note": ""} | {name: "" for name in _WORDS if name in choices}
    if "edit" in choices:
        fields |= dict.fromkeys(("aspect", "is", "is_not", "D0", "D3", "D5", "D6", "D7", "D8"), "")
    labels = tuple(say(spoken, f"choice.{choice}") for choice in choices)
    found = [e for c in one["candidates"] for e in c["evidence"]] + one["isolation_steps"]
    if node := one["next"].get("node"):
        found = node["evidence"] + found
    evidence = tuple(dict.fromkeys(cited.evidence(TOOL, found)))[:_EVIDENCE]
    drawn = TOOL if one["candidates"] else "troubleshooting"
    return Pending(drawn, asked(one), choices, summary, fields, evidence, labels)


def _carried_out(desk: InvestigationDesk, one: Json, state: RootCauseState, decision: Decision) -> Json:
    """Carry a decision out; return what of the state changes."""
    number, fields = one["investigation"], decision.fields
    by = str(fields.get(BY) or decision.by.name)
    words = str(fields.get(decision.choice) or "")
    common = {"by": by, "key": f"{state.key}:{state.rounds}"}
    if decision.choice == "stop":
        return {"outcome": Outcome(say(one["language"], "outcome.paused", number=number), done=False)}
    if decision.choice == "hand_over":
        desk.hand_over(number, words, **common)
        told = say(one["language"], "outcome.handed_over", number=number, name=escaped(words))
        return {"outcome": Outcome(told, done=False)}
    if decision.choice == "write_back":
        return {"draft": desk.write_back(number, decision.by, by=by)["draft"]}
    if decision.choice == "edit":
        noted = {n: str(v) for n, v in fields.items() if v and n not in {NUMBER, BY, "note", *_WORDS}}
        desk.note(number, noted, **common)
        return {}
    if decision.choice in {"other_cause", "why"} and not words.strip():
        raise InvestigationInvalid("There are no words with it.", remedy=f"Say it in the field {decision.choice!r}.")
    _ANSWERS[decision.choice](desk, one, words or str(fields.get("note") or ""), state.question.principal, common)
    return {}


def _answer(answer: str) -> Callable[..., Json]:
    def given(desk: InvestigationDesk, one: Json, note: str, _: Principal, common: Json) -> Json:
        return desk.answer(one["investigation"], answer, note=note, **common)

    return given


_ANSWERS: Mapping[str, Callable[..., Json]] = {
    **{answer: _answer(answer) for answer in ("yes", "no", "unknown", "back")},
    "skip": _answer("unknown"),
    "isolated": lambda desk, one, _, __, common: desk.isolated(one["investigation"], **common),
    "confirm": lambda desk, one, _, __, common: desk.confirm(one["investigation"], **common),
    "other_cause": lambda desk, one, words, __, common: desk.confirm(one["investigation"], words, **common),
    "why": lambda desk, one, words, who, common: desk.why(one["investigation"], words, who, **common),
    "enough": lambda desk, one, _, who, common: desk.why(one["investigation"], "", who, **common),
}


def _ended(one: Json) -> Outcome | None:
    """Return how an investigation ended that asks nothing any more."""
    spoken, kind = one["language"], one["next"]["kind"]
    if kind == "done":
        return _settled(one)
    if kind == "fixed":
        node = one["tree"]["nodes"][one["walked"][-2]]
        told = say(spoken, "outcome.fixed", text=escaped(node["text"]))
        return Outcome(told, cited.evidence(TOOL, node["evidence"]))
    return Outcome(say(spoken, "outcome.not_found"), done=False) if kind == "not_found" else None


def _settled(one: Json) -> Outcome:
    confirmed, spoken = one["confirmed"], one["language"]
    cause, by = escaped(confirmed["cause"]), escaped(confirmed["by"])
    evidence = cited.evidence(TOOL, confirmed["evidence"])
    if one["order"]:
        return Outcome(say(spoken, "outcome.written", cause=cause, order=escaped(one["order"])), evidence)
    return Outcome(say(spoken, "outcome.not_written", cause=cause, by=by), evidence, done=False)
