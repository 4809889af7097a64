"""Requests as Slack signs them, and as somebody else would like to."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Signed:
    """The body of a request with its headers."""

    body: bytes
    headers: dict[str, str]


def signed(secret: str, told: Json, at: float, *, form: str = "") -> Signed:
    """Return what Slack sends: JSON, or in the field ``form`` of a form ("payload"; "=" spreads it over the fields)."""
    if form == "=":
        body, kind = urlencode(told).encode(), FORM
    elif form:
        body, kind = urlencode({form: json.dumps(told)}).encode(), FORM
    else:
        body, kind = json.dumps(told).encode(), JSON
    return Signed(body, {"content-type": kind, **signature(secret, body, at)})


def signature(secret: str, body: bytes, at: float) -> dict[str, str]:
    """Return the headers that prove a body: version 0 of Slack's signatures, HMAC-SHA256 of time and body."""
    moment = str(int(at))
    found = hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": moment, "x-slack-signature": f"v0={found}"}
