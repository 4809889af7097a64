"""Sentences that order a draft: "create a work order for K-110: ...", "Auftrag anlegen, ...", "给 K-110 开一张工单：..."."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

_ASSIGN = r"(?:create|open|raise|draft|write|make|log|issue|file|enter|start|prepare)"
_ORDER = r"(?:work ?order|order|ticket|wo|fault|defect)"
_ERSTELLEN = r"(?:anlegen|erstellen|eröffnen|aufmachen|schreiben|aufgeben|auslösen|entwerfen|ausstellen)"
_BESTELLE = r"(?:leg|erstell|eröffn|schreib|mach|entwirf|öffn)e?n?(?: sie)?(?: mir)?(?: bitte)?"
_NUMBER = r"[a-z]{1,5}-?\d{3,}"
_ON = r"(?:\s*(?:for|on|about|because of|für|an|zu|wegen|über|dass|that)\b)?[\s:：,，.。\-–—]*"
_PATTERNS = {
    "work_order": (
        rf"(?:(?:please|kindly|(?:can|could|would|will) you|i (?:want|need|would like) (?:you )?to|let's)[ ,]+)*"
        rf"{_ASSIGN} (?:me )?(?:an? |the |this |another )?(?:new |corrective |preventive )?{_ORDER}\b{_ON}",
        rf"new {_ORDER}\b{_ON}",
        r"(?:please )?(?:log|note|record) (?:this|that|the following)\s*[:,\-–]\s*",
        rf"(?:bitte |kannst du |könntest du |können sie |könnten sie |ich möchte |ich will |wir müssen )*(?:einen? |den )?"
        rf"(?:neuen? )?(?:arbeits|reparatur|wartungs)?auftrag(?=[^:：?]{{0,60}}\b{_ERSTELLEN}\b)(?:\s+{_ERSTELLEN}\b)?{_ON}",
        rf"{_BESTELLE} (?:einen? |den )?(?:neuen )?(?:arbeits|reparatur|wartungs)?auftrag\b{_ON}",
        r"(?:neuer? )?(?:auftragsentwurf|störung|schaden|defekt)\s*[:：]\s*",
        rf"neuer? (?:arbeits)?auftrag\b{_ON}",
        r"bitte (?:aufnehmen|notieren|erfassen|eintragen)\s*[:：,\-–]\s*",
        r"ich (?:möchte|will|muss|würde gern(?:e)?)(?: etwas| folgendes)? melden\b[\s:：,]*(?:dass )?",
        r"(?:请|麻烦|帮我|帮忙|我要|我想|给我|你)*(?:给|为|对|就)?[^：:，,?？]{0,20}?"
        r"(?:创建|新建|新增|建立|起草|开具|建|开|提|下)(?:了)?(?:一)?[张个份]?新?(?:的)?(?:维修|检修|保养)?工单[\s：:，,。]*",
        r"(?:请|麻烦|帮我|帮忙|我要|我想|给我)*(?:开|建|写|下|提)一?[张个份](?=[^：:?？]{2,40}工单)",
        r"新工单[\s：:，,]+",
        r"(?:请|帮我|麻烦)(?:记录|登记|记一下)(?:一下)?[\s：:，,]+",
        r"(?:我要|我想|需要)(?:报修|报障|上报)[\s：:，,]*",
        r"(?:申报|上报|报告|汇报)(?=[^：:?？]{0,14}(?:故障|泄漏|漏|异常|损坏))(?:故障)?[\s：:，,]*",
    ),
    "close_out": (
        rf"clos(?:e|ing|ed)(?: out)?(?: the)?(?: work)?(?: order)? (?={_NUMBER}\b)",
        r"(?:i |we )?(?:have )?(?:finished|completed) (?:the |my |our )?(?:job|work|repair|order)s?(?: on| at)?[\s:：,]*",
        r"(?:the )?(?:job|work|repair|order) (?:is |was )?(?:finished|done|completed?)\b(?: on)?[\s:：,]+",
        rf"(?=(?:auftrag )?{_NUMBER} (?:ist |kann )?(?:abschließen|schließen|abgeschlossen|erledigt|fertig)\b)",
        r"(?:die )?(?:arbeit|reparatur)(?:en)?(?=[^:：?]{0,24}\b(?:fertig|erledigt|beendet|abgeschlossen)\b)"
        r"(?: (?:ist |sind )?(?:fertig|erledigt|beendet|abgeschlossen)\b)?(?: an)?[\s:：,]*",
        rf"(?:关闭|结束|完结|结案|关单)[\s：:]*(?:工单)?[\s：:]*(?={_NUMBER})",
        r"(?:工作|作业|任务|检修|保养)(?:已)?完成[\s：:，,]+|(?:完成|结案)[\s：:]+",
        r"(?=[^：:，,?？]{2,20}(?:干完|做完|修好|修完)了?[\s：:，,])",
    ),
    "handover": (
        r"(?:a )?(?:note|message|info)s? (?:for|to) the (?:next|following|coming|late|early|night|day|morning) shift[\s:：,]+",
        r"for the (?:shift )?handover[\s:：,]+|(?:shift )?handover notes?\b[\s:：,]+",
        r"(?:notiz|hinweis|info|nachricht)(?:en)? (?:für|an) die (?:nächste|folgende|kommende|früh|spät|nacht)\s?-?schicht[\s:：,]+",
        r"(?:für|zu) (?:die|der|zur) (?:schicht)?übergabe[\s:：,]+|(?:schicht)?übergabe(?:notiz|protokoll|vermerk)(?:en)?\b[\s:：,]+",
        r"(?:给|致|留给)下一?(?:个)?班(?:次)?(?:的)?(?:留言|说明|提醒|备注)?[\s：:，,]+",
        r"交[接班]+(?:记录|备注|事项|说明)[\s：:，,]*",
    ),
}
_COMPILED = {kind: re.compile("|".join(f"(?:{each})" for each in listed)) for kind, listed in _PATTERNS.items()}


def ordered(text: str) -> tuple[str, int]:
    """Return what a sentence orders to be drafted, and where what is dictated begins; ("", 0) where it orders nothing.

    ``text`` is in lower case and simplified characters.

    >>> ordered("create a new order for k-110: belt squeals")
    ('work_order', 23)
    """
    found = [(match.end(), kind) for kind, each in _COMPILED.items() if (match := each.match(text.lstrip()))]
    if not found:
        return "", 0
    end, kind = max(found)
    return kind, end + len(text) - len(text.lstrip())
