"""``documents.yaml``: what a folder's owner knows of its files that the files do not say.

    documents:
      - file: FL-303-manual-rev-C.pdf
        document: FL-303 operating manual     # the same for all revisions
        revision: C
        effective: 2025-03-01
        title: Filler FL-303, operating manual
        assets: [FL-303]
        rights: [everyone]
        site: Linz

Only ``file`` is required.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.principal import EVERYONE, site_fault

NAME = "documents.yaml"
_TEXTS = ("file", "document", "revision", "effective", "title", "site")
_LISTS = ("assets", "rights")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def read_sidecar(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Return the entries of the folder's side-car by file name; empty when there is none.

    Raises ``UnreadableDocument`` naming the file and the entry that is wrong.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        # The base loader leaves every value as it is written: revision 1.10 is not 1.1.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise _refusal(path, f"not valid YAML ({' '.join(str(error).split())})") from error
    listed = content.get("documents") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise _refusal(path, 'it needs a list under "documents:"')
    entries: dict[str, Mapping[str, Any]] = {}
    for number, entry in enumerate(listed, 1):
        if not isinstance(entry, dict) or not entry.get("file"):
            raise _refusal(path, f'entry {number} has no "file"')
        if fault := fault_of(entry) or ("names a file for the second time" if entry["file"] in entries else ""):
            raise _refusal(path, f"entry {number} ({entry['file']}) {fault}")
        entries[entry["file"]] = entry
    return entries


def _refusal(path: Path, reason: str) -> UnreadableDocument:
    return UnreadableDocument(path, f"{reason}; nothing of its folder is brought in")


def fault_of(entry: Mapping[str, Any]) -> str:
    """Return what is wrong with the description of a document, naming the field, or ""."""
    if unknown := sorted(set(entry).difference(_TEXTS, _LISTS)):
        return f"has unknown fields {unknown}; known are {', '.join((*_TEXTS, *_LISTS))}"
    for field in _TEXTS:
        if not isinstance(entry.get(field, ""), str):
            return f'has a "{field}" that is no text'
    for field in _LISTS:
        values = entry.get(field, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            return f'has "{field}" that are no list'
    if entry.get("rights") == []:
        return 'has "rights" for nobody; without "rights" it is for everyone'
    return _fault_of_texts(entry)


def _fault_of_texts(entry: Mapping[str, Any]) -> str:
    if (effective := entry.get("effective")) and not _is_date(effective):
        return f'is "effective" from {effective}, which is no date like 2025-03-01'
    fault = site_fault(entry.get("site") or "")
    return f'has a "site" that {fault}' if fault else ""


def _is_date(text: str) -> bool:
    """Tell whether ``text`` is a day, a month or a year that can be put in order as it is written."""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def describe(path: Path, digest: str, entry: Mapping[str, Any], title: str) -> Document:
    """Return the document that the file at ``path`` is; ``digest`` is its SHA-256, ``title`` its own title or ""."""
    return Document(
        name=entry.get("document") or path.stem,
        revision=entry.get("revision") or "",
        file=digest,
        title=entry.get("title") or title or path.stem,
        effective=entry.get("effective") or "",
        assets=tuple(entry.get("assets") or ()),
        rights=tuple(entry.get("rights") or (EVERYONE,)),
        site=entry.get("site") or "",
    )
