"""What turns a stretch of speech into words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.errors import ModelUnavailable

Samples = NDArray[np.float32]
"""Sound, mono, between -1 and 1."""

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")

RATE = 16_000
"""Samples a second, as Whisper takes them."""

WINDOW = 28.0
"""Seconds of speech given to a transcriber at once; Whisper itself takes 30."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one stretch of speech.

    ``others`` are other readings of the same sound, likeliest first; the last was made without hotwords, "" where
    there were none. ``likelihood`` is the mean logarithm of a token's probability: -0.2 is clear, -1 is guesswork;
    ``alone`` that of the reading without hotwords.
    """

    text: str
    others: tuple[str, ...] = ()
    likelihood: float = 0.0
    alone: float = 0.0

    @property
    def unbiased(self) -> str:
        """What is heard by those who do not know the plant's words."""
        return self.others[-1] if self.others else self.text


class Transcriber(Protocol):
    """A model of speech. Threads do not call it at the same time."""

    name: str

    def transcribe(self, samples: Samples, language: str, hotwords: Sequence[str]) -> Transcript:
        """Return the words of up to ``WINDOW`` seconds; ``language`` is "en", "de" or "zh"."""

    def detect(self, samples: Samples) -> tuple[str, float]:
        """Return the language spoken in the first seconds, and how sure that is (0 to 1)."""


def not_loaded(place: Path, library: str, remedy: str) -> ModelUnavailable:
    """Return the error for the model at ``place`` that ``library`` cannot load."""
    return ModelUnavailable(f"The model {place.name} cannot be loaded by {library}.", remedy=remedy)


def longest(samples: Samples) -> int:
    """Return how many tokens the words can have: more than people say in that time, fewer than a model makes up."""
    return min(200, 24 + round(10 * len(samples) / RATE))


def overcome(text: str, plain: str) -> bool:
    """Say whether hotwords took the place of what was said: words are gone that a reading without them has, or repeat.

    >>> overcome("F115 F115 F115", "Was hatte P101?"), overcome("Isolate P-101", "Isolate B one on one")
    (True, False)
    """
    words = _WORD.findall(text.lower())
    most = max(map(words.count, words), default=0)
    return len(words) < len(_WORD.findall(plain)) / 2 or (most > 2 and most * 3 > len(words))
