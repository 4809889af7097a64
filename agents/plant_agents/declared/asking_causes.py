"""What a question for causes asks about: "why does the spindle overheat", and what is no such question.

Why something must be done, and what an alarm code means, the manual says; why something happens, the ranking as well.
"""

from __future__ import annotations

import re

from plant_knowledge_ingest.tokens import for_search

_RANKED = (
    r"\b(?:(?:what|which)\s+(?:is|are)\s+)?(?:the\s+)?(?:(?:most\s+)?(?:likely|probable)|likeliest|candidate)\s+"
    r"(?:root\s+)?causes?\b(?:\s+(?:of|for|if|when|that))?"
    r"|\brank(?:ing)?\s+(?:of\s+)?(?:the\s+|all\s+)?(?:possible\s+|root\s+)*causes?\b(?:\s+(?:of|for))?"
    r"|\b(?:(?:was|welche[s]?)\s+(?:ist|sind)\s+)?(?:die\s+)?(?:wahrscheinlich(?:e|en|ste|sten)|mögliche[n]?)\s+ursachen?"
    r"(?:\s+nach\s+wahrscheinlichkeit)?(?:\s+(?:für|von|wenn|dass))?"
    r"|(?:按|依)可能性(?:排列|排序|大小排列)(?:的)?原因|(?:最可能|可能性最(?:大|高))的?(?:根本)?原因(?:是什[么麼]|有哪些)?"
    r"|(?:候选|候選)原因"
)
RANKED = re.compile(_RANKED, re.IGNORECASE)
"""Asks for a ranking in so many words."""

_WHY = re.compile(
    r"\b(?:find\s+out\s+)?why\b(?:\s+(?:does|do|is|are|did|has|have|was|were|would|keeps?))?|\bhow\s+come\b"
    r"|\bhow\s+(?:is\s+it\s+possible|can\s+it\s+be)\b(?:\s+that)?|\bwhat(?:'s|\s+is)?\s+(?:causing|triggering|making)\b"
    r"|\bwhat(?:'s|\s+is|\s+(?:could|might|may)\s+be)\s+behind\b(?:\s+it\b)?"
    r"|\bwhat\s+(?:(?:could|might|may|can|would)\s+)?(?:causes?|leads?\s+to|makes?|triggers?)\b"
    r"|\b(?:what(?:'s|\s+is|\s+are|\s+(?:could|might|may)\s+be)?\s+)?(?:the\s+|any\s+)?(?:possible\s+|potential\s+|root\s+)*"
    r"(?:causes?|reasons?)\b(?:\s+(?:of|for|behind|why|that))?"
    r"|\b(?:warum|wieso|weshalb|woher\s+kommt|wovon\s+kommt|wodurch|was\s+löst|aus\s+welchem\s+grund)\b"
    r"|\bworan\s+(?:kann|könnte|mag|liegt|lag)\b(?:\s+es)?(?:\s+liegen)?(?:\s*,?\s*(?:dass|wenn))?"
    r"|\bwas\s+(?:könnte|kann|mag|ist|sind|wäre)\s+(?:die\s+|der\s+)?(?:mögliche[nr]?\s+)?(?:ursachen?|grund|gründe)\b"
    r"(?:\s+(?:für|von|hinter|dass))?|\bwas\s+(?:steckt|ist)\s+(?:hinter|schuld)\b(?:\s*(?:an|daran))?"
    r"|\bwas\s+(?:kann|könnte)\s+dazu\s+führen\b(?:\s*,?\s*dass)?|\bwas\s+(?:verursacht|bewirkt|führt\s+(?:zu|dazu))\b"
    r"|\b(?:welche[rs]?\s+)?(?:mögliche[nr]?\s+)?(?:\w*ursachen?|ursachensuche|grund|gründe)\b"
    r"(?:\s+(?:kann|können|könnte|könnten|hat|haben|kommen?|gibt\s+es)\b)?(?:\s+(?:für|von|bei|des|der)\b)?|\bin\s+frage\b"
    r"|(?:是)?(?:[为為](?:什[么麼]|何|啥)|怎[么麼][会會])|(?:是)?(?:什[么麼]|啥|哪些|何種|何种)(?:问题|問題)?(?:所)?(?:导致|導致|造成|引起)(?:了|的)?"
    r"|(?:[请請]?分析|[请請][问問])?(?:可能)?是?(?:有)?(?:什[么麼]|啥|哪些|何種|何种)?可?能?的?(?:根本)?原因"
    r"(?:可能)?(?:是?什[么麼]|[为為]何|有?哪些|在哪[里裡裏]?|導致|导致|造成|引起)?(?:的)?|(?:是)?(?:怎[么麼]|如何)造成(?:的)?|的?根因|(?:怎[么麼]|咋)回事"
    r"|[会會]?是?[哪那][里裡裏兒儿](?:出了?|有|的)(?:问题|問題|毛病)|(?:问题|問題|毛病)(?:可能)?出在哪[里裡裏兒儿]?",
    re.IGNORECASE,
)
# Why something is to be done, or is as it is: a rule, or how the machine is made.
_RULE = re.compile(
    r"\b(?:must|should|shall|(?<!\bi\s)need(?:s|ed)?|have\s+to|has\s+to|may|allowed|necessary|required|important|forbidden|called|used)\b"
    r"|\b(?:muss|müssen|soll|sollen|sollte|darf|dürfen|nötig|notwendig|wichtig|verboten|vorgeschrieben|heißt|verwendet)\b"
    r"|必[须須]|需要|[应應][该該当當]?|不能|不得|不[准許许可]|禁止|[规規]定|要|得先|才能|建[议議]|[适適]合|允[许許]",
    re.IGNORECASE,
)
_REMEDY = re.compile(r"\b(?:remed(?:y|ies)|abhilfe|behebung|beheben)\b|排除|[处處]理|解[决決]|措施", re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,4}-?\d{1,5}[A-Za-z]?(?![A-Za-z0-9])")
_ABOUT_CODES = re.compile(
    r"\b(?:alarm|error|fault|code|message|appears?|shows?|displayed|the|an?|of|for|on|störung|fehler|meldung|fehlercode|"
    r"der|die|das|des|dem|von|für|bei|an|auf|kommt|erscheint)\b|[报報警警]+|故障|代[码碼]|[错錯][误誤]|[显顯]示|屏幕|螢幕|出现|出現|闪|閃|亮|红灯|紅燈|设备|設備|机器|機器|了|[这這那]个?|的|是|在|有|和|與|与",
    re.IGNORECASE,
)


def symptom_in(text: str) -> str:
    """Return what the causes are asked of, in the question's own words; "" where it asks for no ranking."""
    asked = for_search(text)
    if RANKED.search(asked):
        return _bare(RANKED.sub(" ", asked)) or text
    rule = bool(_RULE.search(asked) or _REMEDY.search(asked))
    if rule or not _WHY.search(asked):
        return ""
    symptom = _bare(_WHY.sub(" ", asked))
    left = re.sub(r"[\W_]+", "", _ABOUT_CODES.sub(" ", _CODE.sub(" ", symptom)))
    return symptom if left else ""


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" ,.:;?!，。：；？！、-–")
