"""Where the pages of documents are kept, as it is set: in the home, or in a bucket of a store that speaks S3."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Self

from plant_copilot.errors import BadSetting

KNOWN = (
    "PLANT_PAGES",
    "PLANT_PAGES_ENDPOINT",
    "PLANT_PAGES_REGION",
    "PLANT_PAGES_KEY",
    "PLANT_PAGES_SECRET",
    "PLANT_PAGES_CACHE_MB",
)

_WHERE = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([\w!'()*./-]*))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PagesSettings:
    """``bucket`` and ``prefix`` of the store, "" for a folder of the home; ``endpoint`` "" is that of Amazon.

    ``cache_mb`` is how many megabytes of copies a machine keeps, from which pages are drawn.
    """

    bucket: str = ""
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    cache_mb: int = 1_000

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """Read the settings. Raises ``BadSetting``."""
        bucket, prefix = place("PLANT_PAGES", values.get("PLANT_PAGES", ""))
        megabytes = values.get("PLANT_PAGES_CACHE_MB", "1000")
        if not megabytes.isascii() or not megabytes.isdigit() or not int(megabytes):
            raise BadSetting(f"PLANT_PAGES_CACHE_MB is {megabytes!r}; it must be a whole number of megabytes.")
        settings = cls(
            bucket,
            prefix,
            _endpoint(values.get("PLANT_PAGES_ENDPOINT", "")),
            values.get("PLANT_PAGES_REGION", "") or "us-east-1",
            values.get("PLANT_PAGES_KEY", ""),
            values.get("PLANT_PAGES_SECRET", ""),
            int(megabytes),
        )
        if bucket and not (settings.key and settings.secret):
            raise BadSetting(
                "PLANT_PAGES is set, but not by whom the store is asked.",
                remedy="Set PLANT_PAGES_KEY and PLANT_PAGES_SECRET, or name files: PLANT_PAGES_SECRET_FILE.",
            )
        return settings


def place(name: str, value: str) -> tuple[str, str]:
    """Return bucket and prefix of ``s3://bucket/prefix``, both "" for "". Raises ``BadSetting``."""
    if not value:
        return "", ""
    found = _WHERE.fullmatch(value)
    if not found or ".." in value:
        raise BadSetting(f"{name} is {value!r}; it must be empty or written s3://bucket/prefix.")
    if find_spec("obstore") is None:
        raise BadSetting(
            f"{name} is set, but what speaks with such stores is not installed.",
            remedy="pip install 'plant-copilot[s3]'",
        )
    return found[1], (found[2] or "").strip("/")


def _endpoint(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/@?#]+/?", value):
        raise BadSetting(f"PLANT_PAGES_ENDPOINT is {value!r}; it must be like https://s3.plant:9000.")
    return value.rstrip("/")
