"""Text as it comes from a command line or from JSON, without what is no character."""

from __future__ import annotations

from typing import Any


def readable(value: Any) -> Any:
    """Return ``value``, and what it contains, with lone surrogates replaced: no file and no answer can hold them.

    A command line makes them of bytes that are not UTF-8, JSON of half an emoji.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [readable(inner) for inner in value]
    if isinstance(value, dict):
        return {readable(name): readable(inner) for name, inner in value.items()}
    return value
