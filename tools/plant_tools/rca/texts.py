"""What was written, as numbers: words, pairs of words and runs of letters weighted by rarity, then a dense map.

The inner product of two texts is the sum of three cosines: words and pairs; runs of three to five letters; concepts of
the glossary, which are the same in all its languages. The map is
exact for the texts of up to ``_EXACT`` cases: coordinates whose inner products are those. Of more cases some stand for
all (Nyström; Williams and Seeger 2001).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.tokens import tokens

Matrix = NDArray[np.float32]
Cut: TypeAlias = Callable[[str], Counter[str]]

_EXACT, _LANDMARKS, _DIMENSIONS = 2_000, 800, 256
_LONGEST = 4_000  # characters; the beginning of a longer text says what it is about
_RUNS = (3, 4, 5)


def words(text: str) -> Counter[str]:
    """Count the words of a text and the pairs of neighbours; Chinese comes as pairs of characters."""
    found = [word for word in tokens(text[:_LONGEST]) if len(word) > 1]
    return Counter([*found, *(f"{a} {b}" for a, b in pairwise(found))])


def runs(text: str) -> Counter[str]:
    """Count the runs of three to five letters inside words, with the edges of words."""
    counted = Counter[str]()
    for word, times in Counter(tokens(text[:_LONGEST])).items():
        edged = f" {word} "
        for n in _RUNS:
            for at in range(max(1, len(edged) - n + 1)):
                counted[edged[at : at + n]] += times
            if len(edged) <= n:
                break
    return counted


def concepts(text: str) -> Counter[str]:
    """Count the concepts of the glossary: the same in every language."""
    return Counter(dict.fromkeys(_glossary().find(text[:_LONGEST]), 1))


@cache
def _glossary() -> Glossary:
    return Glossary.read()


class Bag:
    """One way to cut up texts: weights (1 + ln count) x rarity, each text of length 1.

    What past texts weigh is kept until ``forget``: each of them is cut up once.
    """

    def __init__(self, cut: Cut, texts: Sequence[str], least: int) -> None:
        self._cut = cut
        found: dict[str, int] = {}
        counted = [_numbered(cut(text), found) for text in texts]
        held = np.bincount(np.concatenate([pieces for pieces, _ in counted]), minlength=len(found))
        kept = sorted(piece for piece, n in zip(found, held, strict=True) if n >= least)
        self.place = {piece: at for at, piece in enumerate(kept)}
        chosen = np.array([found[piece] for piece in kept], np.int64)
        self._rarity = np.log((1 + len(texts)) / (1 + held[chosen].astype(np.float64))) + 1
        placed = np.full(len(found), -1)
        placed[chosen] = np.arange(len(kept))
        self._past = {text: self._weighed(placed[at], n) for text, (at, n) in zip(texts, counted, strict=True)}

    def row(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return places and weights of a text."""
        if text in self._past:
            return self._past[text]
        found = {self.place[piece]: n for piece, n in self._cut(text).items() if piece in self.place}
        return self._weighed(
            np.fromiter(found, np.int64, len(found)), np.fromiter(found.values(), np.float64, len(found))
        )

    def forget(self) -> None:
        """Let go of what past texts weigh."""
        self._past = {}

    def _weighed(
        self, places: NDArray[np.int64], counts: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        known = places >= 0
        weights = (1 + np.log(counts[known])) * self._rarity[places[known]]
        return places[known], weights / (np.linalg.norm(weights) or 1.0)


def _numbered(counted: Counter[str], found: dict[str, int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the numbers of pieces, which new ones are given in ``found``, and how often each is there."""
    numbers = np.fromiter((found.setdefault(piece, len(found)) for piece in counted), np.int64, len(counted))
    return numbers, np.fromiter(counted.values(), np.float64, len(counted))


_CUTS = ((words, 2), (runs, 3), (concepts, 2))


class TextMap:
    """Coordinates of texts. Past texts are given in the order of time.

    ``cuts``: ways to cut up texts, each with how many texts must share a piece.
    """

    def __init__(self, texts: Sequence[str], cuts: Sequence[tuple[Cut, int]] = _CUTS) -> None:
        self._bags = tuple(Bag(cut, texts, least) for cut, least in cuts)
        chosen = range(len(texts)) if len(texts) <= _EXACT else np.linspace(0, len(texts) - 1, _LANDMARKS).astype(int)
        landmarks = [texts[i] for i in chosen]
        self._size = len(landmarks)
        self._posted = [_posted(bag, landmarks) for bag in self._bags]
        gram = self._products(landmarks)
        values, vectors = np.linalg.eigh((gram + gram.T) / 2)
        most = len(values) if len(texts) <= _EXACT else _DIMENSIONS
        kept = np.argsort(-values)[:most]
        kept = kept[values[kept] > 1e-4 * max(float(values.max(initial=0.0)), 1e-12)]
        self._map = (vectors[:, kept] / np.sqrt(values[kept])).astype(np.float32)

    def coordinates(self, texts: Iterable[str]) -> Matrix:
        """Return coordinates, those that tell most apart first, shape (texts, dimensions)."""
        return np.asarray(self._products(list(texts)).astype(np.float32) @ self._map)

    def forget(self) -> None:
        """Let go of what was kept for learning from the past texts."""
        for bag in self._bags:
            bag.forget()

    def _products(self, texts: Sequence[str]) -> NDArray[np.float64]:
        made = np.zeros((len(texts), self._size))
        for row, text in enumerate(texts):
            for bag, (starts, rows, weights) in zip(self._bags, self._posted, strict=True):
                places, mine = bag.row(text)
                lengths = starts[places + 1] - starts[places]
                at = np.repeat(starts[places] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
                made[row] += np.bincount(rows[at], np.repeat(mine, lengths) * weights[at], self._size)
        return made


def _posted(bag: Bag, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return for each piece which texts hold it and how much it weighs there: starts, rows, weights."""
    rows = [bag.row(text) for text in texts]
    places = np.concatenate([p for p, _ in rows]) if rows else np.zeros(0, np.int64)
    order = np.argsort(places, kind="stable")
    holders = np.repeat(np.arange(len(rows)), [len(p) for p, _ in rows])
    starts = np.searchsorted(places[order], np.arange(len(bag.place) + 1))
    return starts, holders[order], np.concatenate([w for _, w in rows])[order]
