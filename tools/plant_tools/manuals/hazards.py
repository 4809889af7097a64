"""Signal words of safety messages (ANSI Z535 and its German and Chinese counterparts), most severe first."""

from __future__ import annotations

import re

# Rank 0 is the most severe; words of one rank mean the same.
SIGNAL_WORDS: tuple[tuple[str, ...], ...] = (
    ("DANGER", "GEFAHR", "危险", "危險"),
    ("WARNING", "WARNUNG", "警告"),
    ("CAUTION", "VORSICHT", "注意", "小心"),
    ("NOTICE", "HINWEIS", "ACHTUNG", "提示"),
)
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
