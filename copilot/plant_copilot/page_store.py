"""Which store keeps the pages of documents, by the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plant_knowledge_ingest.known_as import known_as
from plant_knowledge_ingest.pages.folder import PagesInFolder

if TYPE_CHECKING:
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.pages.protocol import PageStore


def page_store(settings: Settings, at: tuple[str, str] | None = None) -> PageStore:
    """Return the store of the settings, or the one ``at`` (bucket, prefix); of no bucket, the folder of the home.

    Nothing is asked of a store before it is needed.
    """
    bucket, prefix = at or (settings.pages.bucket, settings.pages.prefix)
    if not bucket:
        return PagesInFolder(home_folder(settings))
    from plant_knowledge_ingest.pages.kept import KeptPages
    from plant_knowledge_ingest.pages.obstore import Bucket, PagesInBucket

    of = settings.pages
    kept = KeptPages(settings.home / "cache" / "pages", of.cache_mb * 1_000_000)
    place = Bucket(bucket, prefix, of.endpoint, of.region, of.key, of.secret)
    return PagesInBucket(place, kept, lambda: known_as(settings.home / "library", settings.schema))


def home_folder(settings: Settings) -> Path:
    """Return where the home keeps pages, if no store elsewhere does."""
    return settings.home / "library" / "files"
