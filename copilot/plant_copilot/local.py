"""The person at the machine itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plant_knowledge_ingest.principal import ANY_SITE, Principal

if TYPE_CHECKING:
    from plant_copilot.settings import Settings


def local_user(settings: Settings) -> Principal:
    """Return who asks where nobody else is named: of the groups of the settings, at all sites."""
    return Principal("local", settings.groups, frozenset({ANY_SITE}))
