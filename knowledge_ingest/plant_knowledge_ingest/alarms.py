"""Tables of alarms and faults, in any of the languages read: the code, its meaning, the cause and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.tokens import for_search, possible_codes

# What column titles are made of, by role. A fault may be the name of its code or what it means.
_WORDS = {
    "code": r"(?:alarm|fault|error|message|event|display)?[ -]?(?:codes?|no\.?|number|id)|"
    r"(?:alarm|fehler|stör(?:ungs)?|meldungs|meldungs?)?[ -]?(?:codes?|nr\.?|nummer)|kennung|"
    r"(?:报警|警报|故障|错误|异常)?(?:代码|代号|编号|码|号)|(?:警報|警告|報警|故障|錯誤|異常)?(?:代碼|代號|編號|碼|號)",
    "fault": r"(?:alarm|fault|error|failure|problem|trouble|malfunction|warning|alert)s?|"
    r"(?:störung|fehler|meldung|alarm|warnung)(?:en)?|报警|警报|故障|错误|异常|警報|報警|錯誤|異常",
    "meaning": r"meaning|description|text|"
    r"(?:alarm|fault|error)?[ -]?(?:message|text|description)s?|symptoms?|appearance|"
    r"designation|name|what is seen|bedeutung|beschreibung|(?:alarm|fehler|meldungs|störungs)?text|anzeichen|symptom|"
    r"erscheinung|benennung|bezeichnung|fehlerbild|störungsbild|含义|意义|说明|内容|描述|现象|故障现象|报警内容|"
    r"信息|名称|含義|意義|說明|內容|現象|故障現象|警報內容|訊息|名稱",
    "cause": r"(?:possible |probable |likely |root )?(?:causes?|reasons?)(?: of (?:fault|failure|error))?|"
    r"(?:mögliche |wahrscheinliche )?(?:fehler|störungs)?(?:ursachen?|grund|gründe)|"
    r"(?:可能|故障|主要|報警|报警)?(?:的)?(?:原因|起因)",
    "remedy": r"remed(?:y|ies)|(?:corrective |recommended |required )?actions?(?: to (?:be )?taken?)?|"
    r"counter-?measures?|"
    r"solutions?|what to do|corrections?|repair|setting to change|abhilfe|(?:abhilfe)?maßnahmen?|"
    r"(?:fehler|störungs)?(?:behebung|beseitigung)|was (?:ist zu )?tun|"
    r"(?:处理|处置|解决|排除|故障排除|应对|對應|處理|處置|解決|因應|故障排除)(?:方法|措施|办法|辦法|對策|对策|方式)?|"
    r"对策|對策|措施|改善(?:方法|对策|對策)?",
}
_ROLES = {role: re.compile(words, re.IGNORECASE) for role, words in _WORDS.items()}


class Alarm(NamedTuple):
    """One row of a table of alarms: what stands in its cells, "" where there is no such column, and its ``span``."""

    code: str
    meaning: str
    cause: str
    remedy: str
    span: int


@lru_cache(maxsize=1024)
def roles(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return for each column title "code", "meaning", "cause", "remedy" or "" where it is none of them.

    No role is given where together they do not make a table of alarms.

    >>> roles(("Code", "Bedeutung", "Ursache", "Abhilfe")), roles(("Part number", "Name", "Stock"))
    (('code', 'meaning', 'cause', 'remedy'), ('', '', ''))
    """
    found = [_role(title) for title in columns]
    if "fault" in found:
        stands_for = "code" if "code" not in found and "meaning" in found else "meaning"
        found = [stands_for if role == "fault" else role for role in found]
    known = set(found) - {""}
    explains = {"cause", "remedy"} & known
    named = {"code", "meaning"} & known
    of_alarms = (len(explains) == 2 and named) or (len(explains) == 1 and len(named) == 2)
    once = all(found.count(role) == 1 for role in explains)
    return tuple(found) if of_alarms and once else ("",) * len(columns)


def records(passage: Passage) -> Iterator[Alarm]:
    """Yield the alarms in ``passage``, in order; of merged cells each row has the text."""
    for at, span in enumerate(passage.spans):
        if span.cells and any(given := roles(span.columns)):
            cells = [for_search(passage.text[start:end]) for start, end in span.cells]
            said = {role: _joined(cells, given, role) for role in ("code", "meaning", "cause", "remedy")}
            if not said["code"] and possible_codes(said["meaning"]) and " " not in said["meaning"]:
                said["code"], said["meaning"] = said["meaning"], ""
            if any(said.values()):
                yield Alarm(**said, span=at)


def _role(title: str) -> str:
    last = title.rsplit(" > ", maxsplit=1)[-1].strip(" :：")
    return next((role for role, words in _ROLES.items() if words.fullmatch(last)), "")


def _joined(cells: Sequence[str], given: Sequence[str], role: str) -> str:
    return " ".join(dict.fromkeys(cell for cell, its in zip(cells, given, strict=True) if its == role and cell))
