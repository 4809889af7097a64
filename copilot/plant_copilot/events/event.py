"""What an alarm says: who sends it, which asset, which code, when, and in which words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Self

from plant_copilot.events.errors import EventInvalid
from plant_copilot.readable import readable
from plant_knowledge_ingest.language import LANGUAGES

MOST_LETTERS: Mapping[str, int] = {"source": 100, "asset": 100, "code": 100, "at": 40, "text": 1_500, "language": 10}
"""How long each field may be."""


@dataclass(frozen=True, slots=True)
class Event:
    """``at`` is an ISO time with its zone; ``language`` that of the answer, "" for the plant's own."""

    source: str
    asset: str = ""
    code: str = ""
    at: str = ""
    text: str = ""
    language: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read an event from JSON. Raises ``EventInvalid``, naming the field."""
        names = [field.name for field in fields(cls)]
        if strange := sorted(set(given) - set(names)):
            raise EventInvalid(f"There is no field {strange[0][:40]!r}.", remedy=f"Fields are {', '.join(names)}.")
        told = {name: _field(name, given.get(name, "")) for name in names}
        if not told["source"]:
            raise EventInvalid("source is empty.", remedy="Name the system that sends the event: scada-line-3.")
        if not (told["code"] or told["text"]):
            raise EventInvalid(
                "An event has neither code nor text.", remedy="Send the alarm's code, its text, or both."
            )
        if told["language"] not in {"", *LANGUAGES}:
            raise EventInvalid(f"language is {told['language']!r}.", remedy=f"It is one of {', '.join(LANGUAGES)}.")
        return cls(**told | {"at": _moment(told["at"])})

    @property
    def same(self) -> str:
        """What two deliveries of one event have in common, whatever they are called by their sender."""
        told = json.dumps([self.source, self.asset, self.code, self.at, self.text])
        return hashlib.sha256(told.encode()).hexdigest()

    def json(self) -> dict[str, str]:
        """Return it as it is kept."""
        return asdict(self)


def _field(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise EventInvalid(f"{name} is not text.", remedy='Send it in quotes: "E0451".')
    text = " ".join(str(readable(value)).split())
    if len(text) > MOST_LETTERS[name]:
        raise EventInvalid(f"{name} has {len(text):,} characters; at most {MOST_LETTERS[name]:,} are taken.")
    return text


def _moment(given: str) -> str:
    """Return an ISO time in UTC, now for none."""
    try:
        at = datetime.fromisoformat(given) if given else datetime.now(UTC)
        if at.tzinfo is None:
            raise EventInvalid(f"at is {given!r}, without its zone.", remedy="Write 2026-05-04T03:12:00+02:00.")
        return at.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError) as error:
        raise EventInvalid(f"at is {given!r}, which is no time.", remedy="Write 2026-05-04T03:12:00+02:00.") from error
