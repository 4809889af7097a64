"""A passage as the payload of a point, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from plant_knowledge_ingest.index.protocol import Found, IndexedPassage
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.passage import Document, Passage, Rectangle, Span
from plant_knowledge_ingest.tokens import asset_codes
from plant_knowledge_ingest.traits import Traits

LAYOUT = "6"
"""Counts the changes of what a point carries; part of the name of an index."""

# The fields a search filters by; everything else is JSON text, which the engine need not look into.
KEYWORDS = ("issue", "language", "assets", "rights", "codes", "concepts", "title", "state", "kind", "site")
# Those that nearly each passage has others of: a million passages' take two gigabytes of memory, and few are looked at.
VARIED = frozenset({"issue", "codes", "concepts", "title"})
SITE = "site"
# A word, not a truth value: the engine's Python binding never matches those.
STATE, LIVE, STORED = "state", "live", "stored"
BODY, TRAITS, SAID, CONCEPTS, ASSETS, ISSUE = "body", "traits", "said", "concepts", "assets", "issue"


def to_payload(stored: IndexedPassage) -> dict[str, Any]:
    """Return the payload of an unpublished point."""
    passage, document = stored.passage, stored.document
    body = {
        "document": passage.document,
        "revision": passage.revision,
        "file": passage.file,
        "page": passage.page,
        "order": passage.order,
        "printed_page": passage.printed_page,
        "text": passage.text,
        "headings": passage.headings,
        "language": passage.language,
        "kind": passage.kind,
        "confidence": passage.confidence,
        "spans": [(s.start, s.end, s.rectangles, s.cells, s.columns, s.units) for s in passage.spans],
    }
    return {
        ISSUE: document.issue,
        "language": base(passage.language),
        **labels_of(document),
        "kind": passage.kind,
        "page": passage.page,
        "codes": sorted(stored.codes),
        "concepts": sorted(stored.notions.all),
        "title": sorted(stored.notions.title),
        STATE: STORED,
        TRAITS: stored.traits.written,
        SAID: stored.traits.told,
        BODY: json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }


def labels_of(document: Document) -> dict[str, Any]:
    """Return the fields of a point that can change without its content."""
    return {ASSETS: list(document.assets), "rights": list(document.rights), SITE: document.site or None}


def forget_parsed() -> None:
    """Keep nothing in memory of passages that were asked for; they may be forgotten ones."""
    _parsed.cache_clear()
    from_line.cache_clear()


def to_passage(payload: Mapping[str, Any]) -> Passage:
    """Return the passage of a stored point."""
    return _parsed(payload[BODY])


def to_found(payload: Mapping[str, Any]) -> Found:
    """Return what is looked at of a stored point while it is one of many."""
    return Found(Traits.read(payload[TRAITS], payload[SAID]), asset_codes(payload[ASSETS]))


def to_line(payload: Mapping[str, Any]) -> bytes:
    """Return what ``to_found`` takes as bytes; the JSON in it has no line breaks."""
    return b"\n".join((orjson.dumps(payload[ASSETS]), payload[TRAITS].encode(), payload[SAID].encode()))


@lru_cache(maxsize=2048)
def from_line(line: bytes) -> Found:
    """Return what ``to_found`` made of the payload that ``line`` was made of."""
    assets, traits, said = line.split(b"\n")
    return Found(Traits.read(traits, said.decode()), asset_codes(orjson.loads(assets)))


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Passage:
    """Parse a body; passages that are asked for often are parsed once."""
    body = orjson.loads(text)
    spans = tuple(
        Span(start, end, tuple(map(Rectangle._make, places)), tuple(map(tuple, cells)), *map(tuple, titles))
        for start, end, places, cells, *titles in body["spans"]
    )
    return Passage(
        document=body["document"],
        revision=body["revision"],
        file=body["file"],
        page=body["page"],
        order=body["order"],
        printed_page=body["printed_page"],
        text=body["text"],
        spans=spans,
        headings=tuple(body["headings"]),
        language=body["language"],
        kind=body["kind"],
        confidence=body["confidence"],
    )
