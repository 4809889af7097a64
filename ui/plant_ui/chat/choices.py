"""What a person can set for a chat: the language of the answers, and one asset to ask about."""

from __future__ import annotations

from typing import Any

from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES
from plant_ui.chat.messages import say

AUTO = "auto"
ALL = "all"  # Chainlit's lists cannot offer an empty value


def languages(spoken: str) -> dict[str, str]:
    """Return the languages of an answer, by their names in ``spoken``."""
    return {say(spoken, "auto"): AUTO, **{say(spoken, each): each for each in LANGUAGES}}


def assets(spoken: str, listing: Json) -> dict[str, str]:
    """Return the assets of ``listing``, by their tags and names."""
    named = {one["asset"]: " · ".join(filter(None, (one["asset"], one["name"]))) for one in listing["assets"]}
    return {say(spoken, "all_assets"): ALL, **{name: tag for tag, name in named.items()}}


def chosen(settings: Any) -> tuple[str, str]:
    """Return the language ("auto" or one of four) and the asset ("" for all) of what a browser sent."""
    given = settings if isinstance(settings, dict) else {}
    language, asset = given.get("language"), given.get("asset")
    return language if language in LANGUAGES else AUTO, asset if isinstance(asset, str) and asset != ALL else ""
