"""Cleaned markup as a sequence of blocks: paragraphs, headings, list items, tables, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>\w+)[^>]*>|[^<]+")
_TAG = re.compile(r"<[^>]*>")
# These only hold blocks together; what is in them stands for itself.
_WRAPPERS = frozenset(
    "article aside center dd details div dl dt figcaption figure footer header hgroup summary".split()
)
_BLOCKS = frozenset("blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul".split())
_LIST = re.compile(r'<(?P<kind>[ou]l)(?: start="(?P<start>\d+)")?[^>]*>(?P<items>.*)</[ou]l>\s*', re.DOTALL)
_TABLE = re.compile(r"<(/?)(?:table|thead|tbody|tfoot|tr|td|th|caption)\b[^>]*>")


def blocks(markup: str) -> Iterator[str]:
    """Yield the blocks of well-formed ``markup`` that have text.

    Loose text is a block of its own; so is each item of a list, as a list of one item with its number.
    """
    block: list[str] = []
    depth = 0
    for token in _TOKEN.finditer(markup):
        tag, closes = token["tag"], bool(token["close"])
        if depth == 0 and (tag in _WRAPPERS or tag in _BLOCKS):
            yield from _with_text(block)
            block = []
        if tag in _BLOCKS:
            depth += -1 if closes else 1
        if depth or tag not in _WRAPPERS:
            block.append(token[0])
    yield from _with_text(block)


def unrolled(markup: str) -> str:
    """Return ``markup`` with the cells of its tables as blocks."""
    return _TABLE.sub(r"<\1div>", markup)


def _with_text(block: list[str]) -> Iterator[str]:
    markup = "".join(block)
    if listing := _LIST.fullmatch(markup):
        yield from _items(listing["kind"], int(listing["start"] or 1), listing["items"])
    elif _TAG.sub("", markup).strip():
        yield markup


def _items(kind: str, number: int, items: str) -> Iterator[str]:
    item: list[str] = []
    depth = 0
    for token in _TOKEN.finditer(items):
        item.append(token[0])
        if token["tag"] == "li":
            depth += -1 if token["close"] else 1
            if depth == 0:
                yield f'<{kind} start="{number}">{"".join(item)}</{kind}>'
                item, number = [], number + 1
    yield from _with_text(item)
