"""What comes over HTTP in Slack's name: let in only if Slack has signed it, a moment ago, and for the first time."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping

from slack_sdk.signature import SignatureVerifier

from plant_ui.channels.failing import noted
from plant_ui.channels.once import Once

OLDEST = 300
"""Seconds that a signature may be old, or ahead of this machine's clock."""


class Signatures:
    """Checks signatures; ``once`` remembers those that came. ``clock`` gives seconds since the epoch."""

    def __init__(self, secret: str, once: Once, clock: Callable[[], float] = time.time) -> None:
        self._verifier, self._once, self._clock = SignatureVerifier(secret), once, clock

    def accept(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Tell whether Slack sent ``body`` just now; what is wrong with it goes to the log. ``headers`` are lower case.

        A signature that fits and is old is either sent again by somebody else, or this machine's clock is wrong.
        """
        at, given = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        if not at.isascii() or not at.isdigit() or not self._fits(at, body, given):
            noted("slack: a request was refused", "its signature is not Slack's")
            return False
        off = round(self._clock() - int(at))
        if abs(off) > OLDEST:
            noted("slack: a request was refused", f"it was signed {off} s ago by this machine's clock; is that right?")
            return False
        if not self._once.take(f"signature:{hashlib.sha256(given.encode()).hexdigest()}"):
            noted("slack: a request was refused", "it has come before, with the same signature")
            return False
        return True

    def _fits(self, at: str, body: bytes, given: str) -> bool:
        try:
            wanted = self._verifier.generate_signature(timestamp=at, body=body)
        except UnicodeDecodeError:
            return False
        return wanted is not None and hmac.compare_digest(wanted.encode(), given.encode())
