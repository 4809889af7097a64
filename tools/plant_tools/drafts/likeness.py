"""How like a text is to others that were written about machines: letters, concepts, meaning.

Three measures, each 0 to 1: cosine of character n-grams weighted by their rarity (same language, typing errors), share
of the concepts of the glossary in common (across languages), and the embedder's cosine over what is usual between
these texts. They are put together as chances of independent witnesses are: 1 - product of (1 - weight x measure),
so that one strong measure is enough. Nothing is learnt; the weights were chosen on the cases of ``eval drafting``
with even numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.embedding.protocol import Embedder, Encodable
from plant_tools.history.words.vocabulary import glossary

_WORD = re.compile(r"[a-z0-9äöüß]+|[\u3400-\u9fff]+")
_LETTERS, _CONCEPTS, _MEANING = 0.9, 0.8, 0.3
_USUAL_SPREADS = 3.0  # so many standard deviations above the mean is as near as texts come
_SHORTLIST = 128


class Likeness:
    """Compares texts with a fixed list of others. Safe to share between threads once made."""

    def __init__(self, texts: Sequence[str], embedder: Callable[[], Embedder] | None) -> None:
        self.texts = tuple(texts)
        self._embedder = embedder
        self._vectors: dict[int, NDArray[np.float32]] = {}

    def of(self, text: str) -> NDArray[np.float64]:
        """Return the likeness of ``text`` to each of the list, shape (texts,)."""
        if not self.texts:
            return np.zeros(0)
        unlike = (1 - _LETTERS * self._letters(text)) * (1 - _CONCEPTS * self._concepts(text))
        if self._embedder is not None:
            nearest = np.argsort(unlike, kind="stable")[:_SHORTLIST]
            unlike[nearest] *= 1 - _MEANING * self._meaning(self._embedder(), text, nearest.tolist())
        return np.asarray(1 - unlike)

    def _letters(self, text: str) -> NDArray[np.float64]:
        asked = self._weighted(_grams(text))
        return np.array([_cosine(asked, grams) for grams in self._grams])

    def _concepts(self, text: str) -> NDArray[np.float64]:
        asked = _readings(text)
        return np.array([self._shared(asked, held) for held in self._held])

    def _meaning(self, embedder: Embedder, text: str, places: list[int]) -> NDArray[np.float64]:
        if missing := [place for place in places if place not in self._vectors]:
            made = embedder.passages([Encodable("", (self.texts[place],)) for place in missing])
            self._vectors |= {place: one.passage for place, one in zip(missing, made, strict=True)}
        asked = embedder.passages([Encodable("", (text,))])[0].passage
        cosines = np.stack([self._vectors[place] for place in places]) @ asked
        spread = max(float(cosines.std()), 0.01)
        above: NDArray[np.float64] = np.clip((cosines - cosines.mean()) / (_USUAL_SPREADS * spread), 0.0, 1.0)
        return above

    def _weighted(self, grams: Counter[str]) -> dict[str, float]:
        found = {gram: (1 + log(n)) * self._rarity.get(gram, self._rarest) for gram, n in grams.items()}
        length = sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {gram: weight / length for gram, weight in found.items()}

    def _shared(self, asked: list[frozenset[str]], held: list[frozenset[str]]) -> float:
        """Return the weight of the words in common over that of all words of both (weighted Jaccard)."""
        common = sum(self._weight(word) for word in held if any(word & other for other in asked))
        alone = sum(self._weight(word) for word in asked if not any(word & other for other in held))
        whole = sum(self._weight(word) for word in held) + 0.5 * alone
        return common / whole if whole else 0.0

    def _weight(self, word: frozenset[str]) -> float:
        return min((self._concept_rarity.get(concept, self._rarest) for concept in word), default=0.0)

    @cached_property
    def _rarest(self) -> float:
        return log(1 + len(self.texts))

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        seen = Counter(gram for text in self.texts for gram in set(_grams(text)))
        return {gram: log(1 + len(self.texts) / n) for gram, n in seen.items()}

    @cached_property
    def _concept_rarity(self) -> Mapping[str, float]:
        seen = Counter(concept for words in self._held for concept in frozenset().union(*words))
        return {concept: log(1 + len(self.texts) / n) for concept, n in seen.items()}

    @cached_property
    def _grams(self) -> list[dict[str, float]]:
        return [self._weighted(_grams(text)) for text in self.texts]

    @cached_property
    def _held(self) -> list[list[frozenset[str]]]:
        return [_readings(text) for text in self.texts]


def _readings(text: str) -> list[frozenset[str]]:
    return list(dict.fromkeys(glossary().asked(text)))


def _grams(text: str) -> Counter[str]:
    """Count the runs of three and four letters of words with their edges, and single and paired Chinese characters."""
    found = Counter[str]()
    for word in _WORD.findall(simplified(text.lower())):
        if word[0] >= "\u3400":
            found.update([*word, *(word[i : i + 2] for i in range(len(word) - 1))])
        else:
            edged = f" {word} "
            found.update(edged[i : i + n] for n in (3, 4) for i in range(len(edged) - n + 1))
    return found


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    small, large = (a, b) if len(a) < len(b) else (b, a)
    return sum(weight * large.get(gram, 0.0) for gram, weight in small.items())
