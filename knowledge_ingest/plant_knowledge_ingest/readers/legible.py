"""Whether the text that a page carries is the text that it shows.

A font may lack the table from its glyphs to characters: the page looks right, and its text is replacement
characters, signs for private use, or other letters than those shown ("7KLV LV" for "This is").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from plant_knowledge_ingest.readers.page import Line

# What no font shows: replacement characters, private use, controls, non-characters.
_NO_CHARACTER = re.compile(r"[\ufffd\ufffe\uffff\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f\U000f0000-\U0010ffff]")
_LETTER = re.compile(r"[^\W\d_]")
_VOWELS, _CONSONANTS = "aeiouyäöüéèàóí", "bcdfghjklmnpqrstvwxz"
# Share of characters that are none. Symbol fonts put bullets and arrows there: some are no harm.
_BROKEN = 0.2
# Vowels among the letters of running text: 0.36 to 0.42 in English, German and the like.
_FEWEST_VOWELS, _MOST_VOWELS = 0.2, 0.7
_ENOUGH_LETTERS = 200
# A page whose text is shorter than this may be a scan under a stamp, a page number or a running header.
_FEW_LETTERS = 160


class Text(Enum):
    """What the text of a page is worth: ``whole``; ``few`` letters; ``doubtful`` letters; ``broken``."""

    WHOLE = "whole"
    FEW = "few"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"


def worth(lines: Sequence[Line]) -> Text:
    """Judge the text of a page by its characters alone."""
    text = "".join(line.text for line in lines)
    if _NO_CHARACTER.search(text) and len(_NO_CHARACTER.findall(text)) > _BROKEN * len(text):
        return Text.BROKEN
    if len(text) < 2 * _FEW_LETTERS and len(_LETTER.findall(text)) < _FEW_LETTERS:
        return Text.FEW
    vowels, consonants = (sum(map(text.lower().count, letters)) for letters in (_VOWELS, _CONSONANTS))
    if vowels + consonants < _ENOUGH_LETTERS:
        return Text.WHOLE
    share = vowels / (vowels + consonants)
    return Text.WHOLE if _FEWEST_VOWELS <= share <= _MOST_VOWELS else Text.DOUBTFUL
