"""Files whose content is known beforehand: weights are loaded only if they are the ones that were measured."""

from __future__ import annotations

import hashlib
from pathlib import Path

from plant_knowledge_ingest.errors import WeightsInvalid

SUMS = "SHA256SUMS"
"""The file of a folder of somebody's own that says what is in it, as ``sha256sum * > SHA256SUMS`` writes it."""


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, 64 digits (100 MB take about 0.1 s). Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def genuine(path: Path, expected: str, remedy: str) -> Path:
    """Return ``path`` if its SHA-256 is ``expected``. Raises ``WeightsInvalid``."""
    try:
        found = sha256(path)
    except OSError as error:
        raise WeightsInvalid(f"{path} cannot be read: {error.strerror}.", remedy=remedy) from error
    if found != expected:
        raise WeightsInvalid(f"{path} has SHA-256 {found}, expected {expected}.", remedy=remedy)
    return path


def as_listed(folder: Path) -> Path:
    """Return the folder of somebody's own model if each file that its list names is as the list says.

    A folder without a list is taken as it is. Raises ``WeightsInvalid``.
    """
    sums = folder / SUMS
    remedy = f"Copy the model again; if the change was meant, write {sums} anew: sha256sum * > {SUMS}"
    for number, line in enumerate(_lines(sums, remedy), start=1):
        expected, _, name = line.partition(" ")
        if len(expected) != hashlib.sha256().digest_size * 2 or not name:
            raise WeightsInvalid(f"{sums}, line {number}, is not a hash and a file.", remedy=remedy)
        genuine(folder / name.lstrip(" *"), expected.lower(), remedy)
    return folder


def _lines(sums: Path, remedy: str) -> list[str]:
    if not sums.is_file():
        return []
    try:
        lines = sums.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsInvalid(f"{sums} cannot be read: {error}.", remedy=remedy) from error
    return [line for line in lines if line.strip() and SUMS not in line]
