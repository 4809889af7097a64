"""The manifest of the app, and its words in the other languages, checked against Microsoft's own schemas.

The schemas beside this file are those of version 1.17 as Microsoft publishes them in its npm package for manifests,
under the MIT licence: old enough for the clouds of governments and of China.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft4Validator

from plant_tools.phrases import Phrases

Json = dict[str, Any]

_VERSION = "1.17"
_SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{_VERSION}/MicrosoftTeams"
_SCOPES = ["personal", "team", "groupChat"]
LANGUAGES = {"de": "de", "zh-Hans": "zh-cn", "zh-Hant": "zh-tw"}
"""The other languages of the manifest, by ours, as Teams calls them."""

_say = Phrases("plant_ui.teams.package", "words.yaml").say


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who gives the app to the plant: the name that people see, and three pages, all at ``url`` where none is named."""

    name: str
    url: str
    website: str = ""
    privacy: str = ""
    terms: str = ""


def manifest(app: str, publisher: Publisher) -> Json:
    """Return the manifest of the bot that is registered as ``app``."""
    return {
        "$schema": f"{_SCHEMA}.schema.json",
        "manifestVersion": _VERSION,
        "version": version("plant-copilot"),
        "id": app,
        "developer": {
            "name": publisher.name,
            "websiteUrl": publisher.website or publisher.url,
            "privacyUrl": publisher.privacy or publisher.url,
            "termsOfUseUrl": publisher.terms or publisher.url,
        },
        "name": {"short": "Plant Copilot", "full": "Plant Copilot"},
        "description": {"short": _say("en", "short"), "full": _say("en", "full")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1F5673",
        "localizationInfo": {
            "defaultLanguageTag": "en-us",
            "additionalLanguages": [{"languageTag": tag, "file": f"{tag}.json"} for tag in LANGUAGES.values()],
        },
        "bots": [{"botId": app, "scopes": _SCOPES, "supportsFiles": True, "commandLists": [_commands("en")]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host] if (host := urlsplit(publisher.url).hostname) else [],
        "defaultInstallScope": "personal",
    }


def command(language: str, name: str) -> str:
    """Return what a person types for a command, "help" or "drafts"."""
    return _say(language, f"{name}_title")


def words(language: str) -> Json:
    """Return what the manifest says in one of ``LANGUAGES``."""
    commands = _commands(language)["commands"]
    told = {
        f"bots[0].commandLists[0].commands[{at}].{part}": command[part]
        for at, command in enumerate(commands)
        for part in ("title", "description")
    }
    return {
        "$schema": f"{_SCHEMA}.Localization.schema.json",
        "name.short": "Plant Copilot",
        "name.full": "Plant Copilot",
        "description.short": _say(language, "short"),
        "description.full": _say(language, "full"),
        **told,
    }


def wrong_with(document: Json, schema: str) -> Iterator[str]:
    """Yield what Microsoft's schema has against a manifest ("manifest") or its words ("words"), a line for each."""
    text = resources.files("plant_ui.teams.package").joinpath(f"{schema}.schema.json").read_text(encoding="utf-8")
    for error in Draft4Validator(json.loads(text)).iter_errors(document):
        place = ".".join(str(step) for step in error.absolute_path)
        yield f"{place or schema}: {error.message[:200]}"


def _commands(language: str) -> Json:
    told = [{"title": command(language, name), "description": _say(language, name)} for name in ("help", "drafts")]
    return {"scopes": _SCOPES, "commands": told}
