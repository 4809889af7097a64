"""A question in several parts, each of which asks something: "How often did it fail, and what did that cost?"."""

from __future__ import annotations

import re

ASKS = (
    r"\b(?:what|how|when|who|whose|which|where|why|is|are|was|were|do|does|did|has|have|had|can|could|should|must|"
    r"wie|wann|wer|wessen|welche[mnrs]?|wo|womit|wozu|wodurch|warum|wieso|weshalb|ist|sind|war|waren|hat|haben|hatte|"
    r"kann|können|muss|soll|darf|wird|werden|wurde|wurden|gibt|gab)\b|"
    r"什么|什麼|多少|几|幾|怎么|怎麼|怎样|怎樣|如何|为何|為何|哪|何时|何時|谁|誰|吗|嗎|多久|多长|多長|是否|多大|多高"
)
_OPENS = (
    r"(?:and |und |sowie |as well as |also )?(?:(?:in|on|for|at|to|from|an|bei|für|mit|auf|aus|seit|since|by|zu) )?"
    r"(?:what|how|when|who|whose|which|where|why|was|wie|wann|wer|wessen|welche[mnrs]?|wo|womit|wodurch|warum|wieso)\b"
)
_JOINT = re.compile(
    rf"[?!;]\s*(?=\S)|[？！；]\s*(?=\S)|,?\s+(?:and|und|sowie|as well as)\s+(?={_OPENS})|,\s+(?={_OPENS})|"
    r"[，,]\s*(?:并且|而且|以及|还有|還有|另外|并|並|和)?|(?<=[\u3400-\u9fff0-9A-Za-z])(?:并且|而且|以及|还有|還有|並且)",
    re.IGNORECASE,
)
_ASKS = re.compile(ASKS, re.IGNORECASE)
_MOST = 4


def parts(question: str) -> tuple[str, ...]:
    """Return the parts of a question, one where it is whole: no stretch stands alone that does not ask anything.

    >>> parts("How often did P-101 fail in 2024 and what did it cost?")
    ('How often did P-101 fail in 2024', 'what did it cost?')
    """
    found, at = [], 0
    for joint in _JOINT.finditer(question):
        if _asks(question[at : joint.start()]) and _asks(question[joint.end() :]):
            found.append(question[at : joint.start()].strip())
            at = joint.end()
    found.append(question[at:].strip())
    return tuple(found) if 1 < len(found) <= _MOST else (question,)


def _asks(words: str) -> bool:
    return _ASKS.search(words) is not None and len(words.strip(" ?？!！。.")) > 3
