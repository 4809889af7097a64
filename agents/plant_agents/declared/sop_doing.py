"""Doing a procedure: "do SOP-P-101-1" leads through it step by step; then "next", "25 Nm", "stop" go on with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.flows.doing import doing_flow
from plant_agents.question import Question
from plant_tools.drafts.desk import DraftDesk
from plant_tools.records import audit
from plant_tools.sop.desk import SopDesk
from plant_tools.sop.doing.desk import DoingDesk
from plant_tools.sop.doing.heard import heard
from plant_tools.sop.doing.tool import RunsTool

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "en": ("Do SOP-P-101-1", "Carry out SOP-FL-303-1 for order 10004711", "Train SOP-P-101-2", "Continue run 3"),
    "de": ("SOP-P-101-1 durchführen", "SOP-P-101-2 üben", "Durchgang 3 fortsetzen"),
    "zh-Hans": ("执行 SOP-P-101-1", "培训 SOP-P-101-2", "继续执行 3"),
    "zh-Hant": ("執行 SOP-P-101-1", "培訓 SOP-P-101-2", "繼續執行 3"),
}
_ID = r"(?P<sop>SOP-[A-Z0-9-]*\d)"
_ORDER = r"(?:\s*(?:for|on|in|für|zu|工单|工單)?\s*(?:work order|order|auftrag|工单|工單)\s*(?P<order>[\w-]+))?"
_DO = tuple(
    re.compile(rf"\W*(?:{pattern})\W*", re.IGNORECASE)
    for pattern in (
        rf"(?:please )?(?:do|start|begin|run|perform|execute|carry out|walk through)\s+{_ID}{_ORDER}",
        rf"{_ID}\s+(?:durchführen|ausführen|beginnen|starten|abarbeiten){_ORDER}",
        rf"(?:führe|beginne|starte)\s+{_ID}{_ORDER}(?:\s+(?:durch|aus))?",
        rf"(?:执行|執行|开始|開始|进行|進行)\s*{_ID}{_ORDER}",
    )
)
_TRAIN = re.compile(
    rf"\W*(?:(?:train|practi[sc]e|rehearse)\s+{_ID}|(?P<b>SOP-[A-Z0-9-]*\d)\s+(?:üben|einüben|trainieren)|"
    rf"(?:培训|培訓|演练|演練|练习|練習)\s*(?P<c>SOP-[A-Z0-9-]*\d))\W*",
    re.IGNORECASE,
)
_GO_ON = re.compile(
    r"\W*(?:(?:continue|resume|go on with) (?:sop )?run (?P<a>\d{1,9})|durchgang (?P<b>\d{1,9}) fortsetzen|"
    r"(?:继续执行|繼續執行)\s*(?P<c>\d{1,9}))\W*",
    re.IGNORECASE,
)
_A_SHIFT = timedelta(hours=12)
_LONGEST = 60  # characters of what is said to a step, but for a note


def declare(plant: Plant) -> Declaration:
    """Declare the doing of standard operating procedures."""

    def embedder() -> Embedder:
        with plant.library.embedding() as opened:
            return opened

    procedures = SopDesk(plant.records, plant.library, plant.approvers)
    drafts = DraftDesk(plant.records, embedder)
    desk = DoingDesk(plant.home, plant.records, drafts, procedures.executable)

    def claims(question: Question) -> Claim | None:
        return claim(question) or (_word(desk, question) if plant.records.is_there else None)

    return Declaration(RunsTool(desk), EXAMPLES, claims=claims, flow=doing_flow(desk))


def claim(question: Question) -> Claim | None:
    """Return what a sentence that begins or resumes a run asks for; None for anything else."""
    if found := _GO_ON.fullmatch(question.text):
        return Claim({"run": int(found["a"] or found["b"] or found["c"])})
    if found := _TRAIN.fullmatch(question.text):
        return Claim({"sop": (found["sop"] or found["b"] or found["c"]).upper(), "mode": "training"})
    for pattern in _DO:
        if (found := pattern.fullmatch(question.text)) and found["sop"]:
            return Claim({"sop": found["sop"].upper(), "order": found["order"] or ""})
    return None


def _word(desk: DoingDesk, question: Question) -> Claim | None:
    """Claim a word of step mode where the person has one run open, of this shift; else it is a question."""
    said = heard(question.text)
    if not said.command or (len(question.text) > _LONGEST and said.command != "note"):
        return None
    runs = desk.listing(question.principal, state="open")["runs"]
    since = (audit.now() - _A_SHIFT).isoformat(" ")
    own = [run for run in runs if run["worker"] == question.principal.name and run["changed_utc"] > since]
    if len(own) != 1:
        return None
    turn = desk.show(own[0]["run"], question.principal)["turn"]
    return Claim({"run": own[0]["run"], "words": question.text, "turn": turn})
