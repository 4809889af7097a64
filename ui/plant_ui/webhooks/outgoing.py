"""Prepared answers sent on to another system, as a signed request of its own: any that takes webhooks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import httpx

from plant_copilot.events.errors import EventRefused
from plant_ui.channels.markdown_text import blocks
from plant_ui.channels.rendering import rendered
from plant_ui.webhooks.signature import signed

Json = Mapping[str, Any]

_PATIENCE = 10.0


class Outgoing:
    """Posts to addresses. ``secret`` signs; what is answered there is read over, but for its status."""

    def __init__(self, secret: str, transport: httpx.BaseTransport | None = None) -> None:
        self._secret = secret
        self._transport = transport

    @cached_property
    def _client(self) -> httpx.Client:
        # No proxy of the environment: where events go is what events.yaml says.
        return httpx.Client(timeout=_PATIENCE, transport=self._transport, trust_env=False, follow_redirects=False)

    def post(self, address: str, event: Json, answers: Sequence[dict[str, Any]]) -> str:
        """Post an event with its answers, and their text in Markdown. Raises ``EventRefused``."""
        text = "\n\n".join("".join(blocks(rendered(answer))).rstrip() for answer in answers)
        body = json.dumps({"event": event, "answers": list(answers), "text": text}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers |= signed(body, self._secret, f"event-{event['number']}")
        try:
            reply = self._client.post(address, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EventRefused(f"{_shown(address)} cannot be reached: {type(error).__name__}.") from error
        if not reply.is_success:
            raise EventRefused(f"{_shown(address)} answered with {reply.status_code}.")
        return _shown(address)

    def close(self) -> None:
        """Close connections."""
        if "_client" in vars(self):
            self._client.close()


def _shown(address: str) -> str:
    """Return an address without what may be secret in it: path and query."""
    url = httpx.URL(address)
    return f"{url.scheme}://{url.host}"
