"""Evidence as plain JSON, which an investigation keeps, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle
from plant_tools.evidence import Citation, Evidence, LayoutCitation, RecordsCitation, SelectionCitation

Json = dict[str, Any]

_NAME = 16  # letters of a document's name in a picture


def plain(found: Iterable[Evidence]) -> list[Json]:
    """Return [{statement, kind, citations: [{kind, ...}]}]."""
    return [
        {"statement": one.statement, "kind": one.kind, "citations": [_citation(c) for c in one.citations]}
        for one in found
    ]


def evidence(tool: str, kept: Iterable[Json]) -> tuple[Evidence, ...]:
    """Return what ``plain`` made, as evidence of ``tool``."""
    return tuple(
        Evidence(tool, one["statement"], tuple(map(_read, one["citations"])), kind=one["kind"]) for one in kept
    )


def datasets_in(kept: Any) -> set[str]:
    """Return the data sets that are cited anywhere in what an investigation keeps."""
    if isinstance(kept, list):
        return set().union(*map(datasets_in, kept))
    if not isinstance(kept, dict):
        return set()
    mine = {kept["dataset"]} if kept.get("kind") == "records" else set()
    return mine.union(*map(datasets_in, kept.values()))


def place(citation: Json) -> str:
    """Return where a citation leads, as one would say it: page, or orders."""
    if citation["kind"] == "records":
        ids = ", ".join(citation["record_ids"][:5]) + (" …" if citation["total"] > 5 else "")
        return f"{citation['dataset']}: {ids} ({citation['total']:,})"
    revision = f", rev. {citation['revision']}" if citation["revision"] else ""
    return f"{citation['document']}{revision}, p. {citation['page']}"


def tags(kept: Iterable[Json]) -> list[str]:
    """Return the places as short as a picture needs them, the page or the first order never cut off."""
    found = []
    for citation in (citation for one in kept for citation in one["citations"]):
        if citation["kind"] == "records":
            more = f" +{citation['total'] - 1}" if citation["total"] > 1 else ""
            found.append(f"{citation['record_ids'][0]}{more}" if citation["record_ids"] else citation["dataset"])
        else:
            name = citation["document"]
            found.append(f"{_cut(name)}, p. {citation['page']}")
    return list(dict.fromkeys(found))


def _cut(name: str) -> str:
    """Return as much of a name as has room; a Chinese character takes that of two letters."""
    room, kept = _NAME, 0
    while kept < len(name) and room > 0:
        room -= 2 if name[kept] >= "\u2e80" else 1
        kept += 1
    return name if kept == len(name) and room >= 0 else f"{name[: kept - 1].rstrip()}…"


def places(kept: Iterable[Json]) -> list[str]:
    """Return where all of some evidence leads, each place once."""
    return list(dict.fromkeys(place(citation) for one in kept for citation in one["citations"]))


def _citation(citation: Citation) -> Json:
    if isinstance(citation, RecordsCitation):
        return {"kind": "records"} | asdict(citation) | {"record_ids": list(citation.record_ids)}
    if isinstance(citation, LayoutCitation):
        return {"kind": citation.kind} | asdict(citation)
    told = {name: getattr(citation, name) for name in _PAGE}
    return {"kind": "page", **told, "rectangles": [list(rectangle) for rectangle in citation.rectangles]}


_KEPT = {one.kind: one for one in (LayoutCitation, SelectionCitation)}
_PAGE = ("document", "revision", "page", "printed_page", "quote", "language", "confidence")


def _read(kept: Json) -> Citation:
    told = {name: value for name, value in kept.items() if name != "kind"}
    if kept["kind"] == "records":
        return RecordsCitation(**told | {"record_ids": tuple(told["record_ids"])})
    if kept["kind"] in _KEPT:
        return _KEPT[kept["kind"]](**told)
    return PageCitation(**told | {"rectangles": tuple(Rectangle(*corners) for corners in told["rectangles"])})
