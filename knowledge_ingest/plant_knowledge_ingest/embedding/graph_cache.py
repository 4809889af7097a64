"""Keep the exported graph between runs; a damaged file is built again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

_DIGEST_BYTES = 32


def cached(path: Path, build: Callable[[], bytes]) -> bytes:
    """Return the content kept at ``path``; build and keep it if it is missing or damaged.

    The file begins with the SHA-256 of the rest. Writing is atomic, so processes may share the folder.
    """
    kept = path.read_bytes() if path.is_file() else b""
    digest, content = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    if content and hashlib.sha256(content).digest() == digest:
        return content
    content = build()
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(hashlib.sha256(content).digest() + content)
    os.replace(file.name, path)
    return content
