"""What Chainlit is told of who asks: a pass of its own kind, made for each request, that never leaves the process.

Chainlit's passes are valid for fifteen days whatever happens. A browser only has the cookie of our own session, which
can be ended; whatever pass it sends itself is taken out.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from chainlit.auth import create_jwt
from chainlit.user import User

from plant_ui.visitor import Visitor

_THEIRS = re.compile(r"access_token(?:_\d+)?=[^;]*;?\s*")


def admitted(scope: MutableMapping[str, Any], visitor: Visitor) -> dict[str, Any]:
    """Return the scope of a request with the pass of ``visitor`` in place of what the browser says."""
    kept = [(name, value) for name, value in scope["headers"] if name not in {b"authorization", b"cookie"}]
    cookies = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return {**scope, "headers": [*kept, (b"cookie", cookie(cookies, visitor).encode("latin-1"))]}


def cookie(sent: str, visitor: Visitor) -> str:
    """Return the cookies that a browser sent with the pass of ``visitor`` among them."""
    made = create_jwt(User(visitor.principal.name, display_name=visitor.shown or None))
    return "; ".join(filter(None, (f"access_token={made}", _THEIRS.sub("", sent).strip("; "))))
