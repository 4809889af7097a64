"""What the parts of ``RemoteCopilot`` ask of it: to speak with the server."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from http.client import HTTPResponse
from typing import Any

from plant_ui.remote_form import Form

Json = dict[str, Any]


class Calls(ABC):
    """A way to a server. Raises ``ServerGone`` and ``ServerRefused``."""

    @abstractmethod
    def _call(
        self, method: str, path: str, body: Json | None = None, *, query: Mapping[str, str | None] | None = None
    ) -> Json:
        """Return what the server answers to ``path``; of ``query`` only what is not None is asked."""

    @abstractmethod
    def _request(self, method: str, path: str, body: Json | Form | None = None) -> AbstractContextManager[HTTPResponse]:
        """Give the response of the server, to be read within the block."""
