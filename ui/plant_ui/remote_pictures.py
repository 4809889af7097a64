"""The pictures of a running server, with the method of ``plant_copilot.Copilot.pictures``."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, Protocol

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_ui.remote_form import Form

Json = dict[str, Any]


class ReadsPictures(Protocol):
    """What commands use of ``Copilot.pictures``, here or in a server."""

    def read(self, path: Path, *, asset: str = "", order: str = "", language: str = "") -> Json:
        """Return what a photo shows."""


class RemotePictures:
    """Sends photos to a server; ``request`` sends one."""

    def __init__(self, request: Callable[[str, str, Form], AbstractContextManager[HTTPResponse]]) -> None:
        self._request = request

    def read(self, path: Path, *, asset: str = "", order: str = "", language: str = "") -> Json:
        """Return what a photo shows. Raises ``UnreadableDocument``."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UnreadableDocument(path, error.strerror or str(error)) from error
        form = Form.of(path.name, content, {"asset": asset, "order": order, "language": language})
        with self._request("POST", "/api/pictures", form) as response:
            return dict(json.load(response))
