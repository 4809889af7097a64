"""Where somebody speaks in a recording, by the Silero detector that faster-whisper brings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from plant_knowledge_ingest.genuine import genuine
from plant_ui.voice.protocol import RATE, WINDOW, Samples

_SHORTEST = 200  # milliseconds; a knock is shorter
_PAUSE = 600
_AROUND = 300  # kept before and after, so that a soft P is not cut off

SHA256 = "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2"
"""The hash of the detector in the wheel faster-whisper 1.2.1."""


def stretches(samples: Samples) -> list[Samples]:
    """Return what is spoken, without pauses, in stretches of up to ``WINDOW`` seconds; none where nobody speaks.

    Raises ``WeightsInvalid``.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    _detector()
    options = VadOptions(
        min_speech_duration_ms=_SHORTEST,
        min_silence_duration_ms=_PAUSE,
        max_speech_duration_s=WINDOW - 2 * _AROUND / 1000,
        speech_pad_ms=_AROUND,
    )
    spans = get_speech_timestamps(samples, options) if len(samples) else []
    return list(_filled([samples[span["start"] : span["end"]] for span in spans]))


@cache
def _detector() -> Path:
    """Return the detector's weights, looked at once in a process."""
    from faster_whisper.utils import get_assets_path

    remedy = "Install the pinned wheel again: pip install --force-reinstall faster-whisper==1.2.1"
    return genuine(Path(get_assets_path()) / "silero_vad_v6.onnx", SHA256, remedy)


def _filled(parts: list[Samples]) -> Iterator[Samples]:
    """Put together what fits into one stretch."""
    waiting: list[Samples] = []
    for part in parts:
        if waiting and sum(map(len, waiting)) + len(part) > WINDOW * RATE:
            yield np.concatenate(waiting)
            waiting = []
        waiting.append(part)
    if waiting:
        yield np.concatenate(waiting)
