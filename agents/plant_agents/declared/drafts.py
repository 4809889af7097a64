"""Drafts: whoever begins with "report:", "Melde:" or "报修" is dictating, and is shown a draft to decide on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.flows.order import order_flow
from plant_agents.question import Question
from plant_tools.drafts.desk import DraftDesk
from plant_tools.drafts.lexicon import command_of
from plant_tools.drafts.tool import DraftsTool
from plant_tools.history.words.sentence import Sentence

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Report: pump P-101 leaks at the seal, stopped for 20 minutes",
        "Close out: seal of P-101 replaced, 1.5 h of work",
    ),
    "de": ("Melde: Pumpe P-101 leckt an der Dichtung, 20 Minuten Stillstand", "Schichtübergabe: P-101 beobachten"),
    "zh-Hans": ("报修：P-101泵密封漏水，停机20分钟", "交接班：注意P-101"),
}


def declare(plant: Plant) -> Declaration:
    """Declare the drafting of work orders, close-outs and handovers."""
    desk = DraftDesk(plant.records, plant.embedder)
    return Declaration(DraftsTool(desk), EXAMPLES, claims=_claim, flow=order_flow(desk))


def _claim(question: Question) -> Claim | None:
    kind, _ = command_of(Sentence.of(question.text).text)
    if not kind:
        return None
    chosen: dict[str, Any] = {"asset": question.asset} if question.asset else {}
    return Claim({"text": question.text, "kind": kind} | chosen)
