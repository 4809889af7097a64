"""Where sentences end, in English, German and Chinese, without a model.

Manuals are full of full stops that end nothing ("z. B.", "Fig. 3", "6.5 bar", "1. Open the valve"), so
the rules are few and lean towards keeping a sentence whole: a quote that is a little long is still proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"""
    (?P<cjk>[。！？；]+[”’」』）》]*)          # full-width stops end a sentence wherever they stand
    | (?P<stop>[.!?]+["”’»)\]]*)(?=\s+\S)     # others need a blank after them
    | (?P<item>\n)(?=\s*(?:[•▪◦●■□☐–—*-]\s|\(?\d{1,2}[.)]\s|[a-z]\)\s|[①-⑳]))  # a list item on a new line
    """,
    re.VERBOSE,
)
_ABBREVIATIONS = frozenset(
    "abb abs abschn approx art bez bspw bzw ca cf cl ch dr eg etc evtl fig figs gem ggf ie inkl inc kap lt max min "
    "mind mr mrs no nr nos pos pp resp rev s sec sect st std tab temp u usw vgl vol vs zb zul".split()
)
_AFTER_ORDINAL = re.compile(
    r"\s+(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Auflage|Quartal)\b"
)
_INITIALS = re.compile(r"[^\W\d](?:\.[^\W\d])*")
_ENUMERATOR = re.compile(r"\s*\(?(?:\d{1,2}|[a-z])")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of ``text``; together they cover all but blanks."""
    start = 0
    for match in _END.finditer(text):
        end = match.start() if match["item"] else match.end()
        if match["stop"] and not _ends_here(text, start, match):
            continue
        if text[start:end].strip():
            yield _trimmed(text, start, end)
            start = end
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    if match["stop"][0] != ".":
        return True
    so_far = text[start : match.start()]
    if _ENUMERATOR.fullmatch(so_far):
        return False
    word = re.split(r"[\s(\[]", so_far)[-1].casefold()
    if word in _ABBREVIATIONS or _INITIALS.fullmatch(word):
        return False
    if word.isdigit() and _AFTER_ORDINAL.match(text, match.end()):
        return False
    following = text[match.end() :].lstrip()[0]
    return not following.islower()
