"""Whether all the text of some markup found its place on the pages that were made of it."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pymupdf
from typing_extensions import override

from plant_knowledge_ingest.readers.pdf import WORD_FLAGS

# What is counted: the letters and digits of the languages that are answered.
_UNCOUNTED = re.compile(r"[^0-9A-Za-zÀ-ɏ\u4e00-\u9fff]+")
# How far ahead the next word may stand; numbers of list items and the like come between.
_NEAR = 400


def first_unplaced(markup: str, pdf: bytes) -> str | None:
    """Return where text of ``markup`` begins to miss in ``pdf``, as a person would look for it; None if all is there.

    The engine cuts off what does not fit and says nothing. Characters that its fonts do not have are not
    counted: no sheet would help them.
    """
    with pymupdf.open("pdf", pdf) as document:
        printed = _counted("".join(page.get_text(flags=WORD_FLAGS) for page in document))
    there = Counter(printed)
    source = _Words()
    source.feed(markup)
    written = Counter(character for word, _ in source.words for character in word)
    if all(count <= there[character] for character, count in written.items() if there[character]):
        return None
    at = 0
    for word, heading in source.words:
        known = "".join(character for character in word if there[character])
        found = printed.find(known, at, at + len(known) + _NEAR)
        if found < 0:
            return f'"{word[:40]}"' + (f' under "{heading}"' if heading else "")
        at = found + len(known)
    return "somewhere in it"


def _counted(text: str) -> str:
    return _UNCOUNTED.sub("", text)


class _Words(HTMLParser):
    """The words of markup, reduced to what is counted, each with the heading it stands under."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[str, str]] = []
        self._heading = ""
        self._in_heading = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self._heading, self._in_heading = "", True

    @override
    def handle_endtag(self, tag: str) -> None:
        self._in_heading = self._in_heading and not re.fullmatch(r"h[1-6]", tag)

    @override
    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self._heading += data
        self.words.extend((counted, self._heading.strip()) for word in data.split() if (counted := _counted(word)))
