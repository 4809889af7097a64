"""A transcript for people to read, correct and send: what is not confirmed stands in brackets, with a question mark.

The brackets travel with the text, so that every face can see that something is open, and none can forget it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plant_tools.spoken.mentions import Mention

_OPEN = re.compile(r"⟨([^⟨⟩]{1,80}?)\?⟩")


def marked(text: str, found: Sequence[Mention]) -> str:
    """Return ``text`` with taken codes as the plant writes them, and the others in brackets as they were heard."""
    parts, end = [], 0
    for one in found:
        written = one.codes[0].code if one.status == "taken" else opened(one.heard)
        parts += [text[end : one.start], _gap(text, one.start, written), written]
        end = one.end
    return "".join([*parts, text[end:]])


def opened(heard: str) -> str:
    """Return what was heard as something that is not confirmed."""
    return f"⟨{heard}?⟩"


def open_marks(text: str) -> list[str]:
    """Return what in a text is not confirmed, as it was heard.

    >>> open_marks("Wie sperre ich ⟨B 101?⟩ ab?")
    ['B 101']
    """
    return _OPEN.findall(text)


def settled(text: str, heard: str, code: str) -> str:
    """Return ``text`` with the first open mark of ``heard`` replaced by ``code``."""
    return text.replace(opened(heard), code, 1)


def _gap(text: str, start: int, written: str) -> str:
    """Keep a tag apart from the word before it: AMDB-301 is "am DB-301"."""
    before = text[start - 1 : start]
    return " " if before.isascii() and before.isalnum() and written[:1].isalnum() else ""
