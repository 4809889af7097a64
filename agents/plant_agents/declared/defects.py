"""Defects of products: asked where somebody wants to know what they go with; the manuals are asked as well."""

from __future__ import annotations

import re

from plant_agents.declaration import Claim, Declaration, Plant
from plant_agents.question import Question
from plant_knowledge_ingest.tokens import codes
from plant_tools.defects.tool import DefectsTool
from plant_tools.defects.vocabulary import Vocabulary
from plant_tools.defects.wording import asked
from plant_tools.out_of_reach import missed
from plant_tools.records.errors import RecordsOutOfReach

_MANUALS = re.compile(r"manual|handbuch|anleitung|document|dokument|手册|手冊|文档|文件|说明书|說明書", re.IGNORECASE)

EXAMPLES = {
    "en": (
        "Why do we get so many scratches on line 2?",
        "Which shift has the most scrap?",
        "Which factors go with crooked labels?",
        "Do defects depend on the material?",
        "What is the reject rate by supplier?",
    ),
    "de": (
        "Warum gibt es auf Linie 2 so viele Kratzer?",
        "Welche Schicht hat den meisten Ausschuss?",
        "Welche Faktoren hängen mit schiefen Etiketten zusammen?",
        "Hängt der Ausschuss vom Material ab?",
        "Wie hoch ist die Ausschussquote nach Lieferant?",
    ),
    "zh-Hans": (
        "为什么2号线划痕这么多？",
        "哪个班次废品最多？",
        "哪些因素与标签歪斜有关？",
        "不良率和材料有关吗？",
        "按供应商的不合格率是多少？",
    ),
    "zh-Hant": ("為什麼2號線刮痕這麼多？", "哪個班次廢品最多？", "哪些因素與標籤歪斜有關？"),
}


def declare(plant: Plant) -> Declaration:
    """Declare the comparison of inspections."""
    return declared(DefectsTool(plant.records))


def declared(tool: DefectsTool) -> Declaration:
    """Declare ``tool``; a question is its own where it speaks of a defect that the inspections know of."""

    def claims(question: Question) -> Claim | None:
        try:
            known = tool.vocabularies(question.principal)
        except RecordsOutOfReach as error:  # the manuals still speak
            missed(error)
            return None
        found = [(one, wanted) for one in known if (wanted := asked(question.text, one)) is not None]
        if not found:
            return None
        one, wanted = max(found, key=lambda pair: len(pair[1].where) + bool(pair[1].defects))
        alone = not _strange(question.text, one) and not _MANUALS.search(question.text)
        return Claim(_arguments(question) | {"dataset": one.dataset}, alone=alone)

    return Declaration(tool, EXAMPLES, _arguments, claims=claims)


def _strange(text: str, known: Vocabulary) -> bool:
    """Tell whether a text names a code that no inspection knows, such as a machine that the manuals may speak of."""
    mine = {value.casefold() for values in (*known.levels.values(), known.defects) for value in values}
    return any(code.casefold() not in mine for code in codes(text))


def _arguments(question: Question) -> dict[str, str]:
    return {"question": question.text[:2_000]}
