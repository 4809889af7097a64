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


_PLAINLY = {
    "greater_than_equal": "it must be {ge:g} or more",
    "greater_than": "it must be more than {gt:g}",
    "less_than_equal": "it must be {le:g} or less",
    "int_from_float": "it must be a whole number; lengths are millimetres",
    "int_parsing": "it must be a whole number",
    "finite_number": "it must be a number",
    "float_parsing": "it must be a number",
    "too_short": "there must be at least {min_length}",
    "too_long": "there may be at most {max_length}",
    "missing": "it is missing",
    "extra_forbidden": "there is no such field",
    "model_type": "it must be an object with named fields",
}
"""What pydantic says in words of its own, as a planner reads it."""


def complaints(error: ValidationError) -> str:
    """Return what pydantic complains of, by field and with what is written there, as one line."""
    found = error.errors()
    wrong = {each["loc"] for each in found}
    # A list is also said to be too short where each of its parts is wrong.
    found = [f for f in found if not (f["type"] == "too_short" and any(_within(loc, f["loc"]) for loc in wrong))]
    told = [_complaint(each) for each in found[:_SHOWN]]
    more = len(found) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def _within(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _complaint(found: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in found["loc"])
    message = _PLAINLY.get(found["type"], found["msg"].removeprefix("Value error, ")).format(**found.get("ctx", {}))
    given = found.get("input")
    if found["type"] in _PLAINLY and isinstance(given, (int, float, str)) and found["type"] != "extra_forbidden":
        return f"{field} is {str(given)[:40]}; {message}"
    return f"{field}: {message}" if field else message


REMEDY = "docs/how-to/layout.md describes the fields; `plant-copilot layout template` writes an example."
