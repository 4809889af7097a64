"""An entry of the audit book: who did what on what, chained to the one before it.

hash = SHA-256(previous hash + number + entry), the first previous being 64 zeros; an entry is JSON with sorted keys and
carries its own number. Whoever changes, removes, moves or puts in an entry breaks the chain from there on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

Json = dict[str, Any]

FIRST = "0" * 64
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: ``who`` is the acting person's name, ``subject`` what it was done on."""

    who: str
    what: str
    subject: str
    outcome: str = "done"


def linked(number: int, entry: str, previous: str) -> str:
    """Return the hash of an entry that follows ``previous``."""
    return sha256(f"{previous}{number}{entry}".encode()).hexdigest()


def written(number: int, act: Act, facts: Json) -> str:
    """Return the entry of an act, done now."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    told = {"number": number, "at": at, "who": _line(act.who), "what": act.what, "subject": _line(act.subject)}
    return json.dumps({**told, "outcome": act.outcome, **facts}, ensure_ascii=False, sort_keys=True)


def _line(text: str) -> str:
    """Return ``text`` in one line, and not too long."""
    line = " ".join(text.encode(errors="replace").decode().split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
