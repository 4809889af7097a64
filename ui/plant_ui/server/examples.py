"""Three questions to begin with, in three languages, that the documents of the library can answer."""

from __future__ import annotations

from plant_copilot.payload import Json
from plant_ui.starters import starters


def examples(documents: Json) -> list[str]:
    """Return up to three questions, each in another language and about another document where possible."""
    offered = [starters(documents, language) for language in ("en", "de", "zh-Hans")]
    return [questions[min(number, len(questions) - 1)] for number, questions in enumerate(offered) if questions]
