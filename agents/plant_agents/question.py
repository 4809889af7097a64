"""What a person asks, and on whose behalf."""

from __future__ import annotations

from dataclasses import dataclass

from plant_knowledge_ingest.principal import Principal


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``language`` is that of the answer ("en", "de", "zh-Hans", "zh-Hant"); ``asset`` a tag or ""."""

    text: str
    language: str
    asset: str
    principal: Principal
