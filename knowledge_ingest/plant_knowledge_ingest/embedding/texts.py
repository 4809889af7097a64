"""Passages for models that take a text and give a vector, and show nothing in between.

The vector of a passage is that of its text under its headings. A sentence is encoded by itself: pooled from the
states of the whole passage it would be found less often (docs/decisions/0007), and many models show no states.
Text that a model cannot read at once is cut into windows, whose vectors are added up by their lengths; nothing is
cut off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np

from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded, Matrix, Vector

_AT_ONCE = 16
"""Passages whose texts go to the model together: bounds memory, and lets progress be told."""

_CJK_JOIN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]{2}")
_SPACE = re.compile(r"\s")


class TextModel(Protocol):
    """A model that turns texts into vectors."""

    def fits(self, text: str) -> bool:
        """Tell whether the model can read ``text`` at once."""

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return a vector of each text of a passage, shape (texts, size)."""


def encode(passages: Sequence[Encodable], model: TextModel, on_done: Callable[[int], None] | None) -> list[Encoded]:
    """Return the vectors of each passage, in order; ``on_done`` is told how many are ready so far."""
    encoded: list[Encoded] = []
    for at in range(0, len(passages), _AT_ONCE):
        for one in _encode(passages[at : at + _AT_ONCE], model):
            encoded.append(one)
            if on_done:
                on_done(len(encoded))
    return encoded


def windows(context: str, sentences: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    """Return texts that the model can read at once: ``context``, and as many whole sentences as fit.

    Of headings that would take more than a quarter of a window the innermost stay. A sentence too long for a
    window of its own is cut at a space.
    """
    while context and not fits(" ".join([context] * 4)):
        context = context.partition(" > ")[2]
    head = f"{context}: " if context.strip() else ""
    texts: list[str] = []
    gathered = ""
    for part in (part for sentence in sentences for part in pieces(sentence.strip(), lambda p: fits(head + p))):
        longer = _joined(gathered, part)
        if gathered and not fits(head + longer):
            texts.append(head + gathered)
            longer = part
        gathered = longer
    return [*texts, head + gathered]


def pieces(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return ``text``, cut in halves at spaces, and where there are none between characters, until all fit."""
    if len(text) < 2 or fits(text):
        return [text]
    middle = len(text) // 2
    space = _SPACE.search(text, middle, middle + middle // 2)
    cut = space.end() if space else middle
    return [*pieces(text[:cut], fits), *pieces(text[cut:], fits)]


def unit(vector: Vector) -> Vector:
    """Return ``vector`` at length one."""
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def _encode(passages: Sequence[Encodable], model: TextModel) -> Iterator[Encoded]:
    whole = [windows(passage.context, passage.sentences, model.fits) for passage in passages]
    single = [[pieces(s.strip(), model.fits) for s in passage.sentences] for passage in passages]
    texts = dict.fromkeys(text for cut in (*whole, *(parts for each in single for parts in each)) for text in cut)
    texts.pop("", None)
    vectors = dict(zip(texts, model.vectors(list(texts)), strict=True)) if texts else {}
    for cut, each in zip(whole, single, strict=True):
        passage = _sum(cut, vectors) if cut != [""] else unit(model.vectors([" "])[0])
        sentences = [passage if parts == [""] else _sum(parts, vectors) for parts in each]
        yield Encoded(passage, np.stack(sentences) if sentences else np.empty((0, len(passage)), np.float32))


def _sum(texts: Sequence[str], vectors: dict[str, Vector]) -> Vector:
    return unit(np.sum([vectors[text] * len(text) for text in texts], axis=0))


def _joined(before: str, after: str) -> str:
    """Join two sentences by a space, unless both are CJK there."""
    closed = not before or not after or _CJK_JOIN.fullmatch(before[-1] + after[0])
    return f"{before}{after}" if closed else f"{before} {after}"
