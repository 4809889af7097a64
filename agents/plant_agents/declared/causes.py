"""Candidate causes: asked where somebody wants the most likely ones; the manuals are asked as well."""

from __future__ import annotations

from plant_agents.declaration import Arguments, Claim, Declaration, Plant
from plant_agents.declared.asking_causes import symptom_in
from plant_agents.question import Question
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence
from plant_tools.fmea.fitting import FmeaRows
from plant_tools.investigation.tabled_causes import tabled
from plant_tools.rca.desk import FOLDER
from plant_tools.rca.tool import RcaTool

EXAMPLES = {
    "en": (
        "What is the most likely cause: P-101 leaks at the seal?",
        "Rank the causes: SW-306 tunnel too cold",
        "Candidate causes of a slipping belt on LB-305",
    ),
    "de": (
        "Was ist die wahrscheinlichste Ursache: P-101 leckt an der Dichtung?",
        "Wahrscheinliche Ursachen für rutschenden Riemen an LB-305",
        "Mögliche Ursachen nach Wahrscheinlichkeit: SW-306 Tunnel zu kalt",
    ),
    "zh-Hans": ("P-101密封泄漏，最可能的原因是什么？", "按可能性排列原因：LB-305皮带打滑", "候选原因：SW-306温度过低"),
    "zh-Hant": ("CH-115 高壓跳機，最可能的原因是什麼？", "候選原因：CH-115 過熱"),
}


def declare(plant: Plant) -> Declaration:
    """Declare the ranking of causes over the plant's coded orders."""

    def rows(symptom: str, asset: str, principal: Principal) -> tuple[Evidence, ...]:
        return tabled(plant.library, symptom, asset, principal, plant.embedder)

    foreseen, folder = FmeaRows(plant.records, plant.embedder), plant.home / FOLDER
    tool = RcaTool(plant.records, plant.embedder, rows, folder=folder, foreseen=foreseen)
    return Declaration(tool, EXAMPLES, _arguments, claims=claim)


def claim(question: Question) -> Claim | None:
    """Return what a question for causes asks; None for anything else."""
    return Claim(_arguments(question), alone=False) if symptom_in(question.text) else None


def _arguments(question: Question) -> Arguments:
    symptom = symptom_in(question.text) or question.text
    return {"symptom": symptom, "manuals": False} | ({"asset": question.asset} if question.asset else {})
