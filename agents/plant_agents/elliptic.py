"""Short questions that name nothing of their own: "which tools are needed?", "Wer war das?", "怎么复位？"."""

from __future__ import annotations

import re
from functools import cache

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.glossary.glossary import Glossary
from plant_tools.manuals.asking import lists

_WORDS, _CHARACTERS = 7, 12
_BARE = 2  # words: "Why?", "wer denn?"
_ASKING = frozenset({"who", "which", "how_to", "what", "when", "where", "why"})
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Whoever says one of these asks about more than the asset that was spoken of.
_WIDER = re.compile(
    r"\b(?:machines?|assets?|equipment|plant|lines?|fleet|units?|documents?|manuals?|sop|"
    r"maschinen?|anlagen?|werk|linien?|dokumente?n?|handb[uü]ch(?:er)?)\b|设备|設備|机器|機器|工厂|工廠|产线|產線|文件|手册|手冊",
    re.IGNORECASE,
)


def is_elliptic(text: str) -> bool:
    """Tell whether a question is too short to be about anything but what was spoken of before.

    A machine that is named by its kind is a thing of its own, as is all that concerns several, and what a plant has no
    word for.
    """
    written = text.strip(" ?？!！.。")
    chinese = len(_CHINESE.findall(written))
    short = chinese <= _CHARACTERS if chinese else len(written.split()) <= _WORDS
    named = _named(written) - _ASKING
    bare = len(written.split()) <= _BARE and not chinese
    return short and _WIDER.search(written) is None and not (named & lists().machines) and (bare or bool(named))


def _named(text: str) -> frozenset[str]:
    return _glossary().find(simplified(text))


@cache
def _glossary() -> Glossary:
    return Glossary.read()
