"""What a person asks, and on whose behalf."""

from __future__ import annotations

from dataclasses import dataclass

from plant_knowledge_ingest.principal import Principal


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``language`` is that of the answer ("en", "de", "zh-Hans", "zh-Hant"); ``asset`` a tag or "".

    ``as_of`` is the ISO date whose revisions are asked, "" for today's. ``code`` is the support code of its answer.
    One that only ``reads`` begins no guided flow and answers none.
    """

    text: str
    language: str
    asset: str
    principal: Principal
    as_of: str = ""
    code: str = ""
    reads: bool = False
