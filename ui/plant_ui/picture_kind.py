"""What kind of picture a file is, by its first bytes: what its name or its sender says is not believed."""

from __future__ import annotations

import re

_BEGINS = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("image/heic", re.compile(rb".{4}ftyp(?:heic|heix|hevc|hevx|mif1|msf1)", re.DOTALL)),
)


def picture_kind(beginning: bytes) -> str:
    """Return the media type of a picture by its first bytes, "" for anything else."""
    return next((kind for kind, begins in _BEGINS if begins.match(beginning)), "")
