"""What a person can set for a chat: the language of the answers, and one asset to ask about."""

from __future__ import annotations

from typing import Any

from chainlit.input_widget import InputWidget, Select

from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES
from plant_ui.chat.messages import say

_ALL = "all"


def choices(language: str, documents: Json) -> list[InputWidget]:
    """Return both settings, labelled in ``language``; the assets are those of ``documents``."""
    assets = sorted({asset for entry in documents["documents"] for asset in entry["assets"]})
    return [
        Select(
            id="language",
            label=say(language, "setting_language"),
            items={say(language, "auto"): "auto", **{say(language, each): each for each in LANGUAGES}},
            initial_value="auto",
        ),
        Select(
            id="asset",
            label=say(language, "setting_asset"),
            items={say(language, "all_assets"): _ALL, **{asset: asset for asset in assets}},
            initial_value=_ALL,
        ),
    ]


def chosen(settings: Any) -> tuple[str, str]:
    """Return the language ("auto" or one of four) and the asset ("" for all) of what a browser sent."""
    given = settings if isinstance(settings, dict) else {}
    language, asset = given.get("language"), given.get("asset")
    return (
        language if language in LANGUAGES else "auto",
        asset if isinstance(asset, str) and asset != _ALL else "",
    )
