"""The history: what happened, how often and how much, by the grammar that reads questions into typed queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from plant_agents.crew import Clarification
from plant_agents.declaration import Arguments, Claim, Complete, Declaration, Plant
from plant_agents.question import Question
from plant_agents.telling.phrases import phrases
from plant_tools.cases.wording import asks_for_cases
from plant_tools.history.query import HistoryQuery
from plant_tools.history.tool import HistoryTool
from plant_tools.history.words import planned as planning
from plant_tools.history.words import reading
from plant_tools.history.words.sources import sources_of
from plant_tools.out_of_reach import missed
from plant_tools.records.errors import RecordsOutOfReach

EXAMPLES = {
    "en": (
        "How often did P-101 fail in 2023?",
        "When was the last bearing failure on CP-304?",
        "What did repairs cost last year?",
        "Which asset had the most downtime?",
        "What is the MTBF of SW-306?",
    ),
    "de": (
        "Wie oft ist P-101 2023 ausgefallen?",
        "Wann war der letzte Lagerschaden an CP-304?",
        "Was haben Reparaturen im letzten Jahr gekostet?",
        "Welche Anlage hatte die meisten Stillstände?",
        "Wie groß ist die MTBF von SW-306?",
    ),
    "zh-Hans": (
        "P-101 在2023年故障了多少次？",
        "CP-304 上次轴承故障是什么时候？",
        "去年维修花了多少钱？",
        "哪台设备停机时间最长？",
        "SW-306 的平均故障间隔时间是多少？",
    ),
}
# What a question about past cases must say to ask for a figure as well.
_FIGURES = ("ask.count", "ask.often", "ask.amount", "ask.when", "ask.percent", "rank", "field.cost")


def declare(plant: Plant) -> Declaration:
    """Declare the history of the plant's records."""
    return declared(HistoryTool(plant.records), plant.today)


def declared(tool: HistoryTool, today: Callable[[], date] = date.today) -> Declaration:
    """Declare ``tool`` as what computes from the records, as seen from ``today``."""

    def claims(question: Question) -> Claim | Clarification | None:
        day = date.fromisoformat(question.as_of) if question.as_of else today()
        try:
            return _claim(tool, question, day)
        except RecordsOutOfReach as error:  # the manuals still speak
            missed(error)
            return None

    def planned(question: Question, complete: Complete) -> Arguments | None:
        day = date.fromisoformat(question.as_of) if question.as_of else today()
        try:
            vocabularies = tool.asking.vocabularies(question.principal)
        except RecordsOutOfReach as error:
            missed(error)
            return None
        query = planning.planned(question.text, vocabularies[0], complete, day) if len(vocabularies) == 1 else None
        return query.model_dump(mode="json", exclude_defaults=True) if isinstance(query, HistoryQuery) else None

    return Declaration(tool, EXAMPLES, claims=claims, planned=planned)


def _claim(tool: HistoryTool, question: Question, today: date) -> Claim | Clarification | None:
    cut = tool.asking.cut(question.text, question.language, today, question.principal)
    sources = sources_of(cut) if cut else None
    if not cut or not sources or not sources.history or (asks_for_cases(question.text) and not cut.has(*_FIGURES)):
        return None
    understood = tool.asking.read(question.text, question.language, today, question.principal, question.asset)
    if isinstance(understood, reading.Clarification):
        return Clarification(phrases(question.language)[understood.question], understood.choices)
    if not isinstance(understood, reading.Understood):
        return None
    return Claim(dict(understood.query), alone=not sources.manuals and (understood.on_record or sources.certain))
