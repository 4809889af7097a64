"""Recordings of any usual kind, as samples. Decoded by PyAV, which is told the kind and guesses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from plant_knowledge_ingest.errors import ModelUnavailable
from plant_ui.errors import RecordingTooLong, RecordingUnreadable
from plant_ui.voice.protocol import RATE, Samples

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

LONGEST = 120
"""Seconds of a recording."""

LARGEST = 30_000_000
"""Bytes of a recording: two minutes, uncompressed, in stereo."""

KINDS = "wav, mp3, m4a, ogg, webm, flac"

_SHORTER = "Ask in one or two sentences; two minutes is the most."
_MAGIC = (
    (0, b"RIFF", "wav"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"ID3", "mp3"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (4, b"ftyp", "mp4"),
)


def read(recording: bytes | Path) -> Samples:
    """Return a recording at 16 kHz, mono. Raises ``RecordingUnreadable``, ``RecordingTooLong``."""
    content = _content(recording)
    kind = kind_of(content)
    if not kind:
        raise RecordingUnreadable("This is no recording.", remedy=f"Send a recording: {KINDS}.")
    try:
        import av
    except ImportError as error:
        raise ModelUnavailable(
            "Recordings cannot be read: PyAV is not installed.", remedy="pip install 'plant-copilot[voice]'"
        ) from error
    try:
        with av.open(BytesIO(content), mode="r", format=kind, metadata_errors="ignore") as container:
            return _joined(_resampled(container))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise RecordingUnreadable(
            "The recording is damaged or has no sound in it.", remedy="Record it again."
        ) from error


def kind_of(content: bytes) -> str:
    """Return which of the kinds the first bytes are of, "" for another. Playlists and pictures are another.

    >>> kind_of(b"RIFF...."), kind_of(b"#EXTM3U")
    ('wav', '')
    """
    for offset, magic, kind in _MAGIC:
        if content[offset : offset + len(magic)] == magic:
            return kind
    frame = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2  # the sync word of MPEG layer III
    return "mp3" if frame else ""


def from_pcm(pcm: bytes, rate: int) -> Samples:
    """Return PCM16, little-endian and mono, at 16 kHz."""
    from av import AudioFrame
    from av.audio.resampler import AudioResampler

    frame = AudioFrame.from_ndarray(np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2")[None, :], "s16", "mono")
    frame.sample_rate = rate
    resampler = AudioResampler("s16", "mono", RATE)
    return _joined(part.to_ndarray()[0] for given in (frame, None) for part in resampler.resample(given))


def _content(recording: bytes | Path) -> bytes:
    if isinstance(recording, Path):
        try:
            size = recording.stat().st_size
            content = recording.read_bytes() if size <= LARGEST else b""
        except OSError as error:
            raise RecordingUnreadable(f"{recording} cannot be read: {error.strerror}.") from error
    else:
        size, content = len(recording), recording
    if size > LARGEST:
        raise RecordingTooLong(f"The recording has {size / 1e6:.0f} MB.", remedy=_SHORTER)
    return content


def _resampled(container: InputContainer) -> Iterator[np.ndarray]:
    """Give the first sound of a file piece by piece, so that no small file becomes hours in memory."""
    from av.audio.resampler import AudioResampler

    resampler, samples = AudioResampler("s16", "mono", RATE), 0
    for frame in _frames(container):
        for part in resampler.resample(frame):
            samples += part.samples
            if samples > LONGEST * RATE:
                raise RecordingTooLong(f"The recording is longer than {LONGEST} seconds.", remedy=_SHORTER)
            yield part.to_ndarray()[0]


def _frames(container: InputContainer) -> Iterator[AudioFrame | None]:
    yield from container.decode(audio=0)
    yield None  # which makes the resampler give what it has left


def _joined(parts: Iterator[np.ndarray]) -> Samples:
    whole = [part.astype(np.float32) / 32_768 for part in parts]
    return np.concatenate(whole) if whole else np.zeros(0, np.float32)
