"""Whether the database of the settings can be used, and has what the home had before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plant_copilot.check import Check
from plant_knowledge_ingest.errors import PlantError

if TYPE_CHECKING:
    from plant_copilot.settings import Settings


def database_check(settings: Settings, name: str = "database") -> Check:
    """Count the rows of every book, and look whether any was left behind in files."""
    if not settings.database:
        return Check(name, True, True, "files in the home; docs/how-to/share-a-database.md says how else")
    from plant_copilot.moving.move import left_in_files, named, where

    try:
        rows = sum(book["rows"] for book in where(settings)["books"])
        left = left_in_files(settings)
    except PlantError as error:
        return Check(name, True, False, error.message, error.remedy)
    if left:
        detail = f"the home has files with rows of {', '.join(left)}, and the database has none"
        return Check(name, True, False, detail, "Stop the server, then: plant-copilot database move")
    return Check(name, True, True, f"{rows:,} rows in {named(settings.shelf)}")
