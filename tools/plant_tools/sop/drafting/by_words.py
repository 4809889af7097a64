"""Procedures by the words of their headings, for what no glossary knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import FUNCTION_WORDS
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.tokens import token_set

_NAME = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{2,}(?![\w-])")
_LITTLE = re.compile(r"(?<![\w-])[a-zäöü]{1,2}(?![\w-])")  # "a", "in", "am"; an axis is written "X"
_HAN = re.compile(r"[\u3400-\u9fff]")
_ACTS = frozenset("install replace adjust clean calibrate lubricate inspect test remove start stop".split())
_MANY, _STEM = 2, 4  # words that are no chance, letters of a stem


def by_words(task: str, passages: Sequence[Passage], glossary: Glossary) -> Passage | None:
    """Return the first of ``passages``, best first, whose heading the task names; None where it names none.

    It is named where it stands in the task ("Single Cut" in "making a single cut"), where it has an act and all names
    of it ("Installing on Debian Buster" for "在 Debian Buster 上安装"), or where all words of the task stand in it and
    the heading above it ("The GUI Way" under "Editing a Root File" for "editing a root file with the GUI").
    """
    return next(
        (one for one in passages if _stands(task, one) or _acts(task, one, glossary) or _has_all(task, one)), None
    )


def _stands(task: str, passage: Passage) -> bool:
    heading = token_set(passage.headings[-1]) - FUNCTION_WORDS
    return len(heading) >= _MANY and heading <= token_set(task)


def _acts(task: str, passage: Passage, glossary: Glossary) -> bool:
    names = frozenset(name.lower() for name in _NAME.findall(task) if not glossary.find(name))
    same = glossary.find(task) & glossary.find(passage.headings[-1]) & _ACTS
    return bool(names and same) and names <= token_set(passage.headings[-1])


def _has_all(task: str, passage: Passage) -> bool:
    """Tell whether all words of a task stand in the headings; Chinese has no words to tell apart."""
    words = token_set(_LITTLE.sub(" ", task)) - FUNCTION_WORDS
    there = token_set(" ; ".join(passage.headings[-2:]))
    return len(words) > _MANY and not _HAN.search(task) and all(_is_among(word, there) for word in words)


def _is_among(word: str, there: frozenset[str]) -> bool:
    """Tell whether a word is there, whatever its ending."""
    return word in there or any(_same_stem(*sorted((word, other), key=len)) for other in there)


def _same_stem(short: str, long: str) -> bool:
    return len(short) >= _STEM and long.startswith(short)
