"""A question cut into pieces that mean something; what is left of it is what was not understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plant_knowledge_ingest.chinese import simplified

CJK = "\u3400-\u9fff"
LATIN = "0-9a-zß-öø-ÿ"
_BESIDE_CHINESE = re.compile(rf"(?<=[{CJK}])\s+|\s+(?=[{CJK}])")
_WORD = re.compile(rf"[{LATIN}]+|[{CJK}]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the question and what it means; ``value`` is of the kind that the meaning has."""

    start: int
    end: int
    meaning: str
    value: Any = None
    weight: int = 0

    @property
    def length(self) -> int:
        """Its number of characters."""
        return self.end - self.start


@dataclass(frozen=True)
class Sentence:
    """A question. ``text`` is ``shown`` in lower case and simplified characters, letter for letter."""

    shown: str
    text: str
    pieces: tuple[Piece, ...] = field(default=())

    @classmethod
    def of(cls, question: str) -> Sentence:
        """Write a question in one way: width, quotation marks, blanks, case, characters."""
        shown = " ".join(unicodedata.normalize("NFKC", question).replace("’", "'").split())
        shown = _BESIDE_CHINESE.sub("", shown)
        text = shown.lower()
        folded = simplified(text) if re.search(f"[{CJK}]", text) else text
        same = folded if len(folded) == len(shown) else text
        return cls(shown, same if len(same) == len(shown) else shown)

    def with_pieces(self, *found: Iterable[Piece]) -> Sentence:
        """Return the sentence cut into the longest of ``found`` that do not overlap, and what it had already.

        Pieces of the very same stretch stay together where they weigh the same: a word may mean several things.
        """
        kept = list(self.pieces)
        for piece in sorted((p for some in found for p in some), key=lambda p: (-p.length, -p.weight, p.start)):
            others = [other for other in kept if other.start < piece.end and piece.start < other.end]
            if all((o.start, o.end, o.weight) == (piece.start, piece.end, piece.weight) for o in others):
                kept.append(piece)
        return Sentence(
            self.shown, self.text, tuple(sorted(set(kept), key=lambda p: (p.start, p.meaning, repr(p.value))))
        )

    def meaning(self, *names: str) -> list[Piece]:
        """Return the pieces of these meanings, in their order; "field" stands for all that begin with "field."."""
        return [p for p in self.pieces if p.meaning in names or p.meaning.partition(".")[0] in names]

    def has(self, *names: str) -> bool:
        """Tell whether any piece has one of these meanings."""
        return bool(self.meaning(*names))

    def first(self, name: str) -> str:
        """Return what stands behind the point of the first piece of kind ``name``: "cost" of "field.cost"; or ""."""
        return next((piece.meaning.partition(".")[2] for piece in self.meaning(name)), "")

    def part(self, start: int, end: int) -> Sentence:
        """Return the sentence with the pieces between ``start`` and ``end`` only."""
        return Sentence(self.shown, self.text, tuple(p for p in self.pieces if start <= p.start and p.end <= end))

    def words(self) -> Iterator[tuple[int, int]]:
        """Yield start and end of each word or run of Chinese characters."""
        yield from (word.span() for word in _WORD.finditer(self.text))

    def left(self) -> Iterator[tuple[int, int]]:
        """Yield start and end of each word, or run of Chinese characters, that no piece covers."""
        covered = bytearray(len(self.text))
        for piece in self.pieces:
            covered[piece.start : piece.end] = b"\1" * piece.length
        for word in _WORD.finditer(self.text):
            if self.text[word.start()] < "\u3400":
                if not any(covered[word.start() : word.end()]):
                    yield word.start(), word.end()
                continue
            free = "".join("x" if covered[at] else "." for at in range(word.start(), word.end()))
            yield from ((word.start() + run.start(), word.start() + run.end()) for run in re.finditer(r"\.+", free))
