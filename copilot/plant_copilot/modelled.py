"""The language model of the settings, watched; and what it is asked to do beside answering."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plant_agents.models.watched import WatchedModel
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.library import Library
    from plant_tools.sop.drafting.merging import Pair
    from plant_tools.sop.phrasing import Phrase


def watched_model(settings: Settings) -> WatchedModel:
    """Return the model with its limits. Nobody is asked yet."""
    from plant_agents.models.choosing import open_model
    from plant_agents.models.watched import WatchedModel

    url, key, seconds = settings.model_url, settings.model_key, settings.model_seconds
    model = open_model(settings.model, url, key=key, seconds=seconds, window=settings.model_window)
    return WatchedModel(model, seconds)


def step_phrasing(settings: Settings, library: Library) -> Phrase | None:
    """Return what has the model say the steps of procedures in another language, None without a model."""
    if not settings.model:
        return None

    def phrase(texts: Mapping[str, str], language: str) -> dict[str, str]:
        from plant_agents.phrasing.steps import said_in

        return said_in(texts, language, watched_model(settings), library.glossary)

    return phrase


def step_pairing(settings: Settings, library: Library) -> Pair | None:
    """Return what has the model propose which steps of two procedures are the same, None without a model."""
    if not settings.model:
        return None

    def pair(first: Mapping[str, str], second: Mapping[str, str]) -> list[tuple[str, str]]:
        from plant_agents.phrasing.pairing import paired

        return paired(first, second, watched_model(settings), library.glossary)

    return pair
