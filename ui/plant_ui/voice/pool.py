"""Room for a few speakers: one recording is understood at a time, some wait, the others are told so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock, Semaphore

from plant_copilot.hearing import Heard
from plant_knowledge_ingest.errors import ModelUnavailable
from plant_ui.errors import VoiceBusy
from plant_ui.voice.listening import Listening

_WAITING = 6
"""So many recordings are held at once, one of them being understood; at a second each nobody waits for long."""

_PATIENCE = 60.0


class Pool:
    """Ears that several people share. Whisper uses all cores for one recording, so two at once would both be late."""

    def __init__(self, listening: Listening, waiting: int = _WAITING) -> None:
        self.name = listening.name
        self._listening = listening
        self._turn = Lock()
        self._room = Semaphore(waiting)

    def warm_up(self) -> None:
        """Load the model. Raises ``ModelUnavailable``."""
        with self._turn:
            self._listening.warm_up()

    def get_ready(self) -> None:
        """Load the model where that can be done; whoever speaks is told where it cannot."""
        with suppress(ModelUnavailable):
            self.warm_up()

    def hear(self, recording: bytes | Path, *, language: str, usual: str, hotwords: Sequence[str]) -> Heard:
        """See plant_copilot.hearing.Ears. Raises ``VoiceBusy`` where too many wait already."""
        if not self._room.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turn.acquire(timeout=_PATIENCE):
                raise _busy()
            try:
                return self._listening.hear(recording, language=language, usual=usual, hotwords=hotwords)
            finally:
                self._turn.release()
        finally:
            self._room.release()


def _busy() -> VoiceBusy:
    return VoiceBusy("Too many people are speaking at once.", remedy="Try again in some seconds, or type the question.")
