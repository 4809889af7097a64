"""What the locks name: versions and hashes of every package, for each way to install."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^\s;\\]+)((?:.*\\\n)(?:    --hash=\S+[ \\]*\n?)+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package as the locks have it: ``hashes`` are the SHA-256 of each of its files that may be installed."""

    version: str
    hashes: tuple[str, ...]
    locks: tuple[str, ...]


def folder() -> Path:
    """Return the folder of the locks: of the checkout, or of the installation."""
    checkout = Path(__file__).parents[3] / "requirements"
    installed = Path(sysconfig.get_path("data")) / "share" / "plant-copilot" / "requirements"
    return checkout if (checkout / "base.lock").is_file() else installed


@cache
def pinned() -> Mapping[str, Pinned]:
    """Return what all locks name, by the package's normalised name; any two locks agree."""
    found: dict[str, Pinned] = {}
    for lock in sorted(folder().glob("*.lock")):
        for name, version, rest in _PINNED.findall(lock.read_text(encoding="utf-8")):
            before = found[name].locks if name in found else ()
            found[name] = Pinned(version, tuple(_HASH.findall(rest)), (*before, lock.stem))
    return found
