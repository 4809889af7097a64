"""A file with some fields, as HTTP sends it: multipart/form-data (RFC 7578)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Form:
    """The body of a request, and what its Content-Type says."""

    kind: str
    content: bytes

    @classmethod
    def of(cls, name: str, file: bytes, fields: Mapping[str, str]) -> Self:
        """Return the form with the bytes of a ``file`` called ``name``, and those ``fields`` that say something."""
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in fields.items()
            if value
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{quote(name)}"\r\n'
        kind = "Content-Type: application/octet-stream\r\n\r\n"
        content = b"".join([*parts, f"{head}{kind}".encode(), file, f"\r\n--{edge}--\r\n".encode()])
        return cls(f"multipart/form-data; boundary={edge}", content)
