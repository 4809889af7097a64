"""Files that a command reads and writes: "-" is stdin, and what does not work is told in one line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import LibraryWriteFailed


def text_of(file: Path) -> str:
    """Return the text of a file, that of stdin for "-". Raises ``WrongUse``."""
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WrongUse(f"{file} cannot be read: {error}.") from error


def json_of(file: Path) -> Any:
    """Return what the JSON of a file or stdin holds. Raises ``WrongUse``."""
    try:
        return json.loads(text_of(file))
    except json.JSONDecodeError as error:
        raise WrongUse(f"{file} is no JSON: {error}.") from error


def write(file: Path, content: bytes | str) -> Path:
    """Write a file, with the folders that it is in; return it. Raises ``LibraryWriteFailed``."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise LibraryWriteFailed(f"{file} cannot be written: {error.strerror}.") from error
    return file
