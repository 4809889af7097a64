"""What a file claims to be, against what the library has: copies, renamed files, second claims, other revisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plant_knowledge_ingest.entry import Entry, begins, effective
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.passage import Document

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue


def called(document: Document) -> str:
    """Return the name and revision of a document, to be read in a sentence."""
    return f"{document.name!r}, revision {document.revision}" if document.revision else f"{document.name!r}"


def is_named_after_file(entry: Entry) -> bool:
    """Tell whether a document has its name from nowhere but its file."""
    return entry.document.name == entry.path.stem and not entry.document.revision


def is_renamed(other: Entry, entry: Entry) -> bool:
    """Tell whether ``other`` is the file of ``entry`` under the name or revision that it or its side-car had before."""
    if other.document.issue == entry.document.issue:
        return False
    return other.path == entry.path or (is_named_after_file(other) and not other.path.exists())


def is_second_claim(path: Path, document: Document, before: Entry) -> bool:
    """Tell whether ``before``, with the name and revision of ``document``, is another file."""
    return before.document.file != document.file and before.path != path and before.path.exists()


def second_claim(path: Path, document: Document, before: Entry) -> UnreadableDocument:
    """Return why a second claim is refused."""
    revision = f"revision {document.revision}" if document.revision else "the only revision"
    return UnreadableDocument(
        path,
        f"it claims to be {revision} of {document.name!r}, which is {before.path}; "
        "give it another name or revision in documents.yaml",
    )


def not_answering(catalogue: Catalogue, document: Document) -> str:
    """Say why answers do not come from ``document``, which the catalogue has, or ""."""
    answering = effective(catalogue.revisions(document.name), catalogue.today())
    if answering and answering.document == document:
        return ""
    instead = f"revision {answering.document.revision} answers" if answering else "nothing of it is in the answers"
    if begins(document) > catalogue.today():
        return f"{called(document)} is effective from {document.effective}; until then {instead}"
    return f"{called(document)} is superseded: {instead}"
