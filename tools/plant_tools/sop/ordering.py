"""Sentences that order a procedure: "write an SOP for changing the oil of P-101", "SOP für ... erstellen"."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re
from typing import NamedTuple

_SOP = r"(?:sop|standard operating procedure|work instruction)"
_ANWEISUNG = r"(?:sop|standardarbeitsanweisung|arbeitsanweisung|verfahrensanweisung)"
_ZH = r"(?:sop|标准作业程序|標準作業程序|作业指导书|作業指導書|标准操作规程|標準操作規程|操作规程|操作規程)"
_ORDERS = (
    rf"(?:(?:please|kindly|(?:can|could|would|will) you|i (?:want|need|would like)(?: you to)?)[ ,]+)*(?:write|draft|create|make|prepare|give|generate)\s+(?:me )?(?:an? |the )?(?:new )?{_SOP}\s*(?:for|on|about|to|:)\s*(?P<a>.+)",
    rf"(?:bitte |kannst du |könntest du |können sie |könnten sie |ich möchte |ich brauche )*(?:schreib|erstell|entwirf|verfass|mach|leg)?(?:e|en)?(?: sie)?(?: mir)?(?: bitte)?\s*(?:eine? )?(?:neue )?{_ANWEISUNG}\s*(?:für|zum|zur|über|zu|:)\s*(?:das |den |die )?(?P<b>.+?)(?:\s+(?:schreiben|erstellen|entwerfen|verfassen|anlegen))?",
    rf"(?:请|請|麻烦|麻煩|帮我|幫我|给我|給我)*(?:写|寫|起草|编写|編寫|生成|制定|制订|制訂|创建|建立|做)(?:一)?[份个個篇套]?(?P<c>[^：:]+?)的?\s*{_ZH}",
    rf"(?:请|請|麻烦|麻煩|帮我|幫我|给我|給我)*(?:写|寫|起草|编写|編寫|生成|制定|制订|制訂|创建|建立|做)(?:一)?[份个個篇套]?\s*{_ZH}\s*[：:]\s*(?P<d>.+)",
    rf"(?:请|請|麻烦|麻煩|帮我|幫我)*(?:为|為|给|給|替)(?P<e>.+?)(?:写|寫|起草|编写|編寫|生成|制定|制订|制訂|创建|建立|做)(?:一)?[份个個篇套]?\s*{_ZH}",
)
_VERB_FIRST = re.compile(
    r"^(?:write|draft|create|make|prepare|generate|schreib|erstell|entwirf|verfass|请|請|写|寫|起草|帮|幫|给|給|为|為|替|编|編|生|制|sop\b|please|bitte)",
    re.IGNORECASE,
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in _ORDERS)
_ID = r"(SOP-[A-Z0-9-]*\d)"
_DOING = (
    (
        "submit",
        rf"(?:submit|hand in|send)\s+{_ID}(?: (?:for|to) review)?|{_ID}\s+(?:einreichen|zur prüfung(?: geben)?)|(?:提交|送审|送審)\s*{_ID}",
    ),
    ("approve", rf"(?:approve|release|sign)\s+{_ID}|{_ID}\s+(?:freigeben|genehmigen)|(?:批准|核准|审批|審批)\s*{_ID}"),
    ("revise", rf"(?:revise|redraft)\s+{_ID}|{_ID}\s+(?:überarbeiten|revidieren)|(?:修订|修訂)\s*{_ID}"),
)
_ONE_ID = re.compile(_ID, re.IGNORECASE)
_AND = r"\s*(?:,|、|，|\band\b|\bwith\b|\bund\b|\bmit\b|和|与|與|及)\s*"
_MERGES = re.compile(
    rf"\W*(?:please |bitte |请|請)?(?:(?:merge|combine)\s+|合并|合併|将|將|führe\s+)\s*{_ID}(?:{_AND}{_ID})+"
    rf"\s*(?:zusammen|合并|合併|into one)?\W*|\W*(?:bitte )?{_ID}(?:{_AND}{_ID})+\s+(?:zusammenführen|zusammenfassen)\W*",
    re.IGNORECASE,
)
_MERGED_WITH = re.compile(
    r",?\s*\b(?:merged|combined) with\s+|,?\s*\b(?:zusammengeführt|zusammengefasst|kombiniert) mit\s+|"
    r"[，,]?\s*[并並]?(?:合并|合併)(?:了)?",
    re.IGNORECASE,
)
# "SOP for the film change" alone asks for one that there is.
_MAKES = re.compile(
    r"\b(?:write|draft|create|make|prepare|give|generate|schreib|erstell|entw|verfass|mach|leg|anleg)|[写寫编編生制创創建做起]",
    re.IGNORECASE,
)
_COMMANDS = tuple(
    (name, re.compile(rf"\W*(?:please |bitte |请|請)?(?:{pattern})\W*", re.IGNORECASE)) for name, pattern in _DOING
)
_TAG = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}-\d{1,4}[A-Z]?(?![A-Za-z0-9-])")
_EMPTY = re.compile(r"[(（]\s*[)）]")
_JOINS = re.compile(
    r"\s*(?:\b(?:of|on|at|for|from|in|the|an|am|bei|für|vom|von|der|des|dem|zum)\s*)+$|^\s*(?:的|上|給|给|为|為|对|對|，|,|:|：|在)+|\s*(?:的|上)$",
    re.IGNORECASE,
)


class Ordered(NamedTuple):
    """What was ordered: ``doing`` is draft, submit, approve or revise; of a draft the ``task``, else the ``sop``.

    ``merge`` are other tasks, or ids of procedures, that are to be one with the task.
    """

    doing: str
    task: str = ""
    sop: str = ""
    merge: tuple[str, ...] = ()


def ordered(text: str) -> Ordered | None:
    """Return what a sentence orders; None where it orders no procedure.

    >>> ordered("Write an SOP for changing the oil of P-101")
    Ordered(doing='draft', task='changing the oil of P-101', sop='', merge=())
    >>> ordered("Merge SOP-P-101-1 with SOP-P-101-2")
    Ordered(doing='draft', task='SOP-P-101-1', sop='', merge=('SOP-P-101-2',))
    >>> ordered("How do I change the oil?"), ordered("SOP-CP-304-1 freigeben").doing
    (None, 'approve')
    """
    plain = text.strip().rstrip(".!。！")
    for name, command in _COMMANDS:
        if found := command.fullmatch(plain):
            return Ordered(name, sop=next(filter(None, found.groups())).upper())
    if merging := _MERGES.fullmatch(plain):
        first, *others = _ONE_ID.findall(merging[0])
        return Ordered("draft", first.upper(), merge=tuple(other.upper() for other in others))
    if not _VERB_FIRST.match(plain) or plain.endswith(("?", "？")):
        return None
    found = next((match for pattern in _PATTERNS if (match := pattern.fullmatch(plain))), None)
    task = next((group for group in found.groups() if group), "") if found else ""
    if not task.strip() or not _MAKES.search(plain):
        return None
    first, *others = (one.strip() for one in _MERGED_WITH.split(task))
    return Ordered("draft", first, merge=tuple(filter(None, others))) if first else None


def without_asset(task: str, asset: str) -> str:
    """Return a task without the tag of its asset and the words that joined it.

    >>> without_asset("changing the oil of P-101", "P-101"), without_asset("CP-304 Konus tauschen", "CP-304")
    ('changing the oil', 'Konus tauschen')
    """
    if not asset:
        return task
    before, tag, after = task.partition(asset)
    if not tag:
        return task
    told = " ".join(part for part in (_JOINS.sub("", before).strip(), _JOINS.sub("", after).strip()) if part)
    return _EMPTY.sub("", told).strip(" ,，:：")


def tag_in(text: str) -> str:
    """Return the first thing in ``text`` that looks like the tag of an asset, "" where nothing does."""
    found = _TAG.search(text)
    return found[0] if found else ""
