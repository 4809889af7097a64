"""Text on its way to Slack and from it: nothing sent is taken for a mention or a link, and what comes is read plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plant_ui.channels.parts import Rendered

LONGEST_TEXT = 3_000
"""Characters of the line that notifications show; Slack cuts it at 4,000."""

_WRITTEN = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_READ = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_LABELLED = re.compile(r"<(?:#C\w+|[^<>|@#!]+)\|([^<>]*)>")  # <https://plant.example|the page>, <#C123|line-3>
_BARE = re.compile(r"<((?:https?|mailto):[^<>|]+)>")
_REFERENCE = re.compile(r"<[@#!][^<>]*>")


def written(text: str) -> str:
    """Return ``text`` with what Slack would read as a mention or a link escaped."""
    return text.translate(_WRITTEN)


def asked(text: str) -> str:
    """Return what a person typed, without mentions, links by their words."""
    plain = _REFERENCE.sub(" ", _BARE.sub(r"\1", _LABELLED.sub(r"\1", text)))
    for sign, character in _READ:
        plain = plain.replace(sign, character)
    return "\n".join(filter(None, (" ".join(line.split()) for line in plain.splitlines())))


def summary(told: Rendered) -> str:
    """Return the line of notifications: warnings, then the answer in a sentence."""
    lines = [" ".join(filter(None, (one.signal, one.line.text))) for one in told.warnings]
    text = "\n".join([*(f"⚠ {line}" for line in lines), told.lead.marked])
    return written(text if len(text) <= LONGEST_TEXT // 2 else f"{text[: LONGEST_TEXT // 2 - 1]}…")


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield ``text`` in pieces of at most ``most`` characters, parted at lines or blanks where there are any."""
    while len(text) > most:
        cut = max(text.rfind("\n", most // 2, most), text.rfind(" ", most // 2, most)) + 1 or most
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text
