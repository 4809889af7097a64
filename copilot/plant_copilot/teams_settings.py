"""The settings of the bot in Microsoft Teams: who it is to Microsoft, and where the server is reached from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from plant_copilot.errors import BadSetting

KNOWN = ("PLANT_TEAMS_APP", "PLANT_TEAMS_SECRET", "PLANT_TEAMS_TENANT", "PLANT_TEAMS_URL", "PLANT_TEAMS_CLOUD")
CLOUDS = ("public", "usgov", "usgovdod", "china")
"""Microsoft's clouds: that of most plants, two of the United States, and that of 21Vianet in China."""

_TOGETHER = KNOWN[:3]


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """``app`` is the id of the bot's registration, ``secret`` what it proves itself with, ``tenant`` the plant's own.

    Nobody of another tenant is answered. ``url`` is the server's address as people's devices reach it, "" where they
    do not; ``cloud`` is one of ``CLOUDS``.
    """

    app: str = ""
    secret: str = field(default="", repr=False)
    tenant: str = ""
    url: str = ""
    cloud: str = "public"

    @property
    def there(self) -> bool:
        """Whether the bot is set up."""
        return bool(self.app)

    @classmethod
    def read(cls, values: Mapping[str, str]) -> TeamsSettings:
        """Read the settings named in ``KNOWN``. Raises ``BadSetting``."""
        given = [name for name in _TOGETHER if values.get(name, "").strip()]
        if given and (missing := [name for name in _TOGETHER if name not in given]):
            raise BadSetting(
                f"{' and '.join(given)} is set, but {' and '.join(missing)} is not.",
                remedy="The bot in Teams needs all three: docs/how-to/use-in-teams.md says where they come from.",
            )
        return cls(
            app=_id("PLANT_TEAMS_APP", values),
            secret=values.get("PLANT_TEAMS_SECRET", "").strip(),
            tenant=_id("PLANT_TEAMS_TENANT", values),
            url=_url(values.get("PLANT_TEAMS_URL", "").strip()),
            cloud=_cloud(values.get("PLANT_TEAMS_CLOUD", "").strip().lower() or "public"),
        )


def _id(name: str, values: Mapping[str, str]) -> str:
    value = values.get(name, "").strip()
    try:
        return str(UUID(value)) if value else ""
    except ValueError:
        raise BadSetting(f"{name} is {value!r}; it must be an id such as {UUID(int=0)}.") from None


def _url(value: str) -> str:
    if value and not value.startswith("https://"):
        raise BadSetting(f"PLANT_TEAMS_URL is {value!r}; it must begin with https://.")
    return value.rstrip("/")


def _cloud(value: str) -> str:
    if value not in CLOUDS:
        raise BadSetting(f"PLANT_TEAMS_CLOUD is {value!r}; it must be one of {', '.join(CLOUDS)}.")
    return value
