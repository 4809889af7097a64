"""Names that prove what they name: each ends with the SHA-256 of the PDF.

A PDF that was brought in is ``<hash>.pdf``. Pages made of another file are ``<hash of that file>-<hash>.pdf``, so that
they are found by either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ENDING = ".pdf"
_BLOCK = 1 << 20


def named(digest: str, content: bytes | None = None) -> str:
    """Return the name of the PDF of a file with the hash ``digest``; ``content`` is that of pages made of it."""
    return f"{digest}{ENDING}" if content is None else f"{digest}-{hashlib.sha256(content).hexdigest()}{ENDING}"


def promised(name: str) -> str:
    """Return the hash that ``name`` promises."""
    return name.removesuffix(ENDING).rpartition("-")[2]


def blocks(file: Path) -> Iterator[bytes]:
    """Yield what is in a file."""
    with file.open("rb") as read:
        while block := read.read(_BLOCK):
            yield block


def written(blocks: Iterable[bytes], target: Path) -> str:
    """Write ``blocks`` into ``target``; return their hash."""
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for block in blocks:
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def hashed(file: Path) -> str:
    """Return the hash of what is in a file."""
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
