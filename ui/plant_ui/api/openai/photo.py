"""A photo in a message: read as the chat reads it, so that the question is about what it shows."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.openai.conversation import Asked
from plant_ui.channels.markdown_text import said
from plant_ui.errors import NotOffered

_NAMED = re.compile(r"\d")
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a photo, the asset it was taken for, and the question to go on with, "" for none."""

    pieces: tuple[str, ...]
    asset: str
    question: str


def shown(copilot: Copilot, asked: Asked, asset: str, language: str, asker: Principal) -> Shown:
    """Read the photo of a message. Raises ``NotOffered``, and what ``Copilot.pictures`` does."""
    with NamedTemporaryFile() as kept:
        kept.write(_content(asked.pictures))
        kept.flush()
        spoken = "" if language == "auto" else language
        told = copilot.pictures.read(kept.name, called="photo", asset=asset, language=spoken, principal=asker)
    lines = [told["text"], *(notice["text"] for notice in told["notices"])]
    choices = [f"- {choice['label']}" for choice in told["choices"]] if not told["asset"] else []
    pieces = tuple(f"{line}\n\n" for line in [*map(said, filter(None, lines)), "\n".join(map(said, choices))] if line)
    return Shown(pieces, told["asset"], _question(asked.text.strip(), told["question"]))


def _question(typed: str, shown: str) -> str:
    """Return what to ask: "what does this mean?" leaves to the photo what is meant, a code or number in it does not."""
    return shown if shown and not _NAMED.search(typed) else typed


def _content(addresses: tuple[str, ...]) -> bytes:
    if len(addresses) > 1:
        raise NotOffered("messages", "One photo is read at a time.", remedy="Send them one after the other.")
    found = _DATA.match(addresses[0])
    if found is None:
        told = "The picture is no data address; other addresses are not opened."
        raise NotOffered("messages", told, remedy="Send it as data:image/jpeg;base64,...")
    try:
        return base64.b64decode(addresses[0][found.end() :], validate=True)
    except binascii.Error as error:
        raise NotOffered("messages", "The picture is not written in base64.") from error
