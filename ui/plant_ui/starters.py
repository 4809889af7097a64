"""Questions to begin with: those whose documents are in the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from plant_copilot.payload import Json

_MOST = 4


def starters(documents: Json, language: str) -> list[str]:
    """Return up to four questions in ``language`` that the library can answer; ``documents`` lists it."""
    here = {entry["document"] for entry in documents["documents"] if entry["current"]}
    catalogue = Path(__file__).parent / "starters.yaml"
    questions: list[dict[str, Any]] = yaml.safe_load(catalogue.read_text(encoding="utf-8"))
    return [question[language] for question in questions if question["document"] in here][:_MOST]
