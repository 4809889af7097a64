"""Keep the exported graph between runs; a damaged file is built again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

_DIGEST_BYTES = 32


def cached(path: Path, build: Callable[[], bytes]) -> bytes:
    """Return the content kept at ``path``; build and keep it if it is missing or damaged.

    The file begins with the SHA-256 of the rest. Writing is atomic, so processes may share the folder. A
    folder that cannot be read or written costs time at every start, nothing else.
    """
    kept = _read(path)
    digest, content = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    if content and hashlib.sha256(content).digest() == digest:
        return content
    content = build()
    with suppress(OSError):
        _replace(path, hashlib.sha256(content).digest() + content)
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=path.name) as folder:
        fresh = Path(folder) / path.name
        fresh.write_bytes(content)
        fresh.replace(path)
