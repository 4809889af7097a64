"""The names a browser gives to its session and thread. Chainlit makes folders of them."""

from __future__ import annotations

import uuid
from typing import Any

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
"""As an address has it."""


def well_named(auth: Any) -> bool:
    """Tell whether the session id a client sends is a UUID, and the thread id one or nothing."""
    if not isinstance(auth, dict):
        return False
    session, thread = auth.get("sessionId"), auth.get("threadId")
    return _is_uuid(session) and (not thread or _is_uuid(thread))


def _is_uuid(word: Any) -> bool:
    try:
        return isinstance(word, str) and str(uuid.UUID(word)) == word
    except ValueError:
        return False
