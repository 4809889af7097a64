"""Whisper by OpenAI's own package, on torch: eight times the work of faster-whisper. Needs the extra ``whisper``."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from plant_knowledge_ingest.errors import ModelUnavailable
from plant_ui.voice.converted import checkpoint
from plant_ui.voice.protocol import Samples, Transcript, longest, not_loaded, overcome

_log = logging.getLogger(__name__)

_BEAMS = 5
_MOST_HOTWORDS = 200  # tokens


class OpenAIWhisper:
    """A Transcriber on torch. It reads a checkpoint (.pt), or the folder of a model in CTranslate2's form."""

    def __init__(self, place: Path, threads: int = 0) -> None:
        """Load a model. Raises ``ModelUnavailable``."""
        try:
            import torch
            import whisper
        except ImportError as error:
            raise ModelUnavailable(
                "openai-whisper is not installed.", remedy="pip install 'plant-copilot[whisper]'"
            ) from error
        if threads:
            torch.set_num_threads(threads)
        self._whisper: Any = whisper
        self._torch: Any = torch
        self._model = self._opened(place)
        with warnings.catch_warnings():  # the list of tokens is kept once it is read; its file is left to be closed
            warnings.simplefilter("ignore", ResourceWarning)
            whisper.tokenizer.get_tokenizer(multilingual=True, num_languages=self._model.num_languages)
        self.name = f"openai-whisper:{place.stem}"

    def transcribe(self, samples: Samples, language: str, hotwords: Sequence[str]) -> Transcript:
        """See Transcriber."""
        sound = self._encoded(samples)
        plain = self._read(sound, samples, language, "")
        if not hotwords:
            return plain
        known = self._read(sound, samples, language, " ".join(hotwords))
        if overcome(known.text, plain.text):
            known = plain
        return Transcript(known.text, (plain.text,), known.likelihood, plain.likelihood)

    def detect(self, samples: Samples) -> tuple[str, float]:
        """See Transcriber."""
        _, sure = self._model.detect_language(self._encoded(samples))
        told: dict[str, float] = sure[0] if isinstance(sure, list) else sure
        best = max(told, key=lambda language: told[language])
        return best, told[best]

    def _encoded(self, samples: Samples) -> Any:
        padded = self._whisper.pad_or_trim(np.ascontiguousarray(samples))
        with self._torch.inference_mode():
            return self._model.encoder(self._whisper.log_mel_spectrogram(padded)[None])

    def _read(self, sound: Any, samples: Samples, language: str, hotwords: str) -> Transcript:
        options = self._whisper.DecodingOptions(
            language=language,
            beam_size=_BEAMS,
            sample_len=longest(samples),
            prompt=self._prompt(hotwords, language),
            without_timestamps=True,
            fp16=False,
        )
        read = self._whisper.decode(self._model, sound, options)[0]
        return Transcript(str(read.text).strip(), (), float(read.avg_logprob), float(read.avg_logprob))

    def _prompt(self, hotwords: str, language: str) -> list[int] | None:
        if not hotwords:
            return None
        tokenizer = self._whisper.tokenizer.get_tokenizer(multilingual=True, language=language)
        tokens: list[int] = tokenizer.encode(" " + hotwords)
        return tokens[:_MOST_HOTWORDS]

    def _opened(self, place: Path) -> Any:
        try:
            dims, tensors = checkpoint(place) if place.is_dir() else self._torch.load(place, weights_only=True).values()
            model = self._whisper.model.Whisper(self._whisper.model.ModelDimensions(**dims))
            model.load_state_dict({name: self._torch.as_tensor(tensor) for name, tensor in tensors.items()})
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            _log.warning("%s: %s", place, error)
            raise not_loaded(
                place,
                "openai-whisper",
                "Give a checkpoint (.pt) of OpenAI, or the folder of a model in CTranslate2's form.",
            ) from error
        return model.float().eval()
