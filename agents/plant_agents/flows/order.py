"""The flow of a report in words: drafted, shown, changed as often as a person likes, approved or rejected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt

from plant_agents.flow import Decision, FlowState, Outcome, Pending
from plant_tools.drafts.card import card, escaped, say
from plant_tools.drafts.errors import DraftDecided, DraftInvalid
from plant_tools.drafts.fields import OF
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.troubles import trouble

if TYPE_CHECKING:
    from plant_tools.drafts.desk import DraftDesk

Json = dict[str, Any]

TOOL = "drafts"
_CHOICES = ("approve", "edit", "reject")
BY = "decided_by"
"""The field of a decision that holds the name of the person."""


@dataclass(slots=True, kw_only=True)
class OrderState(FlowState):
    """``draft`` is its number; ``rounds`` counts the changes made here, ``said`` is what went wrong with the last."""

    draft: int = 0
    rounds: int = 0
    said: str = ""


def order_flow(desk: DraftDesk) -> StateGraph[Any, Any, Any, Any]:
    """Return the flow: a draft is kept once, under the key of the run; nothing else is written before approval."""

    def draft(state: OrderState) -> Json:
        asked = {name: value for name, value in state.arguments.items() if name != "text"}
        spoken = {"language": state.question.language, "key": state.key}
        return {"draft": desk.create(state.arguments["text"], state.question.principal, **{**spoken, **asked})["draft"]}

    def decide(state: OrderState) -> Json:
        return decided(desk, state)

    graph = StateGraph(OrderState)
    graph.add_node("draft", draft)
    graph.add_node("decide", decide)
    graph.add_edge(START, "draft")
    graph.add_edge("draft", "decide")
    graph.add_conditional_edges("decide", lambda state: END if state.outcome else "decide", ["decide", END])
    return graph


def decided(desk: DraftDesk, state: OrderState) -> Json:
    """Ask a person to decide on the draft of ``state``, and carry it out; for flows that end in a draft as well."""
    decision: Decision = interrupt(_pending(desk.show(state.draft, state.question.principal), state))
    # A node replays from its start: nothing is written above this line.
    by = str(decision.fields.get(BY) or decision.by.name)
    changes = {name: value for name, value in decision.fields.items() if name != BY}
    try:
        return _decided(desk, state, decision, changes, by)
    except (DraftInvalid, DraftDecided) as error:
        return {"said": trouble(error, state.question.language), "rounds": state.rounds + 1}


def _decided(desk: DraftDesk, state: OrderState, decision: Decision, changes: Mapping[str, Any], by: str) -> Json:
    """Carry a decision out. Only fields that differ are changed, so that a replay changes nothing."""
    spoken, who = state.question.language, decision.by
    if decision.choice == "reject":
        desk.reject(state.draft, who, by=by)
        return {"outcome": Outcome(say(spoken, "rejected", draft=state.draft), done=False)}
    present = desk.show(state.draft, who)
    new = {name: value for name, value in changes.items() if _plain(value) != _plain(present["fields"].get(name))}
    if new and present["state"] in {"draft", "pending"}:
        present = desk.edit(state.draft, new, who, by=by, version=present["version"])
    if decision.choice == "edit":
        return {"said": "", "rounds": state.rounds + 1}
    approved = desk.approve(state.draft, who, by=by, version=present["version"])
    told = say(spoken, f"done.{approved['kind']}", order=approved["order"] or "", by=escaped(approved["decided_by"]))
    return {"outcome": Outcome(told, _evidence(approved, told))}


def _pending(draft: Json, state: OrderState) -> Pending:
    spoken = state.question.language
    ready = draft["state"] == "pending"
    asked = say(spoken, "ask" if ready else "ask_missing")
    summary = "\n\n".join(
        part for part in (card(draft, spoken), f"⚠️ {escaped(state.said)}" if state.said else "") if part
    )
    choices = _CHOICES if ready else _CHOICES[1:]
    fields = {name: draft["fields"].get(name) for name in OF[draft["kind"]]} | {BY: ""}
    labels = tuple(say(spoken, choice) for choice in choices)
    return Pending(draft["kind"], asked, choices, summary, fields, labels=labels, draft=draft["draft"])


def _evidence(approved: Json, told: str) -> tuple[Evidence, ...]:
    """Return where what was written can be looked up."""
    if not approved["order"]:
        return ()
    query = f"SELECT * FROM work_order WHERE source_id = '{approved['order'].replace(chr(39), chr(39) * 2)}'"  # noqa: S608 - shown, not run
    cited = RecordsCitation(approved["dataset"], (approved["order"],), query, 1, told)
    return (Evidence(TOOL, told, (cited,), approved["order"]),)


def _plain(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
