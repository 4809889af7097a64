"""What people send instead of typing: a photo of a nameplate or a display, a recording of a question."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.hearing import Ears
from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.plain import plain
from plant_ui.teams.answering import Answering, Asked
from plant_ui.teams.cards import photo_card
from plant_ui.teams.files import PICTURE, RECORDING, fetched, kind_of
from plant_ui.teams.sdk import App
from plant_ui.teams.sending import Sending
from plant_ui.teams.turn import File
from plant_ui.teams.words import say as teams_say

Json = dict[str, Any]

_MOST = 4
"""Files of one message that are read."""


class SentFiles:
    """Reads photos and recordings. Nothing of them is kept."""

    def __init__(self, copilot: Copilot, app: App, ears: Ears, sending: Sending, answering: Answering) -> None:
        self._copilot, self._app, self._ears = copilot, app, ears
        self._sending, self._answering = sending, answering

    async def take(self, asked: Asked, files: Sequence[File], typed: str) -> None:
        """Read files one after the other; ``typed`` is what stands beside them. Raises ``NotFetched`` and others."""
        language = asked.person.language
        for file in files[:_MOST]:
            content = await fetched(self._app, file, asked.place, language)
            kind = kind_of(content)
            if kind == PICTURE:
                await self._photo(asked, file, content, typed)
            elif kind == RECORDING:
                await self._recording(asked, content, typed)
            else:
                await self._sending.message(
                    asked.place, teams_say(language, "file_not_read", name=plain(file.name)[:80])
                )

    async def _photo(self, asked: Asked, file: File, content: bytes, typed: str) -> None:
        readers = await self._answering.readers(asked)
        told = await asyncio.to_thread(self._read, file.name, content, asked.person.language, readers)
        await self._sending.message(asked.place, cards=[photo_card(told, typed)])

    def _read(self, name: str, content: bytes, language: str, principal: Principal) -> Json:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "photo"
            path.write_bytes(content)
            return self._copilot.pictures.read(
                path, called=Path(name).name[:80], language=language, principal=principal
            )

    async def _recording(self, asked: Asked, content: bytes, typed: str) -> None:
        """Answer a spoken question whose codes are beyond doubt; of others, ask first what was meant."""
        language = asked.person.language
        readers = await self._answering.readers(asked)
        heard = await asyncio.to_thread(
            self._copilot.transcribe, content, self._ears, language=language, principal=readers
        )
        if notice := heard["notice"]:
            await self._sending.message(asked.place, notice["text"])
            return
        text = " ".join(filter(None, (typed, heard["text"])))
        if not heard["confirm"]:
            await self._sending.message(asked.place, teams_say(language, "heard", text=plain(heard["text"])))
        await self._answering.ask(asked, text, lambda: True)
