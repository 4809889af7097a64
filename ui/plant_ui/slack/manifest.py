"""The manifest that makes the plant's Slack app: by Socket Mode, or with the address that Slack sends events to."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

from plant_copilot.errors import WrongUse
from plant_ui.slack import PATH

Json = dict[str, Any]


def manifest(address: str = "", command: str = "/plant") -> str:
    """Return the manifest as YAML; ``address`` is the server's for events over HTTP, "" for Socket Mode.

    Raises ``WrongUse`` where the address is none that Slack takes.
    """
    file = resources.files("plant_ui.slack") / "manifest.yaml"
    text = file.read_text(encoding="utf-8")
    if not address and command == "/plant":
        return text
    told: Json = yaml.safe_load(text)
    told["features"]["slash_commands"][0]["command"] = f"/{command.lstrip('/')}"
    if address:
        _over_http(told, _checked(address))
    return str(yaml.safe_dump(told, sort_keys=False, allow_unicode=True))


def scopes() -> frozenset[str]:
    """Return what the app is allowed to do."""
    told: Json = yaml.safe_load(manifest())
    return frozenset(told["oauth_config"]["scopes"]["bot"])


def _over_http(told: Json, url: str) -> None:
    settings = told["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"]["request_url"] = settings["interactivity"]["request_url"] = url
    told["features"]["slash_commands"][0]["url"] = url


def _checked(address: str) -> str:
    if not address.startswith("https://"):
        raise WrongUse(f"{address[:80]!r} is no address that Slack sends to.", remedy="It begins with https://.")
    return f"{address.rstrip('/')}{PATH}"
