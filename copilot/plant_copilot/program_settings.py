"""How programs may use the HTTP API, as it is set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from plant_copilot.errors import BadSetting

KNOWN = ("PLANT_REQUESTS", "PLANT_ORIGINS", "PLANT_EVENT_SECRETS")

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)
_SHORTEST_SECRET = 24


@dataclass(frozen=True, slots=True)
class ProgramSettings:
    """``requests`` a minute for one person or key, 0 for any number; ``origins`` of pages that may call the API.

    ``event_secrets`` sign what comes in by webhook; each is taken, so that one can be changed for another.
    """

    requests: int = 600
    origins: frozenset[str] = frozenset()
    event_secrets: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """Read the settings. Raises ``BadSetting``."""
        asked = values.get("PLANT_REQUESTS", "600")
        if not asked.isascii() or not asked.isdigit():
            raise BadSetting(f"PLANT_REQUESTS is {asked!r}; it must be a whole number, 0 for any number.")
        origins = _listed(values.get("PLANT_ORIGINS", ""))
        if wrong := next((origin for origin in origins if not _ORIGIN.fullmatch(origin)), None):
            raise BadSetting(f"PLANT_ORIGINS has {wrong!r}; an origin is written https://name or https://name:port.")
        secrets = _listed(values.get("PLANT_EVENT_SECRETS", ""))
        if any(len(secret) < _SHORTEST_SECRET for secret in secrets):
            raise BadSetting(
                f"PLANT_EVENT_SECRETS has a secret of fewer than {_SHORTEST_SECRET} characters.",
                remedy="Make one: plant-copilot events secret",
            )
        return cls(int(asked), frozenset(origin.lower() for origin in origins), tuple(secrets))


def _listed(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]
