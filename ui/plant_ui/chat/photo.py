"""A photo in the chat: what it shows, whose it is, and the question put into the line for the person to send."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import chainlit as cl

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_knowledge_ingest.errors import PlantError
from plant_tools.pictures.errors import RecognitionMissing
from plant_tools.troubles import said, trouble
from plant_ui.chat.links import Place
from plant_ui.chat.messages import say
from plant_ui.chat.person import Person
from plant_ui.chat.verbatim import verbatim

ACTION = "photo_question"
_ICONS = {"mismatch": "triangle-alert", "ambiguous": "circle-help"}


class Photos:
    """Reads photos that people attach to a message; ``root`` is the path the chat is mounted at."""

    def __init__(self, copilot: Copilot, root: str) -> None:
        self._copilot = copilot
        self._root = root

    def register(self) -> None:
        """Tell Chainlit what the buttons do."""
        cl.action_callback(ACTION)(_compose)

    async def show(self, message: cl.Message, person: Person, asset: str) -> None:
        """Say what the photo of ``message`` shows; ``asset`` is what the chat is about, "" where nothing is chosen."""
        file = next((one for one in message.elements or () if one.path), None)
        if file is None or not file.path:
            await cl.Message(say(person.language, "photo_none")).send()
            return
        try:
            told = await asyncio.to_thread(self._read, Path(file.path), file.name, asset, person)
        except RecognitionMissing as error:
            await cl.Message(
                say(person.language, "photo_missing", remedy=verbatim(said(error.remedy, person.language)))
            ).send()
        except PlantError as error:
            await cl.Message(
                say(person.language, "photo_unread", reason=verbatim(trouble(error, person.language)))
            ).send()
        else:
            typed = message.content.strip()
            if not typed:  # an empty bubble says nothing
                message.content = told["shows"]
                await message.update()
            await self._tell(told, typed)

    def _read(self, path: Path, name: str, asset: str, person: Person) -> Json:
        """Read the photo at ``path``, and leave there what it shows only: upright, marked, as JPEG."""
        marked = b""
        try:
            told = self._copilot.pictures.read(
                path,
                called=Path(name).name,
                asset=asset,
                language=person.language,
                image=True,
                principal=person.principal,
            )
            marked = base64.b64decode(told["image"])
        finally:
            path.write_bytes(marked)
        return told

    async def _tell(self, told: Json, typed: str) -> None:
        language = told["language"]
        buttons = [_button(choice["label"], worded(choice["question"], typed), told) for choice in told["choices"]]
        question = worded(told["question"], typed)
        lines = [described(told, self._root)]
        lines += [say(language, "photo_edit")] if question else []
        await cl.Message("\n\n".join(lines), actions=buttons).send()
        if question:
            await cl.send_window_message({"compose": question})


def described(told: Json, root: str) -> str:
    """Return what a photo shows as Markdown; whatever was read in it, or in a document, is escaped."""
    language = told["language"]
    text = verbatim(told["text"])
    lines = [f"**{told['shows']}** · " + (f"⚠ **{text}**" if told["outcome"] == "mismatch" else text)]
    fields = [f"- {field['label']}: **{verbatim(field['value'])}**" for field in told["fields"]]
    lines += ["\n".join(fields)] if fields else []
    lines += [f"*{verbatim(notice['text'])}*" for notice in told["notices"]]
    places = [_source(one, language, root) for one in told["citations"]]
    lines += [f"**{say(language, 'sources')}:** " + " · ".join(places)] if places else []
    return "\n\n".join(lines)


def worded(question: str, typed: str) -> str:
    """Return the question to go on with; what the person typed beside the photo comes first, in their own words.

    >>> worded("What does alarm E0451 mean?", "Since noon:"), worded("", "Who is this?")
    ('Since noon: What does alarm E0451 mean?', 'Who is this?')
    """
    return " ".join(filter(None, (typed, question)))


def _button(label: str, question: str, told: Json) -> cl.Action:
    payload = {"text": question}
    return cl.Action(name=ACTION, payload=payload, label=label, icon=_ICONS.get(told["outcome"]))


async def _compose(action: cl.Action) -> None:
    text: Any = action.payload.get("text")
    await cl.send_window_message({"compose": str(text or "")})


def _source(citation: Json, language: str, root: str) -> str:
    if citation["kind"] != "page":
        return verbatim(f"{citation['dataset']}: {', '.join(citation['record_ids'])}")
    revision = say(language, "rev", revision=citation["revision"]) if citation["revision"] else ""
    name = ", ".join(filter(None, (citation["document"], revision, say(language, "at_page", page=citation["page"]))))
    return f"[{verbatim(name)}]({Place.of(root, citation).viewer(language)})"
