"""Whether the language model of the settings works: reachable, there, obedient to a schema, quick, and large enough."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plant_agents.models.choosing import open_model
from plant_agents.models.protocol import Asked, BrokenReply, ChatModel, Turn
from plant_agents.models.watched import WatchedModel
from plant_copilot.check import Check
from plant_knowledge_ingest.errors import ModelUnavailable

if TYPE_CHECKING:
    from plant_copilot.settings import Settings

LEAST_BILLIONS = 7.0
"""Parameters below which models invent marks and reverse sentences (decision 2)."""

_SIZE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?b\b", re.IGNORECASE)
_NO_CHAT = re.compile(r"embed|bge|e5|minilm|rerank|whisper|tts|clip|ocr", re.IGNORECASE)
_LARGER = "Choose a model that follows instructions, of 7 billion parameters or more: smaller ones invent."
_LISTED = 8
_SLOW = 20.0  # seconds
_SCHEMA = {
    "type": "object",
    "properties": {"unit": {"enum": ["Nm", "bar"]}, "text": {"type": "string", "maxLength": 300}},
    "required": ["unit", "text"],
    "additionalProperties": False,
}
_TASK = 'The tightening torque is 21 Nm. Give its unit, and the sentence in German: {"unit": ..., "text": ...}.'


def model_checks(settings: Settings) -> Iterator[Check]:
    """Look at the model of ``settings``."""
    try:
        model = open_model(
            settings.model,
            settings.model_url,
            key=settings.model_key,
            seconds=settings.model_seconds,
            window=settings.model_window,
        )
    except ModelUnavailable as error:
        yield Check("model", False, False, error.message, error.remedy)
    else:
        yield from checks_of(model, settings.model_seconds)


def checks_of(model: ChatModel, seconds: int) -> Iterator[Check]:
    """Yield one check of ``model``, or two where it answers."""
    try:
        there = model.models()
    except ModelUnavailable as error:
        yield Check("model", False, False, f"{model.name}: {error.message}", error.remedy)
        return
    if model.name not in there and f"{model.name}:latest" not in there:
        remedy = f"Set PLANT_MODEL to one of these, or on its machine: ollama pull {model.name}"
        yield Check("model", False, False, f"The server has no {model.name}. {_told(there)}", remedy)
        return
    yield Check("model", False, _fits(model.name) is not False, f"{model.name}. {_told(there)}", _LARGER)
    yield _tried(model, seconds)


def _tried(model: ChatModel, seconds: int) -> Check:
    """Let the model answer by a schema, and measure it."""
    watched = WatchedModel(model, seconds)
    asked = Asked((Turn("user", _TASK),), _SCHEMA, (), seconds)
    started = time.perf_counter()
    try:
        reply = watched.ask(asked, watched.begin())
        reply.read(_SCHEMA)
    except ModelUnavailable as error:
        return Check("model reply", False, False, error.message, error.remedy or "Raise PLANT_MODEL_SECONDS.")
    except BrokenReply as error:
        detail = f"does not obey a JSON schema: {error}"
        return Check("model reply", False, False, detail, "Choose a server that enforces schemas, or another model.")
    took = time.perf_counter() - started
    detail = f"obeys a JSON schema; {took:.1f} s for a short reply, {len(reply.text) / took:.0f} characters a second"
    return Check("model reply", False, took < _SLOW, detail, "A smaller model, a GPU, or a higher PLANT_MODEL_SECONDS.")


def _told(names: Sequence[str]) -> str:
    """Say which models of a server fit."""
    chatting = sorted(name for name in names if not _NO_CHAT.search(name))
    fitting = [name for name in chatting if _fits(name)]
    unknown = [name for name in chatting if _fits(name) is None]
    parts = [("Fit by their size", fitting), ("Of unknown size", unknown)]
    said = ". ".join(f"{words}: {', '.join(named[:_LISTED])}" for words, named in parts if named)
    return f"{said}." if said else f"None of its {len(names)} models is large enough."


def _fits(name: str) -> bool | None:
    """Tell whether a model is large enough by the size in its name, None where that is not told.

    >>> _fits("qwen2.5:7b-instruct"), _fits("smollm2:135m"), _fits("llama3.2:3b"), _fits("mistral-large")
    (True, False, False, None)
    """
    if _NO_CHAT.search(name) or re.search(r"\d+m\b", name, re.IGNORECASE):
        return False
    sizes = [float(size) for size in _SIZE.findall(name)]
    return max(sizes) >= LEAST_BILLIONS if sizes else None
