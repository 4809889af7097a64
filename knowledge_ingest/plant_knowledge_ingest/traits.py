"""What the ranking looks at of a passage: found out once, when it is stored.

A search weighs hundreds of candidates and shows ten. So of a candidate no text is read, cut into words or searched for
codes; that was done on its way in, and lies beside it in the index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

import orjson

from plant_knowledge_ingest.language import FUNCTION_WORDS, base
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Passage, Span
from plant_knowledge_ingest.tokens import for_search, possible_codes, token_set

# The labels of a figure: "1 Pump 2 Motor 3 Valve".
_LEGEND = re.compile(r"\(?1[.)]?\s?\D{2,60}?\s?\(?2[.)]?\s?\D{2,60}?\s?\(?3[.)]?\s?\D{2,}")
_CAPTION = re.compile(r"(?:table|figure|fig\.|tabelle|abbildung|abb\.|bild|表|图|圖)\s*\d", re.IGNORECASE)


class Said(NamedTuple):
    """The words of a text, between blanks, and the codes in it; of a row also the codes in its first cell.

    ``numbered``: it has a figure; ``row``: it is of a table; ``name``: it only names what the text below it is about.
    """

    words: str
    codes: Sequence[str]
    first: Sequence[str] = ()
    numbered: bool = False
    row: bool = False
    name: bool = False

    def shared(self, words: frozenset[str]) -> int:
        """Return how many of ``words`` are said."""
        return len(words.intersection(self.words.split()))


@dataclass(frozen=True)
class Traits:
    """A passage as the ranking sees it.

    ``language`` is without script; ``spans`` how many there are; ``title``, ``above`` and ``heading`` the concepts of
    the document's title, of all headings above, of the innermost; ``headed`` the words of that one; ``concepts`` and
    ``quantities`` tell of each concept in which spans it stands, or is measured. ``told`` is ``said`` as it is stored.
    Numbers are kept as text, "0 3 4": a list for each would give Python's garbage collector thousands to look at.
    """

    told: str
    language: str
    kind: str
    spans: int
    title: Sequence[str]
    above: Sequence[str]
    heading: Sequence[str]
    headed: Sequence[str]
    concepts: Mapping[str, str]
    quantities: Mapping[str, str]

    @classmethod
    def of(cls, passage: Passage, notions: Notions) -> Self:
        """Look through ``passage``, of which ``notions`` are the concepts."""
        headed = token_set(passage.headings[-1]) - FUNCTION_WORDS if passage.headings else ()
        said = [Said(_joined(passage.text), sorted(possible_codes(passage.text)))]
        said += [_said(passage, span) for span in passage.spans]
        return cls(
            language=base(passage.language),
            kind=passage.kind,
            spans=len(passage.spans),
            title=sorted(notions.title),
            above=sorted(notions.above),
            heading=sorted(notions.heading),
            headed=sorted(headed),
            concepts=_places(notions.spans),
            quantities=_places(notions.quantities),
            told=orjson.dumps([tuple(one) for one in said]).decode(),
        )

    @classmethod
    def read(cls, stored: str | bytes, told: str) -> Self:
        """Return what ``written`` and ``told`` gave."""
        return cls(told, *orjson.loads(stored))

    @property
    def written(self) -> str:
        """All but ``told``, as JSON."""
        parts: list[Any] = [self.language, self.kind, self.spans, self.title, self.above, self.heading, self.headed]
        return orjson.dumps([*parts, self.concepts, self.quantities]).decode()

    def naming(self, concept: str) -> Iterator[int]:
        """Yield the spans that name ``concept``."""
        return map(int, self.concepts.get(concept, "").split())

    def measuring(self, quantity: str) -> Iterator[int]:
        """Yield the spans that give ``quantity``."""
        return map(int, self.quantities.get(quantity, "").split())

    def saying(self, codes: frozenset[str]) -> int:
        """Return how many of ``codes`` stand in the passage."""
        if not any(f'"{code}"' in self.told for code in codes):
            return 0  # as in most of what a search weighs; what is said need not be read for that
        return len(codes.intersection(self.said[0].codes))

    @cached_property
    def said(self) -> list[Said]:
        """What the whole text says, then what each span says."""
        return [Said(*one) for one in orjson.loads(self.told)]


def _said(passage: Passage, span: Span) -> Said:
    text = passage.text[span.start : span.end]
    first = passage.text[slice(*span.cells[0])] if span.cells else ""
    return Said(
        words=_joined(text),
        codes=sorted(possible_codes(text)),
        first=sorted(possible_codes(first)),
        numbered=any(character.isdigit() for character in text),
        row=bool(span.cells),
        name=_names_only(passage, span),
    )


def _joined(text: str) -> str:
    """Return the distinct tokens of ``text``, which have no blanks in them."""
    return " ".join(sorted(token_set(text)))


def _places(found: Iterable[frozenset[str]]) -> dict[str, str]:
    places: dict[str, list[str]] = defaultdict(list)
    for at, concepts in enumerate(found):
        for concept in sorted(concepts):
            places[concept].append(str(at))
    return {concept: " ".join(spans) for concept, spans in places.items()}


def _names_only(passage: Passage, span: Span) -> bool:
    said = for_search(passage.text[span.start : span.end])
    heading = for_search(passage.headings[-1]) if passage.headings else ""
    is_heading = bool(heading) and said.endswith(heading) and len(said) < len(heading) + 16
    # Few words without a figure: a label, a signal word, the heading row of a table.
    label = len(said) < (40 if span.cells else 12) and not any(character.isdigit() for character in said)
    return is_heading or label or _CAPTION.match(said) is not None or _LEGEND.search(said) is not None
