"""The steps that bring a file of users to the newest revision."""

from __future__ import annotations

from pathlib import Path

VERSIONS = Path(__file__).parent / "versions"
