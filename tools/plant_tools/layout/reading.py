"""A plant from JSON: every complaint is one line that names the field and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from plant_tools.layout.errors import LayoutUnreadable
from plant_tools.layout.project import Layout, Project

_SHOWN = 5


def project_of(told: Any, where: str = "layout") -> Project:
    """Return the plant that ``told`` describes. Raises ``LayoutUnreadable``, naming the fields."""
    try:
        return Project.model_validate(told)
    except ValidationError as error:
        raise LayoutUnreadable(f"{where}: {complaints(error)}.", remedy=REMEDY) from error


def layout_of(told: Any, where: str = "layout") -> Layout:
    """Return the placements in ``told``: a list, or {placements: [...]}. Raises ``LayoutUnreadable``."""
    listed = told.get("placements", told.get("current")) if isinstance(told, Mapping) else told
    if not isinstance(listed, (list, tuple)):
        raise LayoutUnreadable(f"{where}: there are no placements in it.", remedy=REMEDY)
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(Layout).validate_python(listed)
    except ValidationError as error:
        raise LayoutUnreadable(f"{where}: {complaints(error)}.", remedy=REMEDY) from error


def read_json(text: bytes | str, where: str) -> Any:
    """Return what a JSON text says. Raises ``LayoutUnreadable``."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise LayoutUnreadable(f"{where} is not JSON: {error}.", remedy=REMEDY) from error


def complaints(error: ValidationError) -> str:
    """Return what pydantic complains of, by field, as one line."""
    told = []
    for found in error.errors()[:_SHOWN]:
        field = ".".join(str(part) for part in found["loc"])
        message = found["msg"].removeprefix("Value error, ")
        told.append(f"{field}: {message}" if field else message)
    more = error.error_count() - len(told)
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


REMEDY = "docs/how-to/layout.md describes the fields; `plant-copilot layout template` writes an example."
