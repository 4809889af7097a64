"""A plant from JSON: every complaint is one line that names the field and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from plant_tools.layout.errors import LayoutUnreadable
from plant_tools.layout.project import Layout, Project

LARGEST_FILE = 50_000_000
_SHOWN = 5


def project_of(told: Any, where: str = "layout") -> Project:
    """Return the plant that ``told`` describes. Raises ``LayoutUnreadable``, naming the fields."""
    try:
        return Project.model_validate(told)
    except ValidationError as error:
        raise LayoutUnreadable(f"{where}: {complaints(error)}.", remedy=_REMEDY) from error


def layout_of(told: Any, where: str = "layout") -> Layout:
    """Return the placements in ``told``: a list, or {placements: [...]}. Raises ``LayoutUnreadable``."""
    listed = told.get("placements", told.get("current")) if isinstance(told, Mapping) else told
    if not isinstance(listed, (list, tuple)):
        raise LayoutUnreadable(f"{where}: there are no placements in it.", remedy=_REMEDY)
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(Layout).validate_python(listed)
    except ValidationError as error:
        raise LayoutUnreadable(f"{where}: {complaints(error)}.", remedy=_REMEDY) from error


def read_json(text: bytes | str, where: str) -> Any:
    """Return what a JSON text says. Raises ``LayoutUnreadable``."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise LayoutUnreadable(f"{where} is not JSON: {error}.", remedy=_REMEDY) from error


def read_file(path: Path) -> Project:
    """Return the plant of a JSON, XLSX or DXF file. Raises ``LayoutUnreadable``."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LayoutUnreadable(
                f"{path} has more than {LARGEST_FILE:,} bytes.", remedy="Take out what is not layout."
            )
        content = path.read_bytes()
    except OSError as error:
        raise LayoutUnreadable(f"{path} cannot be read: {error.strerror}.") from error
    if path.suffix.casefold() == ".xlsx":
        from plant_tools.layout.importing.workbook import read_workbook

        return read_workbook(content, str(path))
    if path.suffix.casefold() == ".dxf":
        from plant_tools.layout.importing.drawing import read_drawing

        return read_drawing(content, str(path)).project
    return project_of(read_json(content, str(path)), str(path))


def complaints(error: ValidationError) -> str:
    """Return what pydantic complains of, by field, as one line."""
    told = []
    for found in error.errors()[:_SHOWN]:
        field = ".".join(str(part) for part in found["loc"])
        message = found["msg"].removeprefix("Value error, ")
        told.append(f"{field}: {message}" if field else message)
    more = error.error_count() - len(told)
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


_REMEDY = "docs/how-to/layout.md describes the fields; `plant-copilot layout template` writes an example."
