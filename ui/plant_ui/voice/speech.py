"""Where somebody speaks in a recording, by the Silero detector that faster-whisper brings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from plant_ui.voice.protocol import RATE, WINDOW, Samples

_SHORTEST = 200  # milliseconds; a knock is shorter
_PAUSE = 600
_AROUND = 300  # kept before and after, so that a soft P is not cut off


def stretches(samples: Samples) -> list[Samples]:
    """Return what is spoken, without pauses, in stretches of up to ``WINDOW`` seconds; none where nobody speaks."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_speech_duration_ms=_SHORTEST,
        min_silence_duration_ms=_PAUSE,
        max_speech_duration_s=WINDOW - 2 * _AROUND / 1000,
        speech_pad_ms=_AROUND,
    )
    spans = get_speech_timestamps(samples, options) if len(samples) else []
    return list(_filled([samples[span["start"] : span["end"]] for span in spans]))


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
