"""Which transcriber: the library that runs it and, after a colon, a model of one's own."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from pathlib import Path

from plant_copilot.settings import Settings
from plant_copilot.voice_setting import CHOICES, NONE, is_choice
from plant_knowledge_ingest.errors import ModelUnavailable
from plant_knowledge_ingest.genuine import as_listed
from plant_ui.voice import weights
from plant_ui.voice.listening import Listening
from plant_ui.voice.pool import Pool
from plant_ui.voice.protocol import Transcriber


def open_ears(settings: Settings) -> Pool:
    """Return the ears of the settings. The model is loaded at the first recording.

    Raises ``ModelUnavailable`` then, where its library or weights are missing, or PLANT_VOICE is "none".
    """
    opening = partial(open_transcriber, settings.voice, settings.home / "cache", settings.threads)
    return Pool(Listening(settings.voice, opening))


def is_there(settings: Settings) -> bool:
    """Tell whether speech is understood here, without loading anything."""
    library, _, place = settings.voice.partition(":")
    needed = ["faster_whisper", *(["whisper"] if library == "openai-whisper" else [])]
    return library != NONE and all(map(find_spec, needed)) and (bool(place) or weights.installed())


def open_transcriber(choice: str, cache: Path, threads: int = 0) -> Transcriber:
    """Open the transcriber of ``choice``; ``cache`` is a folder for joined weights.

    Files of a folder that a list beside them names (``SHA256SUMS``) have to be as it says. Raises ``ModelUnavailable``,
    ``WeightsInvalid``; ``ValueError`` where ``choice`` is none.
    """
    if not is_choice(choice):
        raise ValueError(f"{choice!r} is none of {CHOICES}")
    library, _, place = choice.partition(":")
    if library == NONE:
        raise ModelUnavailable("Speech is turned off here.", remedy="Set PLANT_VOICE to faster-whisper.")
    model = as_listed(Path(place).expanduser()) if place else weights.base(cache)
    if library == "openai-whisper":
        from plant_ui.voice.openai_whisper import OpenAIWhisper

        return OpenAIWhisper(model, threads)
    from plant_ui.voice.faster import FasterWhisper

    return FasterWhisper(model, threads)
