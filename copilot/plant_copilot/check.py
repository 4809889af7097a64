"""One thing that the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``needed`` things must work, the others are choices."""

    name: str
    needed: bool
    ok: bool
    detail: str
    remedy: str = ""
