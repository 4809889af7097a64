"""The case files: those of the package by their name, anybody's by their path."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse

OURS = Path(__file__).parent / "cases"
PAGES = ("abstention", "abstention_more", "linuxcnc", "sample_plant")
"""Files of ours whose cases ask for a page; those of the others have fields of their own."""
_PLACE = {"document", "page", "contains"}


def read_cases(name: str) -> list[dict[str, Any]]:
    """Return the cases called ``name``: one of the package's, or else a path of JSON lines.

    Raises ``WrongUse`` for a file that is not there, and for a line that is no case.
    """
    file = OURS / f"{name}.jsonl"
    file = file if file.is_file() else Path(name)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        remedy = f"Name a file, or one of: {', '.join(PAGES)}."
        raise WrongUse(f"There are no cases {name!r}.", remedy=remedy) from error
    return [_case(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _case(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except ValueError as error:
        raise WrongUse(f"{file}, line {number} is not JSON: {error}.") from error
    wanted = {"id", "question", "language"}
    if isinstance(case, dict) and not case.get("unanswerable"):
        wanted |= _PLACE
    if not isinstance(case, dict) or (missing := wanted - case.keys()):
        lacks = f"lacks {', '.join(sorted(missing))}" if isinstance(case, dict) else "is no object"
        raise WrongUse(f"{file}, line {number} {lacks}.")
    return case


def number(case: Mapping[str, Any]) -> int:
    """Return the number at the end of a case's id, 0 without one; even ones are for tuning, odd ones for reporting."""
    digits = re.search(r"\d+$", str(case["id"]))
    return int(digits[0]) if digits else 0
