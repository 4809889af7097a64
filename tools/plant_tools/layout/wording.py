"""The words of wishes in English, German and Chinese, and those by which a layout is asked for at all."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("swap", _any(r"\b(?:swap|exchange)\b", r"\b(?:ver)?tausch\w*", "交换|交換|对调|對調|互换|互換")),
    (
        "demand",
        _any(r"\b(?:demand|volume|output)\b", r"\b(?:nachfrage|bedarf|menge|stückzahl)\b", "需求|产量|產量|销量|銷量"),
    ),
    (
        "apart",
        _any(
            r"\b(?:apart|away from|far from)\b",
            r"\b(?:weg von|entfernt|auseinander|abstand)\b",
            "远离|遠離|相距|距离|距離",
        ),
    ),
    (
        "near",
        _any(
            r"\b(?:next to|near|close to|beside)\b",
            r"\bneben\b|\bnahe (?:bei|an|zu)\b|\bin die nähe\b",
            "靠近|旁边|旁邊|挨着",
        ),
    ),
    (
        "free",
        _any(
            r"\b(?:unlock|release)\b|\bmay move\b", r"\bfreigeben\b|\bdarf\b.*\bbewegt\b", "解锁|解鎖|可以移动|可以移動"
        ),
    ),
    (
        "keep",
        _any(
            r"\b(?:keep|leave|lock)\b|\b(?:do not|don't) move\b",
            r"\bstehen ?lassen\b|\b(?:lass|lasse|lassen)\b|\bbleib\w*|\bfixier\w*",
            r"\bnicht (?:bewegen|verschieben|versetzen)\b",
            "不动|不動|原位|原地|固定|别动|別動|不要移|位置不变|位置不變",
        ),
    ),
)
"""What is wished, by the words that say so; the first that fits counts."""

PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|percent|prozent)", re.IGNORECASE)
METRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m\b|met(?:re|er)s?\b|米)", re.IGNORECASE)
FALLS = _any(
    r"\b(?:falls?|drops?|less|lower|decreases?|down)\b", r"\bs[ia]nk\w*|\bweniger\b|\bfällt\b", "减|減|下降|降低"
)
FACTORS: tuple[tuple[re.Pattern[str], float], ...] = (
    (_any(r"\bdoubl\w*|\btwice\b", r"\bverdoppel\w*|\bdoppelt\w*", "翻倍|翻番|加倍|两倍|兩倍"), 2.0),
    (_any(r"\btripl\w*|\bthree times\b", r"\bverdreifach\w*|\bdreimal\b", "三倍"), 3.0),
    (_any(r"\bhalv\w*|\bhalf\b", r"\bhalbier\w*|\bhälfte\b", "减半|減半|一半"), 0.5),
)

SOLVES = _any(
    r"\b(?:optimi[sz]e|solve|improve|recompute)\b.{0,30}\blayout\b",
    r"\b(?:better|best|new) (?:factory |plant |shop[- ]floor )?layout\b",
    r"\blayout\b.{0,30}\b(?:optimieren|verbessern|lösen|berechnen|optimiert)\b",
    r"\b(?:optimiere|verbessere|berechne|löse)\b.{0,30}\blayout\b",
    r"(?:优化|優化|改进|改進|求解|计算|計算).{0,10}[布佈][局置]",
)
SHOWS = _any(
    r"\b(?:show|describe|explain)\b.{0,20}\blayout\b(?! of\b)",
    r"\b(?:zeig\w*|beschreib\w*|erklär\w*)\b.{0,20}\blayout\b(?! (?:von|der|des)\b)",
    r"(?:显示|顯示|说明|說明|看看).{0,10}[布佈][局置]",
)
"""A layout is asked for: to be solved anew, or to be shown."""
