"""Signed requests, as Standard Webhooks has them: HMAC-SHA256 over id, time and body, so libraries for it exist.

    webhook-id: msg_1            what the sender calls this delivery; one that comes twice is one event
    webhook-timestamp: 1764128400
    webhook-signature: v1,BASE64 of HMAC(secret, "msg_1.1764128400." + body); several, parted by blanks, may stand here

A secret is ``whsec_`` and the key in base64.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Collection, Mapping

from plant_copilot.events.errors import EventRefused

ID, MOMENT, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PATIENCE = 300
"""Seconds that a request may be old, or ahead of this machine's clock."""

_PREFIX = "whsec_"
_LONGEST_ID = 200


def new_secret() -> str:
    """Return a secret that nobody knows yet."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(body: bytes, secret: str, delivery: str, now: float | None = None) -> dict[str, str]:
    """Return the headers of a request that is sent."""
    moment = str(int(time.time() if now is None else now))
    return {ID: delivery, MOMENT: moment, SIGNATURE: f"v1,{_signature(body, secret, delivery, moment)}"}


def delivery_of(headers: Mapping[str, str], body: bytes, known: Collection[str], now: float | None = None) -> str:
    """Return what the sender calls a delivery that is signed with one of ``known``. Raises ``EventRefused``.

    What is wrong is said: who has the secret has to find out, and who has not learns nothing by it.
    """
    delivery, moment = headers.get(ID, ""), headers.get(MOMENT, "")
    if not known:
        raise EventRefused("No secret is set here.", remedy="Set PLANT_EVENT_SECRETS, or send the key of a person.")
    if not delivery or len(delivery) > _LONGEST_ID or not (moment.isascii() and moment.isdigit() and len(moment) < 12):
        raise EventRefused(
            f"{ID} or {MOMENT} is missing, or none.", remedy="Send both, the time in seconds since 1970."
        )
    if abs((time.time() if now is None else now) - int(moment)) > PATIENCE:
        raise EventRefused(
            f"{MOMENT} is not within {PATIENCE // 60} minutes of this machine's clock.",
            remedy="Compare the clocks of both machines; a request is signed anew each time it is sent.",
        )
    given = [one.removeprefix("v1,") for one in headers.get(SIGNATURE, "").split(" ") if one.startswith("v1,")]
    valid = [_signature(body, secret, delivery, moment) for secret in known]
    if not any(hmac.compare_digest(one.encode(), right.encode()) for one in given for right in valid):
        raise EventRefused(
            f"{SIGNATURE} does not fit the request.", remedy="Sign id.time.body with the secret set here."
        )
    return delivery


def _signature(body: bytes, secret: str, delivery: str, moment: str) -> str:
    told = f"{delivery}.{moment}.".encode("utf-8", "replace") + body
    return base64.b64encode(hmac.new(_key(secret), told, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    """Return the key of a secret; one that is no base64 is taken as it stands."""
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()
