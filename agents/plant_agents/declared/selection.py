"""Machine selections: who asks which machine to buy, or how many, is told what was selected and why."""

from __future__ import annotations

import re

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.flows.selection import selection_flow
from plant_agents.question import Question
from plant_tools.selection.desk import SelectionDesk
from plant_tools.selection.reading import brief_of
from plant_tools.selection.tool import SelectionTool
from plant_tools.selection.what_if import read_change

EXAMPLES = {
    "en": ("Which labeller should we buy?", "Show the machine selection", "Compare the candidate machines"),
    "de": (
        "Welchen Etikettierer sollen wir kaufen?",
        "Zeig die Maschinenauswahl",
        "Vergleiche die Maschinenkandidaten",
    ),
    "zh-Hans": ("我们应该买哪台贴标机？", "显示设备选型结果", "比较候选设备"),
    "zh-Hant": ("我們應該買哪台貼標機？", "顯示設備選型結果", "比較候選設備"),
}
_MACHINE = (
    r"(?:machines?|robots?|lath\w+|mill(?:ing|s)?|press(?:es)?|(?:label|fill|capp|wrapp|pack|mould|mold|palleti[sz])\w*ers?"
    r"|maschinen?|anlagen?|roboter|pressen?|\w+(?:maschine|automat|ierer|füller|packer)(?:n|en)?)"
)
_ASKED = re.compile(
    r"\bmachine selection\b|\bselection of machines?\b|\bcandidate machines?\b"
    rf"|\b(?:which|what)\b.{{0,30}}\b{_MACHINE}\b.{{0,20}}\b(?:should|shall|do) we (?:buy|purchase|select|choose)\b"
    r"|\bmaschinenauswahl\b|\bmaschinenkandidaten\b"
    rf"|\bwelche[nrs]?\b.{{0,30}}\b{_MACHINE}\b.{{0,20}}"
    r"\b(?:sollen|sollten|wollen) wir (?:kaufen|anschaffen|auswählen|nehmen|beschaffen)\b"
    r"|(?:设备|設備|机器|機器)选型|(?:設備|機器)選型|[选選]型[结結]果|候[选選](?:设备|設備|机器|機器)"
    r"|(?:买|買|购买|購買|选购|選購)哪.{0,6}(?:机|機|设备|設備)",
    re.IGNORECASE,
)

_WHAT_IF = re.compile(
    r"\bwhat if\b|\bsuppose\b|\bwas,? wenn\b|\bwas wäre,? wenn\b|\bangenommen\b|如果|假如|假设|假設", re.IGNORECASE
)
_MACHINES = re.compile(
    rf"\b{_MACHINE}\b|\bmaschinentyp\w*|\bselection\b|auswahl|选型|選型|设备|設備|机器|機器", re.IGNORECASE
)
"""A change of demand alone may be meant for a layout, and much else is mixed."""


def declare(plant: Plant) -> Declaration:
    """Declare machine selections."""
    tool = SelectionTool(SelectionDesk(plant.home, plant.library))

    def claims(question: Question) -> Claim | None:
        """Claim what asks for a selection; "what if" only where one is kept, and a machine is spoken of."""
        if _WHAT_IF.search(question.text) and not tool.desk.is_empty(question.principal):
            brief = brief_of(tool.desk.show(0, question.principal)["brief"])
            change = read_change(question.text, brief)
            if change and (change.kind not in {"demand", "mix"} or _MACHINES.search(question.text)):
                return Claim({"what_if": question.text})
        return claim(question)

    return Declaration(tool, EXAMPLES, claims=claims, flow=selection_flow(tool))


def claim(question: Question) -> Claim | None:
    """Claim a question of which machine to buy; None for anything else, such as which part."""
    return Claim({}) if _ASKED.search(question.text) else None
