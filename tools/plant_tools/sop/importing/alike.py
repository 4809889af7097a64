"""How much two texts are about the same, in whichever languages they are: by the concepts and codes they share."""

from __future__ import annotations

import re
from functools import cache

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import FUNCTION_WORDS
from plant_knowledge_ingest.tokens import for_search

_WORD = re.compile(r"[a-zäöüß]{4,}|[a-z]+-?\d[\w-]*")

_CHINESE = re.compile("[\u3400-\u9fff]+")


def alike(one: str, other: str) -> float:
    """Return the share of what ``one`` speaks of that ``other`` speaks of, too, 0 to 1; numbers do not count.

    >>> alike("Tighten the screws to 25 Nm", "Die Schrauben mit 30 Nm anziehen") > 0.4
    True
    """
    (concepts, words), (others, other_words) = _subjects(one), _subjects(other)
    return max(_share(concepts, others), _share(concepts | words, others | other_words))


def _share(first: frozenset[str], second: frozenset[str]) -> float:
    if not first or not second:
        return 0.0
    shared = len(first & second)
    return shared / min(len(first), len(second)) if shared > 1 else shared / max(len(first), len(second))


@cache
def _subjects(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the concepts of a text, and its words and codes, which only texts of one language share."""
    plain = for_search(text).lower()
    concepts = _glossary().find(text) - _glossary().quantities(text)  # a row of a table is too short for its language
    words = {word[:6] for word in _WORD.findall(plain) if word not in FUNCTION_WORDS}
    words |= {run[at : at + 2] for run in _CHINESE.findall(plain) for at in range(len(run) - 1)}
    return frozenset(concepts), frozenset(words)


@cache
def _glossary() -> Glossary:
    return Glossary.read()
