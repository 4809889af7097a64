"""Tokens of the OpenID provider that a program sends itself: Authorization: Bearer TOKEN, made for this copilot."""

from __future__ import annotations

import hashlib
import time
from threading import Lock

from plant_copilot.people.people import People
from plant_copilot.people.sign_in import Person
from plant_ui.api.oidc import Proven, Provider

_REMEMBERED = 60.0
"""Seconds for which a token that was checked is not checked again: as late as that a rolled-back key counts."""

_MOST = 1_000


class Bearers:
    """Knows whose a token is. Safe to share between threads; only hashes of tokens are kept."""

    def __init__(self, people: People) -> None:
        self._people, self._provider = people, Provider(people.settings)
        self._checked: dict[str, tuple[float, Proven]] = {}
        self._lock = Lock()

    def is_one(self, word: str) -> bool:
        """Tell whether ``word`` has the form of a provider's token, and there is a provider."""
        return bool(self._people.settings.issuer) and word.count(".") == 2

    def whose(self, word: str) -> Person:
        """Return the person whom the provider's token names, with today's roles. Raises ``SignInRefused``."""
        settings = self._people.settings
        proven = self._proven(word)
        subject = f"{settings.issuer} {proven.subject}"
        return self._people.sign_in.vouched("oidc", subject, proven.name, settings.role, proven.held)

    def _proven(self, word: str) -> Proven:
        key, now = hashlib.sha256(word.encode()).hexdigest(), time.monotonic()
        with self._lock:
            until, proven = self._checked.get(key, (0.0, None))
        if proven is not None and now < until:
            return proven
        proven, left = self._provider.proven(word)
        with self._lock:
            kept = {name: one for name, one in self._checked.items() if now < one[0]}
            self._checked = {**dict(list(kept.items())[-_MOST:]), key: (now + min(left, _REMEMBERED), proven)}
        return proven
