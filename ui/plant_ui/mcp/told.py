"""What a tool found, as an assistant reads it: words with sources for the model, the whole payload for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

Json = dict[str, Any]

MOST_WORDS = 24_000
"""Characters of words in one result."""
MOST_PAYLOAD = 200_000
"""Characters of a payload as JSON; of a longer one, long texts and lists are cut."""
_LONGEST_TEXT = 2_000
_LONGEST_LIST = 50
_LONGEST_QUOTE = 400
_LONGEST_PASSAGE = 1_500
_MOST_IDS = 10


def words(name: str, found: Json) -> str:
    """Return what ``found`` says in words, cut where it is long."""
    tellers = {"ask": _answer, "search": _hits, "page": _page, "documents": _documents}
    teller = tellers.get(name, _finding if "evidence" in found else _plain)
    return cut("\n".join(teller(found)), MOST_WORDS)


def bounded(found: Json) -> Json:
    """Return a payload that is no longer than an assistant can take; of what is longer, texts and lists are cut."""
    if len(json.dumps(found, ensure_ascii=False)) <= MOST_PAYLOAD:
        return found
    shortened: Json = _shortened(found)
    return shortened


def cut(text: str, most: int) -> str:
    """Return ``text``, with the number of its characters where not all of them are shown."""
    return text if len(text) <= most else f"{text[:most]} … [cut: {len(text):,} characters in all]"


def page_address(document: str, page: int, revision: str = "") -> str:
    """Return the address of a page among the resources."""
    return f"plant://page/{quote(document, safe='')}/{page}" + (
        f"?revision={quote(revision, safe='')}" if revision else ""
    )


def _shortened(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _shortened(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_shortened(value) for value in found[:_LONGEST_LIST]]
    return cut(found, _LONGEST_TEXT) if isinstance(found, str) else found


def _answer(found: Json) -> Iterator[str]:
    yield found["answer"]
    places = [f"[{one['mark']}] {page_address(*_at(one))}" for one in found["citations"] if one["kind"] == "page"]
    yield from (["\nPages", *places] if places else [])
    yield from (f"Note: {notice['text']}" for notice in found["notices"])
    if found["pending"]:
        yield f"\nA person has to decide on this in the copilot: {found['pending']['question']}"
    yield f"\nConversation: {found['thread']}"


def _hits(found: Json) -> Iterator[str]:
    if not found["hits"]:
        yield "Nothing is on record."
    for hit in found["hits"]:
        yield f"{hit['rank']}. {_place(hit)}{' > '.join(['', *hit['headings']])}"
        yield f"> {_quoted(hit['text'], _LONGEST_PASSAGE)}"
        yield page_address(*_at(hit))


def _page(found: Json) -> Iterator[str]:
    yield f"{_place(found)}, of {found['pages']} pages"
    if found["unread"]:
        yield f"This page could not be read: {found['unread']}"
    for passage in found["passages"]:
        yield f"\n{passage['text']}"


def _documents(found: Json) -> Iterator[str]:
    for one in found["documents"]:
        about = f", about {', '.join(one['assets'])}" if one["assets"] else ""
        state = "" if one["current"] else ", replaced by a newer revision"
        issue = f"{one['document']}, revision {one['revision'] or '-'}"
        yield f"- {issue}: {one['title']}, {one['pages']} pages{about}{state}"
    if not found["documents"]:
        yield "There is no document that you may see."


def _finding(found: Json) -> Iterator[str]:
    for one in found["evidence"]:
        yield f"- {one['statement']} {' '.join(f'[{mark}]' for mark in one['marks'])}"
    if found["gap"]:
        yield f"Not on record: {found['gap']}"
    yield from _sources(found["citations"])


def _plain(found: Json) -> Iterator[str]:
    yield json.dumps(found, ensure_ascii=False, indent=1)


def _sources(citations: Sequence[Json]) -> Iterator[str]:
    if citations:
        yield "\nSources"
    for one in citations:
        if one["kind"] == "page":
            yield f"[{one['mark']}] {_place(one)}: “{_quoted(one['quote'])}” {page_address(*_at(one))}"
        elif one["kind"] == "records":
            ids = ", ".join(one["record_ids"][:_MOST_IDS])
            yield f"[{one['mark']}] {one['total']:,} records of {one['dataset']}: {ids}"
        else:
            yield f"[{one['mark']}] {one['kind']} {one['file']}: {_quoted(one['quote'])}"


def _place(one: Json) -> str:
    printed = f" (printed {one['printed_page']})" if one["printed_page"] not in {"", str(one["page"])} else ""
    revision = f", revision {one['revision']}" if one["revision"] else ""
    return f"{one['document']}{revision}, page {one['page']}{printed}"


def _at(one: Json) -> tuple[str, int, str]:
    return one["document"], one["page"], one["revision"]


def _quoted(text: str, most: int = _LONGEST_QUOTE) -> str:
    return cut(" ".join(text.split()), most)
