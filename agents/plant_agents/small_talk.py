"""Greetings and thanks: nothing is looked up for them, and the thread goes on where it was."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

_HELLO = (
    r"h(?:i|ey|ello|allo|ola)(?: (?:there|all|everyone|zusammen|team|copilot))?|good (?:morning|afternoon|evening|day)|"
    r"guten? (?:morgen|tag|abend|mittag)(?: zusammen| alle)?|moin(?: moin)?|servus|gr[uü](?:ß|ss) (?:gott|dich|euch)|"
    r"how are you(?: doing)?(?: today)?|wie geht(?: e?s|'s|s)?(?: dir| ihnen)?|who are you|wer bist du|wer sind sie|"
    r"what can (?:you|i) (?:do|ask)(?: here)?|was kannst du(?: alles)?|was kann ich (?:dich )?fragen|help|hilfe|"
    r"(?:你|您|大家)好[吗嗎]?|嗨|哈[啰囉喽]|早(?:上好|安)?|(?:上午|中午|下午|晚上)好|午安|晚安|最近怎[么麼]样|"
    r"[你您]是[谁誰]|[你您](?:能|会|會|可以)做[什甚][么麼]|帮助|幫助|在[吗嗎]"
)
_THANKS = (
    r"(?:many |ok,? |perfect,? |great,? |super,? )?(?:thanks|thank you|thx|cheers)(?: (?:a lot|so much|very much|again|"
    r"for (?:the|your) help))?(?:,? that helped| great)?|(?:vielen |besten |herzlichen |super,? |ok,? |prima,? )?"
    r"dank(?:e|eschön)?(?: dir| ihnen| sehr| schön| vielmals)?(?:,? das hat geholfen)?|"
    r"(?:ok(?:ay)?|all right|alright|alles klar|great|nice|perfect|super|prima|schön|gut|good|fine|passt|verstanden|"
    r"understood|got it)(?:,? (?:great|thanks|danke|good))?|(?:good job|well done|gut gemacht)|(?:good ?)?bye(?: bye)?|"
    r"see you(?: (?:later|tomorrow|soon))?|good night|tschüss|tschau|ciao|auf wiedersehen|bis (?:morgen|bald|dann|später)|"
    r"gute nacht|(?:好的?[，, ]*|太好了[，, ]*|非常|十分)?(?:谢谢|謝謝|多[谢謝]|感[谢謝])(?:[你您]|你们|您的帮助)?"
    r"(?:[，, ]*(?:很|非常)?有[帮幫]助)?|好(?:的|了|吧)?|不[错錯]|做得(?:很)?好|太好了|知道了|明白了?|收到|"
    r"再[见見]|拜拜|明天[见見]|回[头頭][见見]"
)
_KINDS = {"hello": re.compile(_HELLO, re.IGNORECASE), "thanks": re.compile(_THANKS, re.IGNORECASE)}


def small_talk(text: str) -> str:
    """Return "hello" or "thanks" where a text is nothing but that, in any of the languages; "" otherwise.

    >>> small_talk("Good morning!"), small_talk("Danke, das hat geholfen!"), small_talk("Hello, what does E0451 mean?")
    ('hello', 'thanks', '')
    """
    said = re.sub(r"\s+", " ", text).strip(" .!?,;:。！？，~👍🙏🙂")
    said = said.replace("\u2019", "'")
    greeting = re.fullmatch(rf"(?:{_HELLO})[ ,，!！。]+(?P<rest>.+)", said, re.IGNORECASE)
    for key, pattern in _KINDS.items():
        if pattern.fullmatch(said) or (greeting and pattern.fullmatch(greeting["rest"])):
            return key
    return ""
