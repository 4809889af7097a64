"""The word by which servers know a library: its collections in Qdrant and its pages in a store elsewhere."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

_FILE = "collections"


def known_as(folder: Path, named: str = "") -> str:
    """Return the word kept in the library's ``folder``, made once: from ``named`` where there is one.

    Libraries on one server stay apart by it, even those of two homes at the same path on two machines. Replicas with
    homes of their own share what they are ``named``.
    """
    file = folder / _FILE
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        made = file.with_name(f".{_FILE}.{uuid.uuid4().hex}")
        made.write_text(f"plant-{named or uuid.uuid4().hex[:12]}-", encoding="utf-8")
        try:
            os.link(made, file)
        except FileExistsError:  # of two processes that make one, the first has it
            pass
        finally:
            made.unlink()
    return file.read_text(encoding="utf-8")
