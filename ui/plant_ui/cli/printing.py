"""Printing: one JSON document, or what a person wants to read."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, and nothing else.")]


def print_json(document: dict[str, Any]) -> None:
    """Print ``document``; characters that stdout cannot show are escaped as JSON escapes them."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(document, ensure_ascii=not plain, indent=2))
