"""What an order says, and the words of it that two texts may share."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.likeness.protocol import IndexedText
from plant_knowledge_ingest.sentences import sentences
from plant_knowledge_ingest.tokens import codes, tokens

_LETTERS = 4
# Of a report of many pages, its beginning says what it is about.
_LONGEST = 4_000
_HAN = re.compile(r"[\u3400-\u9fff]")
CODE = "code:"
"""Stands before a code among the concepts of a text: an alarm or part number is as telling as any word."""


@dataclass(frozen=True, slots=True)
class OrderText:
    """The title and the description that some orders have; "" where they have none."""

    title: str
    description: str

    @property
    def id(self) -> str:
        """A UUID made of the text."""
        told = f"{self.title}\0{self.description}".encode(errors="replace")
        return str(UUID(bytes=hashlib.sha256(told).digest()[:16]))

    @property
    def text(self) -> str:
        """Both as one text; a title that the description repeats is left out."""
        parts = [] if self.title.strip() in self.description else [self.title.strip()]
        return "\n".join(part for part in (*parts, self.description.strip()) if part)[:_LONGEST]

    @property
    def language(self) -> str:
        """The language without script, "und" where nothing tells."""
        return base(detect(self.text))

    def encodable(self) -> Encodable:
        """Return the text as the embedding model sees it."""
        text = self.text
        cut = tuple(text[start:end] for start, end in sentences(text))
        return Encodable("", cut or (text,), self.language)


def concepts(text: str, glossary: Glossary) -> frozenset[str]:
    """Return the concepts and codes that stand in ``text``."""
    return glossary.find(text) | {CODE + code for code in codes(text)}


def indexed(text: OrderText, encoded: Encoded, glossary: Glossary) -> IndexedText:
    """Return ``text`` ready to be stored."""
    said = text.text
    return IndexedText(text.id, text.language, encoded, tuple(pieces(said)), concepts(said, glossary))


def pieces(text: str) -> list[str]:
    """Return words as runs of four letters, so that endings, compounds and misspellings still share most of them.

    Chinese comes as pairs of characters, codes stay whole.

    >>> pieces("belts E0451")
    ['<bel', 'belt', 'elts', 'lts>', 'e0451']
    """
    found: list[str] = []
    for token in tokens(text):
        if _HAN.search(token) or not token.isalpha():
            found.append(token)
        else:
            fenced = f"<{token}>"
            found += [fenced[at : at + _LETTERS] for at in range(max(1, len(fenced) - _LETTERS + 1))]
    return found


@lru_cache(maxsize=8_192)
def piece_set(text: str) -> frozenset[str]:
    """Return the distinct ``pieces``; texts that are compared often are cut up once."""
    return frozenset(pieces(text))
