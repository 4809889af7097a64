"""What people say of documents and days in words of their own, checked before anything is done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_knowledge_ingest.sidecar import NAME, fault_of


def checked(described: Mapping[str, Any], files: Sequence[Path]) -> dict[str, Any]:
    """Return the description of the one file that is to be ingested. Raises ``WrongUse``, naming the field."""
    said = {field: value for field, value in dict(readable(dict(described))).items() if value}
    if fault := fault_of(said):
        raise WrongUse(f"The description of the document {fault}.")
    if len(files) != 1 or files[0].is_dir():
        raise WrongUse(
            f"{', '.join(said)}: a description is of one file.",
            remedy=f"Name one file, or describe each file of a folder in {NAME} beside them.",
        )
    return said


def day(text: str) -> date | None:
    """Return the day that ``text`` names, None for "". Raises ``WrongUse``."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUse(f"as_of is {text!r}; it must be a date like 2024-05-01.") from error
