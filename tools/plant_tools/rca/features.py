"""Past cases and new ones as columns for the two models: symptoms, words, meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.case import Symptoms
from plant_tools.rca.encoding import Encoder
from plant_tools.rca.texts import TextMap

Matrix = NDArray[np.float32]
Embed: TypeAlias = Callable[[Sequence[str]], Matrix]
"""Returns vectors of length 1 of texts in any language, shape (texts, size)."""

_STEPS_LINEAR, _STEPS_TREES = 5, 8
_MEANING = 2.0  # weight of the vectors beside the words in the linear model
_WORDS_ALONE = 2.0  # weight of the words where there are no vectors
_AXES = 30  # principal axes of the texts that the trees see


@dataclass(frozen=True, slots=True)
class Columns:
    """What the linear model and the trees see, shape (cases, ...) each."""

    linear: Matrix
    trees: Matrix

    def of(self, rows: NDArray[np.int64] | slice) -> Columns:
        """Return some of the cases."""
        return Columns(self.linear[rows], self.trees[rows])


@dataclass(frozen=True, slots=True)
class Told:
    """What is written of cases: coordinates of words, and of meaning; 0 where nothing is written."""

    words: Matrix
    meaning: Matrix

    def of(self, rows: NDArray[np.int64]) -> Told:
        """Return some of the cases."""
        return Told(self.words[rows], self.meaning[rows])


class Features:
    """Learns the columns from past cases, given in the order of time; ``embed`` adds meaning across languages."""

    def __init__(self, past: Sequence[Symptoms], embed: Embed | None) -> None:
        self._linear, self._trees = Encoder(past, _STEPS_LINEAR), Encoder(past, _STEPS_TREES)
        texts = [one.text or "" for one in past]
        self.speaks = any(texts)
        self._embed = embed if self.speaks else None
        self._map = TextMap(texts) if self.speaks else None
        self._centre: Matrix = np.zeros(0, np.float32)
        if self._embed:
            written = [text for text in texts if text]
            self._vectors = dict(zip(written, self._embed([plain(text) for text in written]), strict=True))
            self._centre = np.stack(list(self._vectors.values())).mean(0)
        self.told = self.read(texts)
        self._axes = self._principal()
        self._vectors = {}
        self.past = self.columns(past, self.told)

    def let_go(self) -> None:
        """Let go of what only learning needs."""
        self.past = Columns(*(np.zeros((0, 0), np.float32),) * 2)
        if self._map:
            self._map.forget()

    def embed_with(self, embed: Embed | None) -> None:
        """Have texts read by ``embed`` from now on, if past ones were: it is not kept with the rest."""
        self._embed = embed if len(self._centre) else None

    def read(self, texts: Sequence[str]) -> Told:
        """Return what texts say; of an empty one nothing."""
        words = self._map.coordinates(texts) if self._map else np.zeros((len(texts), 0), np.float32)
        return Told(words, self._meant(texts))

    def columns(self, symptoms: Sequence[Symptoms], told: Told) -> Columns:
        """Return the columns of cases of which ``told`` is written."""
        weight = 1.0 if self._embed else _WORDS_ALONE
        linear = [self._linear.encode(symptoms), weight * told.words, _MEANING * told.meaning]
        axes = told.meaning if self._embed else told.words
        return Columns(
            np.hstack(linear).astype(np.float32),
            np.hstack([self._trees.encode(symptoms), axes @ self._axes]).astype(np.float32),
        )

    def _meant(self, texts: Sequence[str]) -> Matrix:
        made = np.zeros((len(texts), len(self._centre)), np.float32)
        written = [at for at, text in enumerate(texts) if text]
        if self._embed and written:
            new = [texts[at] for at in written if texts[at] not in self._vectors]
            vectors = (
                {**self._vectors, **dict(zip(new, self._embed([plain(t) for t in new]), strict=True))}
                if new
                else self._vectors
            )
            away = np.stack([vectors[texts[at]] for at in written]) - self._centre
            made[written] = away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
        return made

    def _principal(self) -> Matrix:
        """Return the axes of meaning along which past texts differ most; of words they are the first ones already."""
        if not self._embed:
            return np.eye(self.told.words.shape[1], 2 * _AXES, dtype=np.float32)
        away = self.told.meaning - self.told.meaning.mean(0)
        return np.asarray(np.linalg.eigh(away.T @ away)[1][:, ::-1][:, :_AXES], np.float32)


def plain(text: str) -> str:
    """Return a text as models read it best: one that shouts in capitals is lowered, a long one cut."""
    cut = text[:_LONGEST]
    return cut.capitalize() if cut.isupper() else cut


_LONGEST = 700
