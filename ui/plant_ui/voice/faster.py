"""Whisper by faster-whisper, in eight bits, half a second of work a question. Needs the extra ``voice``."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plant_knowledge_ingest.errors import ModelUnavailable
from plant_ui.voice.protocol import Samples, Transcript, longest, not_loaded, overcome

_log = logging.getLogger(__name__)

_BEAMS = 5
_FRAMES, _LEAST, _SILENCE = 3_000, 1_500, 100
"""Hundredths of a second: what Whisper was taught with; the least that it is given, because a single word is heard as
another, or again and again, before less silence; and the silence after the speech, by which it knows the end."""


class FasterWhisper:
    """A Transcriber on CTranslate2. The sound is encoded once and read twice: with hotwords and without."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Load a model from ``folder``. Raises ``ModelUnavailable``."""
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise ModelUnavailable(
                "faster-whisper is not installed.", remedy="pip install 'plant-copilot[voice]'"
            ) from error
        try:
            json.loads((folder / "tokenizer.json").read_bytes())  # what is none is raised as a bare Exception
            self._model: Any = WhisperModel(
                str(folder.absolute()), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            _log.warning("%s: %s", folder, error)
            raise not_loaded(
                folder,
                "faster-whisper",
                "Give a whole folder in CTranslate2's form: model.bin, config.json, tokenizer.json.",
            ) from error
        self.name = f"faster-whisper:{folder.name}"

    def transcribe(self, samples: Samples, language: str, hotwords: Sequence[str]) -> Transcript:
        """See Transcriber."""
        sound = self._model.encode(self._features(samples))
        plain = self._read(sound, samples, language, "")
        if not hotwords:
            return Transcript(plain[0][0], (), plain[0][1], plain[0][1])
        known = self._read(sound, samples, language, " ".join(hotwords), beams=_BEAMS)
        (text, likelihood), *others = [each for each in known if not overcome(each[0], plain[0][0])] or plain
        return Transcript(text, (*(other for other, _ in others), plain[0][0]), likelihood, plain[0][1])

    def detect(self, samples: Samples) -> tuple[str, float]:
        """See Transcriber."""
        language, sure = self._model.model.detect_language(self._model.encode(self._features(samples)))[0][0]
        return str(language).strip("<|>"), float(sure)

    def _features(self, samples: Samples) -> Any:
        """Return the spectrum of speech and some silence: to look at half a minute takes three times as long."""
        from faster_whisper.audio import pad_or_trim

        features = self._model.feature_extractor(samples)
        return pad_or_trim(features, min(_FRAMES, max(_LEAST, features.shape[-1] + _SILENCE)) // 2 * 2)

    def _read(
        self, sound: Any, samples: Samples, language: str, hotwords: str, *, beams: int = 1
    ) -> list[tuple[str, float]]:
        """Return the likeliest readings of an encoded sound, each with its likelihood."""
        from faster_whisper.tokenizer import Tokenizer

        tokenizer = Tokenizer(self._model.hf_tokenizer, self._model.model.is_multilingual, "transcribe", language)
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True, hotwords=hotwords or None)
        read = self._model.model.generate(
            sound,
            [prompt],
            beam_size=beams,
            num_hypotheses=beams,
            max_length=min(448, len(prompt) + longest(samples)),
            return_scores=True,
            suppress_blank=True,
        )[0]
        texts = [tokenizer.decode(tokens).strip() for tokens in read.sequences_ids]
        return list(zip(texts, map(float, read.scores), strict=True))
