"""The settings of a language model, checked."""

from __future__ import annotations

from importlib.util import find_spec

from plant_agents.models.choosing import CHOICES, is_choice, needs_url
from plant_copilot.errors import BadSetting


def choice(value: str) -> str:
    """Return PLANT_MODEL. Raises ``BadSetting``."""
    if value and not is_choice(value):
        raise BadSetting(f"PLANT_MODEL is {value!r}; it must be {CHOICES}.", remedy="For example: ollama:qwen2.5:7b")
    if value.startswith("ollama:") and find_spec("langchain_ollama") is None:
        raise BadSetting(
            "PLANT_MODEL is set, but Ollama's client is not installed.", remedy="pip install 'plant-copilot[ollama]'"
        )
    return value


def address(value: str, model: str) -> str:
    """Return PLANT_MODEL_URL as ``model`` wants it. Raises ``BadSetting``."""
    if value and not value.startswith(("http://", "https://")):
        raise BadSetting(f"PLANT_MODEL_URL is {value!r}; it must begin with http:// or https://.")
    if needs_url(model) and not value:
        raise BadSetting(
            "PLANT_MODEL names a model of an OpenAI-compatible server, but PLANT_MODEL_URL does not say where it is.",
            remedy="For example: PLANT_MODEL_URL=http://127.0.0.1:8080/v1",
        )
    return value.rstrip("/")


def number(name: str, value: str, *, least: int) -> int:
    """Return a whole number of at least ``least``. Raises ``BadSetting``."""
    if not value.isdigit() or int(value) < least:
        raise BadSetting(f"{name} is {value!r}; it must be a whole number, {least} or more.")
    return int(value)
