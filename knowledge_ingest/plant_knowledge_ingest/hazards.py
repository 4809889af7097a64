"""Safety messages: their signal words (ANSI Z535 and its German and Chinese counterparts), and their extent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.steps import is_step

# Rank 0 is the most severe; words of one rank mean the same.
SIGNAL_WORDS: tuple[tuple[str, ...], ...] = (
    ("DANGER", "GEFAHR", "危险", "危險"),
    ("WARNING", "WARNUNG", "警告"),
    ("CAUTION", "VORSICHT", "注意", "小心"),
    ("NOTICE", "HINWEIS", "ACHTUNG", "提示"),
)
NOTICE = len(SIGNAL_WORDS) - 1
# Characters of the longest safety message; what follows is running text.
_LONGEST = 420
_LATIN = {word: rank for rank, words in enumerate(SIGNAL_WORDS) for word in words if word.isascii()}
_CHINESE = {word: rank for rank, words in enumerate(SIGNAL_WORDS) for word in words if not word.isascii()}
_HEAD = re.compile(rf"\W*(?:(?P<latin>{'|'.join(_LATIN)})\b|(?P<chinese>{'|'.join(_CHINESE)})(?=\W|$))")


def severity(sentence: str) -> int | None:
    """Return the rank of the signal word that ``sentence`` begins with, 0 the most severe; None without one.

    Only capitals count in latin script: "Warning lamps are yellow" is no safety message.
    """
    match = _HEAD.match(sentence)
    if match is None:
        return None
    return _LATIN[match["latin"]] if match["latin"] else _CHINESE[match["chinese"]]


def hazards(passage: Passage) -> Iterator[range]:
    """Yield the spans of each safety message in ``passage``: the signal word and the sentences that follow it.

    A message ends before a step, a table row or the next signal word, or when it is as long as any is.
    """
    at = 0
    while at < len(passage.spans):
        if severity(_text(passage, at)) is None:
            at += 1
            continue
        end = at + 1
        while end < len(passage.spans) and _belongs(passage, at, end):
            end += 1
        yield range(at, end)
        at = end


def _belongs(passage: Passage, start: int, at: int) -> bool:
    text, span = _text(passage, at), passage.spans[at]
    long = span.end - passage.spans[start].start > _LONGEST
    return not (long or span.cells or is_step(text) or severity(text) is not None)


def _text(passage: Passage, at: int) -> str:
    return passage.text[passage.spans[at].start : passage.spans[at].end]
