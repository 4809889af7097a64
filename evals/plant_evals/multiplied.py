"""The sample plant's passages many times over, each a little different: a library of any size, without embedding it.

Words are exchanged by Zipf's law, digits of codes at random, concepts among passages of the language. A vector is
moved by half the difference of two others of its language, so that it stays where the model's vectors are.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import as_file, files
from itertools import islice
from math import exp, log
from pathlib import Path
from random import Random

import numpy as np

from plant_knowledge_ingest.embedding.protocol import Embedder, Encoded, Matrix
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import IndexedPassage
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Document, Passage, Span
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.split import passages
from plant_knowledge_ingest.tokens import possible_codes, tokens
from plant_knowledge_ingest.traits import Traits

PER_DOCUMENT = 80
_WORD = re.compile(r"[\u3400-\u9fff]{2}|[^\W\d_\u3400-\u9fff]{3,}")
_CODE = re.compile(r"(?<=[A-Z])\d{2,4}|(?<=[A-Z]-)\d{2,4}")
# Every third word is exchanged; there are so many distinct ones, most of them compounds.
_EXCHANGED, _VOCABULARY = 0.35, 200_000


def originals(embedder: Embedder, glossary: Glossary) -> list[IndexedPassage]:
    """Read and embed the PDFs of the sample plant."""
    with as_file(files("plant_copilot.sample_plant").joinpath("manuals")) as folder:
        pairs = [pair for file in sorted(folder.glob("*.pdf")) for pair in _cut(file)]
    encoded = embedder.passages([encodable(document, passage) for document, passage in pairs])
    return [indexed(d, p, vectors, glossary) for (d, p), vectors in zip(pairs, encoded, strict=True)]


def _cut(file: Path) -> Iterator[tuple[Document, Passage]]:
    with PdfSource(file) as source:
        document = Document(file.stem, "", hashlib.sha256(file.read_bytes()).hexdigest(), source.title)
        for number in range(1, source.page_count + 1):
            with suppress(UnreadableDocument):  # a scan among them
                yield from ((document, passage) for passage in passages(document, source.page(number)))


def multiplied(
    seeds: Sequence[IndexedPassage], number: int, seed: int = 0, *, before: int = 0, alike: int = 1
) -> Iterator[IndexedPassage]:
    """Yield ``number`` passages made of ``seeds``, the same for the same ``seed``; a document is in one language.

    ``before`` is how many documents there are already: their numbers are not used again. ``alike`` so many have the
    same words, as the manuals of machines of one kind, and vectors of their own.
    """
    groups = _by_language(seeds)
    chance = Random(seed)  # noqa: S311 - not for secrets
    for first in range(0, number, PER_DOCUMENT * alike):
        group = chance.choices(groups, [len(group.seeds) for group in groups])[0]
        numbers = range(before + first // PER_DOCUMENT, before + first // PER_DOCUMENT + alike)
        yield from islice(_documents(group, numbers, min(PER_DOCUMENT, number - first), chance), number - first)


def _by_language(seeds: Sequence[IndexedPassage]) -> list[_Group]:
    grouped: dict[str, list[IndexedPassage]] = defaultdict(list)
    for stored in seeds:
        grouped[base(stored.passage.language)].append(stored)
    return [_Group(tuple(grouped[language])) for language in sorted(grouped) if len(grouped[language]) >= 3]


@dataclass(frozen=True)
class _Group:
    """The seeds of one language."""

    seeds: tuple[IndexedPassage, ...]

    @cached_property
    def words(self) -> list[str]:
        """The words of the language, the most frequent first."""
        return [word for word, _ in Counter(w for s in self.seeds for w in _WORD.findall(s.passage.text)).most_common()]

    @cached_property
    def matrix(self) -> Matrix:
        """The vectors of the seeds, shape (seeds, size)."""
        return np.stack([stored.encoded.passage for stored in self.seeds])

    @cached_property
    def concepts(self) -> list[frozenset[str]]:
        """The concepts of each span."""
        return [concepts for stored in self.seeds for concepts in stored.notions.spans]

    def word(self, chance: Random) -> str:
        """Return a word; the n-th most frequent comes with a probability proportional to 1/n."""
        rank = int(exp(chance.random() * log(_VOCABULARY)))
        there = len(self.words)
        if rank <= there:
            return self.words[rank - 1]
        return self.words[rank % there] + self.words[rank // there % there].lower()

    def altered(self, text: str, chance: Random) -> str:
        """Return ``text`` with other words and other codes."""
        exchanged = _WORD.sub(lambda m: self.word(chance) if chance.random() < _EXCHANGED else m[0], text)
        return _CODE.sub(lambda m: f"{chance.randrange(10 ** len(m[0])):0{len(m[0])}}", exchanged)


def _documents(group: _Group, numbers: Sequence[int], length: int, chance: Random) -> Iterator[IndexedPassage]:
    """Yield the passages of one document after another; they have the same words."""
    seeds = chance.choices(group.seeds, k=length)
    made = [_altered(stored, order, group, chance) for order, stored in enumerate(seeds)]
    for number in numbers:
        document = _named(number, group, chance)
        for one, shift in zip(made, _shifts(length, group, chance), strict=True):
            here = replace(one.passage, document=document.name, revision=document.revision, file=document.file)
            moved = Encoded(_unit(one.encoded.passage + shift), _unit(one.encoded.sentences + shift))
            yield replace(one, document=document, passage=here, encoded=moved)


def _named(number: int, group: _Group, chance: Random) -> Document:
    model = chance.choice(group.seeds).document
    tag = f"{chance.choice('PVKMGR')}-{number:04}"
    file = hashlib.sha256(tag.encode()).hexdigest()
    return Document(f"{tag} {model.name}", "A", file, f"{model.title} {tag}", assets=(tag,))


def _shifts(length: int, group: _Group, chance: Random) -> Matrix:
    """Return half the differences of any two vectors, shape (length, size)."""
    one, other = (group.matrix[chance.choices(range(len(group.seeds)), k=length)] for _ in range(2))
    return np.asarray((one - other) / 2, np.float32)


def _altered(stored: IndexedPassage, order: int, group: _Group, chance: Random) -> IndexedPassage:
    """Return ``stored`` with other words, codes and concepts, under its own document and with its own vectors."""
    passage = _passage(stored.passage, order, group, chance)
    notions = _notions(stored.notions, group, chance)
    return replace(
        stored,
        passage=passage,
        tokens=tuple(tokens("\n".join((*passage.headings[-1:], passage.text)))),
        codes=possible_codes(passage.text),
        notions=notions,
        traits=Traits.of(passage, notions),
    )


def _passage(passage: Passage, order: int, group: _Group, chance: Random) -> Passage:
    text, spans = "", []
    for span in passage.spans:
        start = len(text) + 1 if text else 0
        inside, cells = _span(passage.text, span, group, chance)
        text += ("\n" if text else "") + inside
        moved = tuple((start + a, start + b) for a, b in cells)
        spans.append(Span(start, start + len(inside), span.rectangles, moved, span.columns))
    return replace(passage, page=1 + order // 4, order=order % 4, text=text, spans=tuple(spans))


def _span(text: str, span: Span, group: _Group, chance: Random) -> tuple[str, list[tuple[int, int]]]:
    """Return the altered text of a span and where its cells stand in it."""
    if not span.cells:
        return group.altered(text[span.start : span.end], chance), []
    made, cells = "", []
    for start, end in span.cells:
        made += "\n" if made else ""
        cell = group.altered(text[start:end], chance)
        cells.append((len(made), len(made) + len(cell)))
        made += cell
    return made, cells


def _notions(notions: Notions, group: _Group, chance: Random) -> Notions:
    spans = (chance.choice(group.concepts) if chance.random() < _EXCHANGED else found for found in notions.spans)
    return replace(notions, spans=tuple(spans))


def _unit(vectors: Matrix) -> Matrix:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)
