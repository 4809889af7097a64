"""What a photo shows: a nameplate, an alarm display, a delivery label, some other text, or nothing that can be read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from plant_knowledge_ingest.readers.page import Line
from plant_tools.pictures.fields import ALARM, Field

NAMEPLATE, DISPLAY, LABEL, TEXT, NOTHING = KINDS = ("nameplate", "alarm_display", "delivery_label", "text", "nothing")

_PLATE = frozenset("tag type serial year maker voltage frequency power current speed".split())
_DELIVERED = frozenset("part_number quantity batch order supplier".split())
# Among its digits may be letters that look like them, as they were read.
_CODE = re.compile(r"(?<![\w.-])(?=[A-Za-z -]*[OIlSBZ]*\d)[A-Za-z]{1,4}[- ]{0,3}[\dOIlSBZ]{1,5}(?!\w)(?![.,-]\d)")
_CALLED = re.compile(r"\d{2,6}(?![\w:.,]*\d)")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
# So many letters and digits are text if they are read as clearly; fewer are a pattern that looks like one.
_READABLE = ((2, 0.9), (4, 0.6))
_FEW = 4


def kind_of(lines: Sequence[Line], found: Sequence[Field], codes: Collection[str], tags: Collection[str]) -> str:
    """Return the kind of picture; ``codes`` are the words in it that are known alarms, ``tags`` those of assets."""
    if not any(_letters(lines, least) >= many for many, least in _READABLE):
        return NOTHING
    names = {field.name for field in found}
    if "part_number" in names or len(names & _DELIVERED) > 1:
        return LABEL
    plate = len(names & _PLATE)
    if (codes or ALARM in names) and plate < 3:
        return DISPLAY
    if plate > 1 or names & {"serial", "tag", "type"} or tags:
        return NAMEPLATE
    return DISPLAY if len(lines) <= _FEW and code_words(lines) else TEXT


def _letters(lines: Sequence[Line], sure: float) -> int:
    return sum(one.isalnum() for line in lines if line.confidence >= sure for one in line.text)


def code_words(lines: Sequence[Line], called: Sequence[Field] = ()) -> list[str]:
    """Return what may be the code of an alarm, what is ``called`` one first; a number only where it is."""
    words: list[str] = []
    for field in called:
        words += _codes(field.value) or _CALLED.findall(_TIME.sub(" ", field.value))[:1]
    words += [code for line in lines for code in _codes(line.text)]
    return list(dict.fromkeys(words))


def words_of(lines: Sequence[Line]) -> list[str]:
    """Return the words of a picture, also every two and three that stand side by side: plates part "NHC 65-160"."""
    words: list[str] = []
    for line in lines:
        parts = line.text.replace(":", " ").replace("：", " ").replace(",", " ").split()
        for many in (1, 2, 3):
            words += [" ".join(parts[at : at + many]) for at in range(len(parts) - many + 1)]
    return [word for word in dict.fromkeys(words) if any(map(str.isdigit, word)) and len(word) > 2]


def _codes(text: str) -> list[str]:
    return [re.sub(r"\s*-\s*", "-", match[0]).replace(" ", "") for match in _CODE.finditer(_TIME.sub(" ", text))]
