"""``documents.yaml``: what a folder's owner knows of its files that the files do not say.

    documents:
      - file: FL-303-manual-rev-C.pdf
        document: FL-303 operating manual     # the same for all revisions
        revision: C
        effective: 2025-03-01
        title: Filler FL-303, operating manual
        assets: [FL-303]
        rights: [everyone]

Only ``file`` is required.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.principal import EVERYONE

NAME = "documents.yaml"
_FIELDS = {"file", "document", "revision", "effective", "title", "assets", "rights"}


def read_sidecar(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Return the entries of the folder's side-car by file name; empty when there is none.

    Raises ``UnreadableDocument`` naming the file and the entry that is wrong.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableDocument(path, f"not valid YAML ({' '.join(str(error).split())})") from error
    entries = content.get("documents") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise UnreadableDocument(path, 'it needs a list under "documents:"')
    return {
        str(entry["file"]): _checked(path, number, entry)
        for number, entry in enumerate(entries, 1)
        if _is_entry(path, number, entry)
    }


def _is_entry(path: Path, number: int, entry: object) -> bool:
    if not isinstance(entry, dict) or not entry.get("file"):
        raise UnreadableDocument(path, f'entry {number} has no "file"')
    return True


def _checked(path: Path, number: int, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := set(entry) - _FIELDS:
        known = ", ".join(sorted(_FIELDS))
        raise UnreadableDocument(
            path, f"entry {number} ({entry['file']}) has unknown fields {sorted(unknown)}; known are {known}"
        )
    for field in ("assets", "rights"):
        if not isinstance(entry.get(field, []), list):
            raise UnreadableDocument(path, f'entry {number} ({entry["file"]}): "{field}" must be a list')
    return entry


def describe(path: Path, digest: str, entry: Mapping[str, Any], title: str) -> Document:
    """Return the document that the file at ``path`` is; ``digest`` is its SHA-256, ``title`` its own title or ""."""
    return Document(
        name=str(entry.get("document") or path.stem),
        revision=str(entry.get("revision") or ""),
        file=digest,
        title=str(entry.get("title") or title or path.stem),
        effective=str(entry.get("effective") or ""),
        assets=tuple(str(tag) for tag in entry.get("assets") or ()),
        rights=tuple(str(group) for group in entry.get("rights") or (EVERYONE,)),
    )
