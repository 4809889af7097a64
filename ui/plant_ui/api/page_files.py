"""The files of the pages beside the API: each a page in HTML, its scripts and its styles."""

from __future__ import annotations

from importlib import resources
from pathlib import PurePath

from fastapi import HTTPException
from fastapi.responses import Response

_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


def page_file(folder: str, name: str) -> Response:
    """Return a file of ``folder``. Raises ``HTTPException``, not found, for anything that is not in it."""
    found = resources.files("plant_ui.api") / folder
    if name not in {file.name for file in found.iterdir()}:
        raise HTTPException(404, f"There is no {name} here.")
    kind = f"{_KINDS[PurePath(name).suffix]}; charset=utf-8"
    return Response((found / name).read_bytes(), media_type=kind, headers={"Cache-Control": "no-cache"})
