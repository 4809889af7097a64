"""Whether a question asks if something has happened before, and what that something is."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.tokens import for_search

_THING = r"(?:cases?|orders?|work orders?|jobs?|faults?|failures?|incidents?|problems?|breakdowns?)"
_SACHE = (
    r"(?:f[aä]lle?n?|auftr[aä]ge?n?|störung(?:en)?|vorf[aä]lle?n?|schäden|probleme?|meldung(?:en)?|arbeitsauftr[aä]ge?)"
)
_OBJECT = r"(?:this|that|it|something like (?:this|that)|anything like (?:this|that)|such a thing)"
# Each is a wording that asks for past cases; what of it stands in the question says nothing of the case itself.
_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # English: "has this happened before", "have we seen ... before", "was there ever", "past orders like this"
        rf"\b(?:has|have|had|did|does|was|were)\s+(?:{_OBJECT}\s+)?(?:ever\s+)?(?:been\s+)?"
        r"(?:happen(?:ed)?|occur(?:red)?|seen|reported|come up|comes up)?\b[^.?!:;]*?"
        r"\b(?:before|previously|in the past)\b(?=\W*(?:$|[.?!:;,]))",
        r"\b(?:did|have|had)\s+we\b[^.?!:;]*\balready\b(?=\W*(?:$|[.?!:;,]))",
        r"\b(?:seen|happened|occurred|reported)\s+before\b",
        r"\b(?:was|were|has|have|did)\b[^.?!:;]*?\bever\b",
        rf"\b(?:similar|past|earlier|previous|comparable|other)\s+(?:past\s+|work\s+)?{_THING}\b(?:\s+like\s+(?:this|that)(?:\s+one)?)?",
        rf"\b{_THING}\s+like\s+(?:this|that)(?:\s+one)?\b",
        # German: "gab es das schon einmal", "kam das schon vor", "ähnliche Fälle"
        r"\b(?:gab|gibt|kam|kommt|hatten|haben|hatte|ist|sind|war|waren|wurde|wurden|trat)\b[^.?!:;]*?"
        r"\b(?:schon|bereits)\s*(?:ein)?mal\b",
        r"\b(?:gab|kam|hatten|haben|hatte|trat)\b\s+(?:wir|es|so\s?etwas|das|dies)\b[^.?!:;]*?\b(?:früher\s+)?(?:schon|bereits)\b",
        r"\bkam\b[^.?!:;]*\b(?:schon|bereits)\b(?:\s+\w+)?\s+vor\b",
        r"\b(?:schon|bereits)\s*(?:ein)?mal\b[^.?!:;]*\b(?:vorgekommen|aufgetreten|passiert|gehabt)\b",
        rf"\b(?:ähnliche[nrs]?|frühere[nrs]?|vergleichbare[nrs]?)\s+{_SACHE}\b",
        # What is known of it, and what helped the last time
        r"\b(?:known|recurring|familiar) (?:issue|problem|fault|defect|failure)\b|\bdo we know (?:this|that)\b"
        r"|\bdid we (?:see|have|get) (?:this|that|it)\b(?! (?:year|month|week|quarter))|\b(?:this|that|it) on record\b"
        r"|\b(?:earlier|previous|past|old) (?:reports?|tickets?)\b|\b(?:earlier|previous) (?:work )?orders? about\b",
        r"\b(?:what did we do|how (?:did we|have we|was|were)\b[^.?!:;]*\b(?:solve|fix|repair|resolve|handle|clear)\w*)\b"
        r"[^?!:;]*\b(?:last time|before|back then)\b|\bwhat (?:helped|worked)\b[^?!:;]*\b(?:last time|before|in the past)\b",
        r"\b(?:has|have|did)\b[^.?!:;]*\b(?:in the past|earlier)\b(?=\W*(?:$|[.?!:;,]))",
        r"\bkennen wir das\b|\bbekannte[srn]? (?:problem|fehler|störung|schaden)|\bist (?:das|dies|so ?etwas) (?:schon )?bekannt\b"
        r"|\bjemals\b|\bje\b[^.?!;]*\b(?:passiert|vorgekommen|aufgetreten|gegeben|gemeldet)\b|\bfrüher schon\b",
        r"\b(?:was haben wir|wie (?:wurde|haben wir|hat man)|was hat)\b[^.?!:;]*\b(?:letzte[sn]? mal|früher|damals)\b"
        r"[^?!:;]*\b(?:gemacht|gelöst|geholfen|behoben|wenn|als)\b",
        r"\bgab es (?:früher|zuvor|in der vergangenheit)\b|\balten aufträgen\b|\bso ?(?:et)?was\b[^.?!:;]*\b(?:öfter|schon|früher)\b",
        r"\bvergleichbare[snr]?\b[^.?!:;]*\b(?:passiert|vorgekommen|aufgetreten)\b|\b(?:schon|bereits) (?:ein)?mal\b[^.?!:;]*"
        r"\b(?:da ?gewesen|gesehen|beobachtet|gemeldet|gelöst|behoben|da)\b",
        # Chinese, after both scripts were made one: 以前出现过...吗, 有没有类似的工单
        r"(?:以前|之前|过去|从前|曾经|曾).{0,40}?(?:过(?![滤程载流热压高低大渡电])|吗|没有)",
        r"(?:有没有|有|是否有?|查找?).{0,4}?(?:类似|相似|同样|相同)的?(?:历史|过往|以往)?(?:的)?(?:工单|案例|情况|故障|事例|问题|记录)",
        r"(?:类似|相似)的?(?:历史|过往|以往)?(?:工单|案例)",
        r"已知的?问题|老毛病|老问题|见过|(?:有没有|有无).{0,14}(?:早先|以前|过往|历史)的?(?:报告|记录|案例)|出过(?:同样|类似|这样)"
        r"|(?:历史|以往|旧|早先|过往)的?(?:工单|案例|报告)(?:里|中)?(?:有没有|$|[吗？?])",
        r"^(?!.*\d{4}年).*(?:发生|出现|遇到|碰到|遇)过(?:没有|吗|同样|类似)?[？?]?$",
        r"(?:上次|上回|以前|之前|当时).{1,24}(?:怎么|如何|怎样)(?:处理|解决|修|排除)|(?:上次|上回|以前|之前).{1,24}什么方法",
    )
)
# What is left of such a wording where it stands around what happened.
_FRAME = re.compile(
    r"\b(?:has|have|had|did|does|was|were)\s+(?:(?:we|there|anyone|you|they)\s+)?"
    rf"(?:{_OBJECT}\s+)?(?:ever\s+)?(?:been\s+)?(?:seen|had|have|happen(?:ed)?|occur(?:red)?|reported)?\b"
    r"|\b(?:seen|happened|occurred|reported)\s+before\b|\b(?:before|previously|in the past|already|ever)\b"
    rf"|\b(?:any\s+)?(?:similar|past|earlier|previous|comparable|other)\s+(?:past\s+|work\s+)?{_THING}\b"
    rf"|\b(?:any\s+)?(?:past\s+)?{_THING}\s+like\s+(?:this|that)(?:\s+one)?\b|\b(?:like|of)\s+(?:this|that)\s+one\b|\bthat\s*(?=\?)"
    r"|\b(?:gab|gibt)\s+es\s+(?:das|so\s?etwas|dies)?|\b(?:hatten|haben)\s+wir\s+(?:das|so\s?etwas)?"
    r"|\bkam\s+(?:es|das|so\s?etwas)?|^\s*(?:ist|sind|war|wurde)\b|\b(?:ist|kam)\s+das\b|\bvor,\s*dass\b|\bvor\s*(?=\?)"
    r"|\b(?:früher\s+)?(?:schon|bereits)\s*(?:(?:ein)?mal)?\b|\b(?:vorgekommen|aufgetreten|passiert|gehabt)\b"
    rf"|\b(?:ähnliche[nrs]?|frühere[nrs]?|vergleichbare[nrs]?)\s+{_SACHE}\b"
    r"|(?:有没有|有|是否|查找?)?(?:类似|相似|同样|相同)的?(?:历史|过往|以往)?的?(?:工单|案例|情况|故障|事例|问题|记录)?"
    r"|(?:以前|之前|过去|从前|曾经)(?:有没有|没有|有|是否)?(?:出现|发生|遇到)?过?(?:没有|没)?|有没有(?:出现|发生|遇到)?过"
    r"|(?:出现|发生|遇到|有)过?(?=[吗？?，,]|$)|的情况|[吗？?]",
    re.IGNORECASE,
)


def asks_for_cases(question: str) -> bool:
    """Tell whether a question asks if something has happened before.

    >>> asks_for_cases("Pump P-101 is loud. Has this happened before?")
    True
    """
    text = _plain(question)
    return any(asks.search(text) for asks in _ASKS)


def case_in(question: str) -> str:
    """Return what is said to have happened, without the words that ask for it; the question where nothing is left.

    >>> case_in("Has this happened before? Pump P-101 loud and hot")
    'Pump P-101 loud and hot'
    """
    left = " ".join(_FRAME.sub(" ", _plain(question)).split())
    left = re.sub(r"\s+(?=[,.:;，。])", "", left).strip(" ,.:;?!，。：；-–")
    return left or question.strip()


def _plain(question: str) -> str:
    """Return a question in one line, Chinese in simplified characters."""
    return simplified(for_search(question))
