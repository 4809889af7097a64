"""Which model a setting names."""

from __future__ import annotations

from plant_agents.models.ollama_server import HERE, OllamaModel
from plant_agents.models.openai_server import OpenAiModel
from plant_agents.models.protocol import ChatModel

CHOICES = "empty, ollama:MODEL or openai:MODEL"
_KINDS = ("ollama", "openai")


def is_choice(choice: str) -> bool:
    """Tell whether ``choice`` names a kind of server and a model."""
    kind, _, name = choice.partition(":")
    return kind in _KINDS and bool(name.strip())


def needs_url(choice: str) -> bool:
    """Tell whether the server has no usual address."""
    return choice.startswith("openai:")


def open_model(choice: str, url: str = "", *, key: str = "", seconds: float = 60.0, window: int = 8_192) -> ChatModel:
    """Return the model that ``choice`` names; nothing is asked yet. Raises ``ModelUnavailable``."""
    kind, _, name = choice.partition(":")
    if kind == "ollama":
        return OllamaModel(name, url or HERE, key=key, window=window, seconds=seconds)
    return OpenAiModel(name, url, key=key, window=window)
