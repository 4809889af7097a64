"""Speech without speakers: eSpeak NG reads it, and a hall is made up around it."""

from __future__ import annotations

import shutil
import subprocess
import wave
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plant_copilot.errors import WrongUse
from plant_evals.voice_questions import Utterance

Samples = NDArray[np.float64]

RATE = 22_050
VOICES = {"en": "en-us", "de": "de", "zh": "cmn-latn-pinyin"}
_SPEEDS = (135, 150, 165)  # words a minute
_LEAD = 0.3


def said(utterance: Utterance, seed: int) -> Samples:
    """Return an utterance as sound, between -1 and 1: its recording, or else eSpeak NG's voice.

    Raises ``WrongUse`` without eSpeak NG, and for what is no recording.
    """
    if utterance.file:
        return _read(utterance.file)
    program = shutil.which("espeak-ng")
    if program is None:
        raise WrongUse("Speech cannot be made: there is no espeak-ng.", remedy="apt-get install espeak-ng")
    speed = _SPEEDS[seed % len(_SPEEDS)]
    command = [program, "-v", VOICES[utterance.language], "-s", str(speed), "--stdout", utterance.said]
    spoken = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - no shell
    sound = np.frombuffer(spoken[44 : 44 + (len(spoken) - 44) // 2 * 2], "<i2") / 32_768
    silence = np.zeros(round(_LEAD * RATE))
    return np.concatenate([silence, sound, silence])


def _read(file: Path) -> Samples:
    """Read a WAV of 16 bits, its first channel, at our rate."""
    try:
        with wave.open(str(file)) as stored:
            rate, channels, width = stored.getframerate(), stored.getnchannels(), stored.getsampwidth()
            frames = stored.readframes(stored.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise WrongUse(f"{file} is no recording: {error}.", remedy="Give WAV files of 16 bits.") from error
    if width != 2:
        raise WrongUse(f"{file} has {8 * width} bits.", remedy="Give WAV files of 16 bits.")
    samples = np.frombuffer(frames, "<i2")[::channels] / 32_768
    return np.interp(np.arange(0, len(samples), rate / RATE), np.arange(len(samples)), samples)


def in_noise(sound: Samples, decibels: float | None, seed: int) -> bytes:
    """Return a WAV of ``sound`` with a hall so many decibels below it, None for none."""
    mixed = sound
    if decibels is not None:
        loudness = sound[np.abs(sound) > 0.01].std()
        mixed = sound + hall(len(sound), seed) * loudness / 10 ** (decibels / 20)
    return wav(mixed / max(1.0, float(np.abs(mixed).max())))


def hall(samples: int, seed: int) -> Samples:
    """Return the noise of a hall, of power 1: pink as of fans and belts, hum of motors, and blows of metal on metal."""
    chance = np.random.default_rng(seed)
    spectrum = np.fft.rfft(chance.standard_normal(samples))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    pink = np.fft.irfft(spectrum, samples)
    times = np.arange(samples) / RATE
    hum = sum(
        np.sin(2 * np.pi * hertz * times + 6 * chance.random()) / n for n, hertz in enumerate((50, 100, 150, 300), 1)
    )
    noise = pink / pink.std() + 0.6 * np.asarray(hum)
    for start in range(0, samples, round(0.55 * RATE)):
        at = start + round(0.25 * RATE * chance.random())
        length = min(2_800, samples - at)
        if length > 0:
            noise[at : at + length] += 3 * np.exp(-np.arange(length) / 400) * chance.standard_normal(length)
    scaled: Samples = noise / noise.std()
    return scaled


def wav(sound: Samples) -> bytes:
    """Return PCM16 in a WAV file."""
    file = BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
    return file.getvalue()
