"""One text in one language or two columns: scaffold is translated, values are shared, quotes keep their language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from plant_knowledge_ingest.chinese import traditional
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_tools.sop.scaffold import translated
from plant_tools.sop.sheet_words import SPOKEN, word

Pair: TypeAlias = tuple[str, ...]
"""One text per column; a single one goes across."""
_WORDS = 6
_PROSE = re.compile(r"[a-zäöüß]{4}|[\u3400-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Columns:
    """``own``: the language of the scaffold; ``spoken``: those of the columns."""

    own: str
    spoken: tuple[str, ...]

    def word(self, key: str, /, **values: object) -> Pair:
        """Return a phrase of the house in every column."""
        return tuple(word(spoken, key, **values) for spoken in self.spoken)

    def label(self, key: str) -> str:
        """Return a phrase of the house on one line, in both languages."""
        return self.one(self.word(key))

    def one(self, texts: Sequence[str]) -> str:
        """Return what stands in the columns on one line, each text once."""
        return " / ".join(dict.fromkeys(text for text in texts if text))

    def said(self, text: str, language: str, *, quote: bool) -> Pair:
        """Return a text in every column. A quote stays as it is; beside it stand the words that the glossary knows."""
        if not _PROSE.search(text):  # a value, a part number: shared
            return tuple(text for _ in self.spoken)
        at = next((n for n, spoken in enumerate(self.spoken) if spoken == language), None)
        if at is None:
            at = next((n for n, spoken in enumerate(self.spoken) if base(spoken) == base(language)), None)
        cells = tuple(
            text if n == at else (not quote and translated(text, language, spoken)) or ""
            for n, spoken in enumerate(self.spoken)
        )
        if len(self.spoken) == 1:
            return cells if cells[0] else (self._foreign(text, language),)
        if not any(cells):
            cells = (text, *cells[1:])
        return tuple(
            cell or self._beside(text, language, spoken) for cell, spoken in zip(cells, self.spoken, strict=True)
        )

    def _foreign(self, text: str, language: str) -> str:
        """Return a text of another language with the words that are known of it."""
        terms = self._terms(text, language, self.spoken[0])
        return f"{text}\n{terms}" if terms else text

    def _beside(self, text: str, language: str, spoken: str) -> str:
        if terms := self._terms(text, language, spoken):
            return f"\n{terms}"
        named = word(spoken, f"in_{language}") if language in SPOKEN else language
        return f"\n({word(spoken, 'quoted', language=named)})"

    def _terms(self, text: str, language: str, spoken: str) -> str:
        """Return what the plain words of a text are in the other language; words of two senses are left out."""
        known, wanted = _glossary(), base(spoken)
        plain = [known.concepts[next(iter(one))] for one in known.senses(text, base(language)) if len(one) == 1]
        named = dict.fromkeys(one.names[wanted][0] for one in plain if not one.asks and wanted in one.names)
        if not named:
            return ""
        words = (traditional(name) if spoken == "zh-Hant" else name for name in list(named)[:_WORDS])
        return f"{word(spoken, 'terms')}: {', '.join(words)}"


@cache
def _glossary() -> Glossary:
    return Glossary.read()
