"""The door of who speaks: questions are read aloud by eSpeak NG, and heard over HTTP; recordings may be no such."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

import numpy as np

from plant_evals.faults_doors import client, posted
from plant_evals.faults_judged import Reply
from plant_evals.faults_outside import WELL
from plant_evals.voice_questions import Utterance
from plant_evals.voice_sound import RATE, in_noise, said, wav

_TOO_LONG = 121


class Recorder:
    """What a person's machine records: in its ``mode`` nothing that can be heard."""

    ways: ClassVar = ("garbage", "beginning", "silence", "too long")

    def __init__(self) -> None:
        self.mode = WELL

    def recorded(self, text: str, language: str) -> bytes:
        """Return a WAV file of a question, or what comes in its place."""
        if self.mode == "silence":
            return wav(np.zeros(2 * RATE))
        if self.mode == "too long":
            return wav(np.zeros(_TOO_LONG * RATE))
        whole = _read_aloud(text, language)
        return {"garbage": bytes(reversed(whole)), "beginning": whole[:30]}.get(self.mode, whole)


class Spoken:
    """The HTTP API, which is sent recordings with a key; what is heard beyond doubt is the one statement."""

    def __init__(self, address: str, key: str, recorder: Recorder) -> None:
        self._recorder = recorder
        self._client = client(address, key)

    def ask(self, text: str, language: str) -> Reply:
        """See Door."""
        sound = self._recorder.recorded(text, language)
        spoken = {"language": {"zh": "zh-Hans"}.get(language, language)}
        told, reply = posted(self._client, "/api/transcribe", language, files={"file": sound}, data=spoken)
        if reply.problem:
            return reply
        why = [told["notice"]] if told["notice"] else []
        heard = (str(told["text"]),) if told["text"] and not told["confirm"] else ()
        codes, texts = ([str(one[name]) for one in why] for name in ("code", "text"))
        notices = (*codes, *(["to be confirmed"] if told["confirm"] else []))
        return Reply(heard, heard, notices, tuple(texts), seconds=reply.seconds)


@cache
def _read_aloud(text: str, language: str) -> bytes:
    return in_noise(said(Utterance(text, language, text), 0), None, 0)
