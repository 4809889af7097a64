"""From a recording to what was heard: read, cut to what is spoken, in the language that is spoken, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from plant_copilot.hearing import Heard
from plant_knowledge_ingest.language import base
from plant_ui.voice import recording as recordings
from plant_ui.voice.protocol import RATE, Samples, Transcriber
from plant_ui.voice.speech import stretches

LANGUAGES = ("en", "de", "zh")
_SURE = 0.8
_ENOUGH = 3.0
"""Of shorter speech no language is told."""


class Listening:
    """Hears recordings by one transcriber, which is opened at the first of them."""

    def __init__(self, name: str, open_transcriber: Callable[[], Transcriber]) -> None:
        self.name = name
        self._open = open_transcriber
        self._opened: Transcriber | None = None

    def warm_up(self) -> None:
        """Load the model, so that the first recording does not wait for it. Raises ``ModelUnavailable``."""
        self._transcriber()

    def hear(self, recording: bytes | Path, *, language: str, usual: str, hotwords: Sequence[str]) -> Heard:
        """See Ears. Raises ``RecordingUnreadable``, ``RecordingTooLong`` or ``ModelUnavailable``."""
        samples = recordings.read(recording)
        spoken = stretches(samples)
        seconds = sum(map(len, spoken)) / RATE
        if not spoken:
            return Heard("", (), base(language or usual), len(samples) / RATE, 0.0)
        transcriber = self._transcriber()
        chosen = base(language) if language else self._told(transcriber, spoken[0], usual)
        read = [transcriber.transcribe(stretch, chosen, hotwords) for stretch in spoken]
        most = max(len(each.others) for each in read)
        others = tuple(
            " ".join(each.others[min(n, len(each.others) - 1)] if each.others else each.text for each in read)
            for n in range(most)
        )
        likelihoods = np.average(
            [(each.likelihood, each.alone) for each in read], axis=0, weights=[len(each) for each in spoken]
        )
        words = " ".join(each.text for each in read)
        return Heard(words, others, chosen, len(samples) / RATE, seconds, *map(float, likelihoods))

    def _transcriber(self) -> Transcriber:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def _told(self, transcriber: Transcriber, stretch: Samples, usual: str) -> str:
        if len(stretch) < _ENOUGH * RATE:
            return base(usual)
        language, sure = transcriber.detect(stretch)
        return language if sure > _SURE and language in LANGUAGES else base(usual)
