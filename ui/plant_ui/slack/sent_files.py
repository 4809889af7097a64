"""What people send instead of typing: a photo of a nameplate or a display, a voice clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slack_sdk import WebClient

from plant_copilot.copilot import Copilot
from plant_copilot.hearing import Ears
from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.parts import Choice, Line, Part, Rendered, Span, Steps, Text
from plant_ui.channels.places import sources
from plant_ui.channels.plain import plain
from plant_ui.slack import files
from plant_ui.slack.answering import Answering
from plant_ui.slack.asked import Asked
from plant_ui.slack.blocks import messages, saying
from plant_ui.slack.replying import InThread
from plant_ui.slack.words import say

Json = dict[str, Any]

_MOST = 4
"""Files of one message that are read."""


class SentFiles:
    """Reads photos and voice clips. Nothing of them is kept."""

    def __init__(self, copilot: Copilot, client: WebClient, ears: Ears | None, answering: Answering) -> None:
        self._copilot, self._client, self._ears, self._answering = copilot, client, ears, answering

    def take(self, asked: Asked, sent: Sequence[Json], typed: str, reply: InThread) -> None:
        """Read files one after the other; ``typed`` is what stands beside them."""
        kinds = [(file, files.kind(file)) for file in sent[:_MOST]]
        for file, kind in kinds:
            if kind == "voice" and self._ears is not None:
                self._recording(asked, files.fetched(self._client, file), typed, reply)
            elif kind == "voice":
                reply.show([saying(say(asked.language, "no_ears"))])
            elif kind == "photo":
                self._photo(asked, file, typed, reply)
            else:
                reply.show([saying(say(asked.language, "kinds", name=plain(str(file.get("name", "")))[:80] or "?"))])
        if typed and not any(kind for _, kind in kinds):
            self._answering.ask(asked, typed, reply)

    def _photo(self, asked: Asked, file: Json, typed: str, reply: InThread) -> None:
        content = files.fetched(self._client, file)
        told = self._read(str(file.get("name", "photo")), content, asked.language, self._answering.readers(asked))
        reply.show(messages(photo(told, typed), "-"))

    def _read(self, name: str, content: bytes, language: str, principal: Principal) -> Json:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "photo"
            path.write_bytes(content)
            return self._copilot.pictures.read(
                path, called=Path(name).name[:80], language=language, principal=principal
            )

    def _recording(self, asked: Asked, content: bytes, typed: str, reply: InThread) -> None:
        """Answer a spoken question whose codes are beyond doubt; of others, ask first what was meant."""
        if self._ears is None:
            return
        heard = self._copilot.transcribe(content, self._ears, principal=self._answering.readers(asked))
        if notice := heard["notice"]:
            reply.show([saying(notice["text"])])
            return
        if not heard["confirm"]:
            reply.say(say(asked.language, "heard", text=heard["text"]))
        self._answering.ask(asked, " ".join(filter(None, (typed, heard["text"]))), reply)


def photo(told: Json, typed: str) -> Rendered:
    """Return what a photo shows, with its question on a button: nothing is asked by a photo alone.

    What the person typed beside the photo comes first, in their own words.
    """
    language, words = told["language"], told["text"] or told["shows"]
    parts: list[Part] = [Text(Line.of(plain(words)))] if words != told["shows"] else []
    if fields := [_field(one) for one in told["fields"] if one["value"]]:
        parts.append(Steps("", tuple(fields)))
    asks = [(one["label"], one["question"]) for one in told["choices"]]
    asks += [("", told["question"])] if told["question"] else []
    worded = [(label, " ".join(filter(None, (typed, question)))) for label, question in asks]
    cited = sources(language, [{"mark": at, **one} for at, one in enumerate(told["citations"], 1)])
    return Rendered(
        language=language,
        lead=Line.of(f"{'⚠ ' if told['outcome'] == 'mismatch' else ''}{plain(told['shows'])}"),
        parts=tuple(parts),
        sources=tuple(replace(one, has_page_image=False) for one in cited),
        notices=tuple(plain(one["text"]) for one in told["notices"]),
        choices=tuple(Choice(label or say(language, "ask_this", text=asked), asks=asked) for label, asked in worded),
    )


def _field(told: Json) -> Line:
    return Line((Span(f"{plain(told['label'])}: "), Span(plain(told["value"]), True)))
