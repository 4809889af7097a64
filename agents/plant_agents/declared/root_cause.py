"""Guided root-cause sessions and troubleshooting trees: whoever begins with "root cause:" is led check by check."""

from __future__ import annotations

import re
from collections.abc import Mapping

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.flows.root_cause import root_cause_flow
from plant_agents.question import Question
from plant_tools.drafts.desk import DraftDesk
from plant_tools.investigation.desk import InvestigationDesk
from plant_tools.investigation.tool import InvestigationsTool

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "en": ("Root cause: pump P-101 leaks at the seal", "Troubleshoot: SW-306 E0451", "Continue root cause 3"),
    "de": ("Ursachenanalyse: Pumpe P-101 leckt", "Fehlersuche: SW-306 E0451", "Ursachenanalyse 3 fortsetzen"),
    "zh-Hans": ("根因分析：P-101泵泄漏", "故障排查：LB-305 ER-038", "继续根因分析 3"),
    "zh-Hant": ("根因分析：CH-115 高壓跳機", "故障排查：CH-115 HP1", "繼續根因分析 3"),
}
_AFTER = r"\s*[:：]\s*(?P<text>\S.*)"
_SESSION = re.compile(
    rf"\s*(?:(?:start |begin )?(?:an? )?root[- ]?cause(?: analysis| session)?|find the root cause|ursachenanalyse|"
    rf"ursache (?:suchen|finden)|(?:根因|根本原因|原因)分析){_AFTER}",
    re.IGNORECASE | re.DOTALL,
)
_TREE = re.compile(
    rf"\s*(?:troubleshoot(?:ing)?|fehlersuche|故障(?:排查|排除|查找)){_AFTER}", re.IGNORECASE | re.DOTALL
)
_GO_ON = re.compile(
    r"\s*(?:(?:continue|resume) (?:root[- ]?cause|troubleshooting|investigation)(?: session)?|(?:继续|繼續)\S{2,8}?)\s*"
    r"(?P<number>\d{1,9})\W*|\s*(?:ursachenanalyse|fehlersuche)\s+(?P<zahl>\d{1,9})\s+fortsetzen\W*",
    re.IGNORECASE,
)


def declare(plant: Plant) -> Declaration:
    """Declare root-cause sessions and troubleshooting trees."""
    drafts = DraftDesk(plant.records, plant.embedder)
    desk = InvestigationDesk(plant.shelf, plant.library, plant.records, plant.embedder, drafts)
    return Declaration(InvestigationsTool(desk), EXAMPLES, claims=claim, flow=root_cause_flow(desk, drafts))


def claim(question: Question) -> Claim | None:
    """Return what a command of these asks for; None for anything else."""
    if found := _GO_ON.fullmatch(question.text):
        return Claim({"investigation": int(found["number"] or found["zahl"])})
    for kind, pattern in (("session", _SESSION), ("tree", _TREE)):
        if found := pattern.fullmatch(question.text):
            asset = {"asset": question.asset} if question.asset else {}
            return Claim({"kind": kind, "text": found["text"].strip()} | asset)
    return None
