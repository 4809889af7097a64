"""A brief from JSON or YAML: every complaint is one line that names the file and the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from plant_tools.layout.reading import complaints
from plant_tools.selection.brief import Brief
from plant_tools.selection.errors import SelectionUnreadable

REMEDY = "docs/how-to/select-machines.md describes the fields; `plant-copilot select template` prints an example."


def brief_of(told: Any, where: str = "brief") -> Brief:
    """Return the brief that ``told`` describes. Raises ``SelectionUnreadable``, naming the fields."""
    try:
        return Brief.model_validate(told)
    except ValidationError as error:
        raise SelectionUnreadable(f"{where}: {complaints(error)}.", remedy=REMEDY) from error


def read_brief(file: Path) -> Brief:
    """Return the brief in a file. Raises ``SelectionUnreadable``."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SelectionUnreadable(f"{file} cannot be read: {error}.", remedy=REMEDY) from error
    return brief_of(read_text(text, str(file)), str(file))


def read_text(text: str, where: str) -> Any:
    """Return what a JSON or YAML text says; JSON is YAML as well. Raises ``SelectionUnreadable``."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        why = " ".join(str(error).split())
        raise SelectionUnreadable(f"{where} is neither JSON nor YAML: {why}.", remedy=REMEDY) from error
