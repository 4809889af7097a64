"""The words by which a question leans on the one before it: "and", "the same for", "it", "the year before", "也一样"."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

LEAD = re.compile(
    r"^\s*(?:(?:and|und|or|oder|then|dann|also|auch|ok(?:ay)?|but|aber|so|now|next|jetzt|nun|please|bitte)\b[\s,]*|"
    r"那么|那麼|那|还有|還有|另外|然后|然後)*\s*"
    r"(?:(?:what|how) about|what of|was ist mit|"
    r"wie (?:ist|sieht|steht|war) (?:es|das) (?:bei|mit|an|um|für|in)|(?:the )?same (?:thing |figure |question )?(?:for|on|with)|"
    r"(?:dasselbe|das (?:gleiche|selbe)|genauso) (?:für|bei|mit|an)|换成?|換成?|对于|對於|再?看看?|再?查(?:一下)?|在)?\s*",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"[\s,，]*\b(?:please|bitte|instead|too|as well|stattdessen|auch)\b[\s.?!]*$|(?:的)?(?:也|又|同)(?:是|要|一样|一樣|样|樣|列出来?|"
    r"列出來|查一下|看一下|如何|怎么样|怎麼樣)[\s。？?！]*$|(?:看看|看一下|查一下|怎么样|怎麼樣|如何)[\s。？?！]*$",
    re.IGNORECASE,
)
ONLY = re.compile(
    r"^\s*(?:(?:please|bitte|ok(?:ay)?|and|und)\b[\s,]*)*(?:(?:only|just|nur|lediglich|bloß)\b|[只仅僅](?:要|看|列|查)?)\s*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(?:it|its|this|that|these|those|they|them|their|there)\b(?!\s+(?:take|takes|took|possible|allowed)\b.*\bto\b)|"
    r"(?<!gibt )(?<!gab )(?<!geht )\bes\b|\b(?:sie|er|ihn|ihm|ihr|ihre[mnrs]?|dessen|deren|dort|da|"
    r"d(?:a|ar)(?:mit|bei|für|von|an|auf|zu|um)|"
    r""
    r"diese[mnrs]?|dies|dasselbe)\b|\bdas\b(?!\s+[A-ZÄÖÜ])|它|这|這|该|該|此|其|上述|那(?!里|裡)"
)
GLUE = re.compile(
    r"\b(?:in|on|at|for|of|the|a|year|im|in|am|an|auf|bei|für|von|der|die|das|den|dem|jahr)\b|"
    r"[\s,.?!;:()，。？！；：的在呢啊吧年]+",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:(?:the )?(?:year|month|quarter|time) before(?: that)?|before that|(?:im )?(?:jahr|monat|quartal) davor|davor|"
    r"zuvor|(?:a|one) (?:year|month|quarter) earlier|the previous (?:year|month|quarter)|ein(?:en)? (?:jahr|monat|quartal) "
    r"(?:früher|vorher|zuvor|davor)|(?:im )?vorjahr)\b|再?前一?年|再往前|再?之前|前一个?月|前一個月|再?上一年",
    re.IGNORECASE,
)
LATER = re.compile(
    r"\b(?:(?:the )?(?:year|month|quarter) after(?: that)?|after that|(?:im )?(?:jahr|monat|quartal) danach|danach|"
    r"(?:a|one) (?:year|month|quarter) later|the (?:next|following) (?:year|month|quarter)|ein(?:en)? (?:jahr|monat|quartal) "
    r"(?:später|danach)|(?:im )?(?:folgejahr|jahr darauf|nächsten jahr))\b|后一?年|後一?年|之后|之後|隔年|次年|翌年|第二年|下一?年",
    re.IGNORECASE,
)
