"""The score of the ranking of causes: asked where somebody wants to know how often it was right."""

from __future__ import annotations

import re

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.question import Question
from plant_knowledge_ingest.tokens import for_search
from plant_tools.rca.score_tool import ScoreTool

EXAMPLES = {
    "en": ("How often was the cause ranking right?", "How accurate are the ranked root causes?"),
    "de": ("Wie oft war die Ursachenrangfolge richtig?", "Wie zuverlässig ist die Rangfolge der Ursachen?"),
    "zh-Hans": ("原因排序的准确率是多少？", "根因排序有多少次是对的？"),
    "zh-Hant": ("原因排序的準確率是多少？", "根因排序有多少次是對的？"),
}
_RANKING = re.compile(
    r"\b(?:(?:root[- ]?)?cause|rca)s?\s+rankings?\b|\brankings?\s+of\s+(?:the\s+)?(?:root\s+)?causes?\b"
    r"|\b(?:ranked|candidate)\s+(?:root\s+)?causes?\b|\bursachen-?(?:rangfolge|ranking|rangliste)|"
    r"\b(?:rangfolge|ranking|rangliste)\s+(?:der|von)\s+(?:möglichen\s+)?ursachen\b|(?:根本)?(?:原因|根因)(?:的)?排(?:序|名|列)",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:right|correct|accura\w+|reliab\w+|calibrat\w+|score|hit\s*rate|brier|trust)\b|"
    r"\b(?:richtig|recht|zuverlässig|treffsicher|trefferquote|genau|kalibrier\w*|verlässlich)\b|"
    r"[准準][确確]|命中|[对對]的|可靠|校[准準]|正[确確]",
    re.IGNORECASE,
)


def declare(plant: Plant) -> Declaration:
    """Declare the score of the ranking of causes."""
    return Declaration(ScoreTool(plant.records), EXAMPLES, claims=claim)


def claim(question: Question) -> Claim | None:
    """Claim a question of how right the ranking was; None for anything else."""
    asked = for_search(question.text)
    return Claim({}) if _RANKING.search(asked) and _RIGHT.search(asked) else None
