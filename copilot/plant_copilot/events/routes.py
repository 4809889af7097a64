"""Where events go: ``events.yaml`` of the home, from the first line that fits an event's asset and source.

language: de
quiet_minutes: 10
routes:
  - {assets: [SW-306, "FL-*"], to: "slack:C0123ABCD"}
  - {sources: [cmms], to: "https://hooks.plant.example/alarms", groups: [maintenance]}
  - {to: inbox}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Self

import yaml

from plant_copilot.events.errors import RoutesInvalid
from plant_copilot.events.event import Event
from plant_knowledge_ingest.language import LANGUAGES
from plant_knowledge_ingest.principal import EVERYONE

INBOX = "inbox"
FILE = "events.yaml"
_KINDS = ("slack:", "teams:", "https://", "http://127.0.0.1:", "http://localhost:")
_FIELDS = {"assets", "sources", "to", "groups"}


@dataclass(frozen=True, slots=True)
class Route:
    """``to`` is ``inbox``, ``slack:CHANNEL``, ``teams:CONVERSATION`` or an address; ``groups`` are its readers'.

    A site of theirs stands among these as "site:Linz". Of a channel the readers are its members, whatever ``groups``
    says.
    """

    to: str = INBOX
    assets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset({EVERYONE})

    def fits(self, event: Event) -> bool:
        """Tell whether an event goes this way."""
        return _any(self.assets, event.asset) and _any(self.sources, event.source)


@dataclass(frozen=True, slots=True)
class Routes:
    """All of them; ``language`` is that of answers, "" for the home's.

    What comes again from one asset with one code within ``quiet_minutes`` is kept, and not posted again.
    """

    routes: tuple[Route, ...] = ()
    language: str = ""
    quiet_minutes: int = 10

    @classmethod
    def of(cls, home: Path) -> Self:
        """Read those of a home; without a file everything goes to the inbox. Raises ``RoutesInvalid``."""
        file = home / FILE
        try:
            told = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise RoutesInvalid(f"{file} cannot be read: {' '.join(str(error).split())}.") from error
        try:
            return cls._read(told or {})
        except _Wrong as error:
            raise RoutesInvalid(f"{file}: {error}", remedy="docs/how-to/send-alarms.md shows one.") from error

    @classmethod
    def _read(cls, told: object) -> Self:
        whole = _mapping(told, {"routes", "language", "quiet_minutes"}, "the file")
        language, quiet = whole.get("language", ""), whole.get("quiet_minutes", 10)
        if language not in {"", *LANGUAGES}:
            raise _Wrong(f"language is {language!r}; it must be one of {', '.join(LANGUAGES)}.")
        if not isinstance(quiet, int) or isinstance(quiet, bool) or quiet < 0:
            raise _Wrong(f"quiet_minutes is {quiet!r}; it must be a whole number.")
        listed = whole.get("routes", [])
        if not isinstance(listed, list):
            raise _Wrong("routes is no list.")
        return cls(tuple(_route(one, number) for number, one in enumerate(listed, 1)), language, quiet)

    def route(self, event: Event) -> Route:
        """Return the way of an event: the first that fits, else the inbox."""
        return next((route for route in self.routes if route.fits(event)), Route())


class _Wrong(ValueError):
    pass


def _route(told: object, number: int) -> Route:
    fields = _mapping(told, _FIELDS, f"route {number}")
    to = fields.get("to")
    if not isinstance(to, str) or not (to == INBOX or (to.startswith(_KINDS) and to not in _KINDS)):
        raise _Wrong(f"route {number}: to is {to!r}; it must be inbox, slack:…, teams:… or https://…")
    assets, sources, groups = (_names(fields, name, number) for name in ("assets", "sources", "groups"))
    return Route(to, assets, sources, frozenset({*groups, EVERYONE}))


def _names(fields: Mapping[str, Any], name: str, number: int) -> tuple[str, ...]:
    given = fields.get(name, [])
    listed = given if isinstance(given, list) else [given]
    if not all(isinstance(one, str) and one for one in listed):
        raise _Wrong(f"route {number}: {name} must be names.")
    return tuple(listed)


def _mapping(told: object, known: set[str], where: str) -> Mapping[str, Any]:
    if not isinstance(told, dict) or (strange := sorted(map(str, set(told) - known))):
        named = f" {strange[0]!r}" if isinstance(told, dict) else ""
        raise _Wrong(f"{where} has a field{named} that is not known; known are {', '.join(sorted(known))}.")
    return told


def _any(patterns: tuple[str, ...], name: str) -> bool:
    """Tell whether a name is one of ``patterns``, like ``FL-*``; any is where there are none."""
    return not patterns or any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)
