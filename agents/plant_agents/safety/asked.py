"""A question for how a machine is isolated: answered from that machine's own documents, not from what is alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plant_agents.question import Question
from plant_agents.safety.record import OnRecord, record_of_asked
from plant_knowledge_ingest.citation import PageCitation
from plant_tools.evidence import Citation, Evidence
from plant_tools.manuals.isolation import IsolationBook

_ISOLATE = re.compile(
    r"\bisolated?\b|\block(?:ed|ing)?[- ]?out\b|\bloto\b|\bde-?energi[sz]e|"
    r"freischalt|freigeschalt|freizuschalten|\bschalt\w*\b.*\bfrei\b|spannungsfrei|"
    r"隔离|隔離|上锁|上鎖|断电|斷電",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"\bhow\b(?! (?:often|long|many|much))|\bwie\b(?! (?:oft|lange|viele?))|steps\b|procedure|ablauf|vorgehen|"
    r"如何|怎么|怎样|怎麼|怎樣|步骤|步驟|流程",
    re.IGNORECASE,
)
# A tag as machines have them; the code of a valve or a switch inside one has a point, or no hyphen.
_TAG = re.compile(r"(?<![\w-])[A-Z]{1,4}[- ]\d{2,4}(?![\w.-])")
# What comes first has an answer of one line; what is done before or after isolation is another work.
_ELSE = re.compile(
    r"\b(?:first|after|before|once|while|when|erste[rsn]?|nach(?:dem)?|vor|bevor|wenn)\b|第一步|首先|之?[前后後]|时|時",
    re.IGNORECASE,
)


def is_about_work(text: str) -> bool:
    """Tell whether ``text`` asks how to do something, or speaks of isolating: it orders nothing."""
    return bool(_HOW.search(text) or _ISOLATE.search(text))


def isolation_asked(question: Question, book: IsolationBook | None) -> OnRecord:
    """Return how the machines that a question names are isolated, where it asks that; nothing for any other question.

    A lock-out names the machines beside it, whose operators are told: a search may take theirs for the right one. A
    tag that no document is about is a machine whose isolation is not on record, whatever else is selected.
    """
    asked = question.text
    if book is None or not (_HOW.search(asked) and _ISOLATE.search(asked)) or _ELSE.search(asked):
        return OnRecord()
    strange = dict.fromkeys(tag[0] for tag in _TAG.finditer(asked))
    if strange and not book.assets(asked, question.principal):
        return OnRecord(dict.fromkeys(strange))
    return record_of_asked(question, book)


def of_no_other_machine(
    evidence: Iterable[Evidence], asked: OnRecord, question: Question, book: IsolationBook
) -> list[Evidence]:
    """Return what is not from documents about other machines than those asked about; what is about none may stay."""

    def fits(citation: Citation) -> bool:
        if not isinstance(citation, PageCitation):
            return True
        about = book.assets_of(citation.document, question.principal)
        return not about or bool(set(about) & set(asked.machines))

    return [found for found in evidence if all(map(fits, found.citations))]
