"""A short reply to a question back: which of the choices it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DATE = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)")
_ORDINALS = (
    r"(?:the )?(?:first|1st|1)(?: one)?|(?:das|der|die) erste|erstere[rs]?|第一个?|第一個|1号",
    r"(?:the )?(?:second|2nd|2)(?: one)?|(?:das|der|die) zweite|zweitere[rs]?|第二个?|第二個|2号",
    r"(?:the )?(?:third|3rd|3)(?: one)?|(?:das|der|die) dritte|第三个?|第三個|3号",
)
_SHORT = 40
_NOISE = re.compile(r"[\W_]+")
_POLITE = re.compile(
    r"\b(?:the|one|i mean|please|die|der|das|ich meine|bitte|on|in|für|an)\b|我是说|是|请|請|就|那个|那個",
    re.IGNORECASE,
)


def chosen(reply: str, asked: str, choices: Sequence[str]) -> str:
    """Return the question ``asked`` with the choice that ``reply`` names; "" where it names none, or several."""
    if len(reply) > _SHORT:
        return ""
    choice = _named(reply, choices)
    if not choice:
        return ""
    if _DATE.fullmatch(choice):
        return _DATE.sub(choice, asked, count=1)
    return f"{asked.rstrip(' ?？')} {_first(choice) if _has_tag(choice) else choice}?"


def _named(reply: str, choices: Sequence[str]) -> str:
    plain = reply.strip(" .!?。？！").lower()
    for choice, ordinal in zip(choices, _ORDINALS, strict=False):
        if re.fullmatch(ordinal, plain):
            return choice
    said = _squeezed(_POLITE.sub(" ", reply))
    found = [choice for choice in choices if said and (said in _squeezed(choice) or _squeezed(choice) in said)]
    exact = [choice for choice in found if said in {_squeezed(choice), _squeezed(_first(choice))}]
    only = exact or found
    return only[0] if len(only) == 1 else ""


def _has_tag(choice: str) -> bool:
    return any(letter.isdigit() for letter in _first(choice))


def _squeezed(text: str) -> str:
    return _NOISE.sub("", text).lower()


def _first(choice: str) -> str:
    return choice.partition(" ")[0]
