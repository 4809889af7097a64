"""A plant from a file: JSON, XLSX or DXF, by its ending."""

from __future__ import annotations

from pathlib import Path

from plant_tools.layout.errors import LayoutUnreadable
from plant_tools.layout.project import Project
from plant_tools.layout.reading import project_of, read_json

LARGEST_FILE = 50_000_000


def read_file(path: Path) -> Project:
    """Return the plant of a file; one of another ending is read as JSON. Raises ``LayoutUnreadable``."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LayoutUnreadable(f"{path} is larger than {LARGEST_FILE:,} bytes.", remedy="Take out other drawings.")
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
