"""The flow of a procedure in words: drafted, completed, handed in, approved by another person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt

from plant_agents.flow import Decision, FlowState, Outcome, Pending
from plant_agents.flows.order import BY
from plant_tools.drafts.card import escaped
from plant_tools.sop.card import markdown
from plant_tools.sop.drafting.merging import ORDER_DIFFERS
from plant_tools.sop.errors import SopInvalid, SopRefused, UnknownSop
from plant_tools.sop.settling import OF_VALUES
from plant_tools.sop.tool import evidence_of
from plant_tools.sop.wording import say
from plant_tools.troubles import trouble

if TYPE_CHECKING:
    from plant_tools.sop.desk import SopDesk

Json = dict[str, Any]

_CHOICES = {"draft": ("submit", "edit", "leave"), "review": ("approve", "send_back", "leave")}
_ENERGY = frozenset({"isolate", "relieve", "verify"})
_DECIDED = OF_VALUES | {ORDER_DIFFERS}


@dataclass(slots=True, kw_only=True)
class SopState(FlowState):
    """``sop`` is its id, ``seen`` the hash of what was shown; ``rounds`` counts the decisions made here.

    ``said`` is what went wrong with the last.
    """

    sop: str = ""
    seen: str = ""
    rounds: int = 0
    said: str = ""


def sop_flow(desk: SopDesk) -> StateGraph[Any, Any, Any, Any]:
    """Return the flow: a version is kept once, under the key of the run; nothing is in force before approval."""

    def begin(state: SopState) -> Json:
        return _begun(desk, state)

    def look(state: SopState) -> Json:
        # Kept before anybody is asked: a decision that comes later is about what was shown then.
        return {"seen": desk.show(state.sop, state.question.principal)["hash"]}

    def decide(state: SopState) -> Json:
        return _decided(desk, state)

    graph = StateGraph(SopState)
    for name, node in (("begin", begin), ("look", look), ("decide", decide)):
        graph.add_node(name, node)
    graph.add_edge(START, "begin")
    graph.add_conditional_edges("begin", _next, ["look", END])
    graph.add_edge("look", "decide")
    graph.add_conditional_edges("decide", _next, ["look", END])
    return graph


def _next(state: SopState) -> str:
    return END if state.outcome else "look"


def _begun(desk: SopDesk, state: SopState) -> Json:
    """Draft, begin a revision, or look up the procedure that is meant; what cannot be is said."""
    asked, question = dict(state.arguments), state.question
    doing = asked.pop("doing", "draft")
    try:
        if doing == "draft":
            text = asked.pop("text")
            given = {"language": question.language, "by": question.principal.name, "key": state.key}
            one = desk.draft(text, question.principal, **given, **asked)
        elif doing == "revise":
            one = desk.revise(asked["sop"], question.principal, by=question.principal.name, key=state.key)
        else:
            one = desk.show(asked["sop"], question.principal)
    except (SopInvalid, SopRefused, UnknownSop) as error:
        return {"outcome": Outcome(escaped(trouble(error, question.language)), done=False)}
    return {"sop": one["sop"]}


def _decided(desk: SopDesk, state: SopState) -> Json:
    """Ask a person what becomes of the version, and carry it out."""
    one, spoken = desk.show(state.sop, state.question.principal), state.question.language
    if one["state"] not in _CHOICES:
        return {"outcome": Outcome(_told(one, "left", spoken), (evidence_of(one, one["title"]),))}
    decision: Decision = interrupt(_pending(one, state))
    # A node replays from its start: nothing is written above this line.
    by = str(decision.fields.get(BY) or decision.by.name)
    try:
        return _carried_out(desk, state, one, decision, by)
    except (SopInvalid, SopRefused) as error:
        return {"said": trouble(error, spoken), "rounds": state.rounds + 1}


def _carried_out(desk: SopDesk, state: SopState, one: Json, decision: Decision, by: str) -> Json:
    spoken, who, sop = state.question.language, state.question.principal, state.sop
    if decision.choice == "leave":
        return {"outcome": Outcome(_told(one, "left", spoken), (evidence_of(one, one["title"]),))}
    if decision.choice == "submit":
        desk.submit(sop, who, by=by)
    elif decision.choice == "edit":
        _fill(desk, state, decision.fields, by)
    elif decision.choice == "send_back":
        desk.send_back(sop, who, by=by)
    elif decision.choice == "approve":
        done = desk.approve(sop, who, by=by, seen=state.seen)
        told = say(spoken, "done", sop=sop, version=done["version"], by=escaped(by), date=done["review_date"])
        return {"outcome": Outcome(told, (evidence_of(done, told),))}
    return {"said": "", "rounds": state.rounds + 1}


def _fill(desk: SopDesk, state: SopState, fields: Mapping[str, Any], by: str) -> None:
    """Fill in what is said, once: a replay finds no gap any more."""
    who = state.question.principal
    open_places = _places(desk.show(state.sop, who))
    for place, text in fields.items():
        if place in open_places and text:
            desk.fill(state.sop, place, str(text), who, by=by)


def _places(one: Json) -> dict[str, str]:
    """Return the places that keep a version from being approved, empty, to be filled in or decided on."""
    energies = {
        f"energies.{finding['facts']['energy']}.{finding['facts']['phase']}": ""
        for finding in one["lint"]
        if finding["code"] == "missing" and finding["facts"]["phase"] in _ENERGY
    }
    return energies | {
        f"notices.{finding['code']}.{finding['step']}": ""
        for finding in one["lint"]
        if finding["code"] in _DECIDED and finding["step"]
    }


def _pending(one: Json, state: SopState) -> Pending:
    spoken, places = state.question.language, _places(one)
    choices = tuple(c for c in _CHOICES[one["state"]] if c != "edit" or (places and one["state"] == "draft"))
    key = "ask.review" if one["state"] == "review" else "ask.lacking" if one["lint"] else "ask.draft"
    asked = say(spoken, key, sop=one["sop"], number=len(one["lint"]))
    summary = markdown(one) + (f"\n\n⚠️ {escaped(state.said)}" if state.said else "")
    fields = (places if "edit" in choices else {}) | {BY: ""}
    labels = tuple(say(spoken, f"choice.{choice}") for choice in choices)
    return Pending("sop", asked, choices, summary, fields, labels=labels)


def _told(one: Json, key: str, spoken: str) -> str:
    state = say(spoken, f"state.{one['state']}")
    return say(spoken, key, sop=one["sop"], version=one["version"], state=state)
