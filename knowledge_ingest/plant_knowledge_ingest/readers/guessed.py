"""The headings of a PDF without an outline, by their print: larger than the text, or bold and numbered.

Only where it is clear: what is long, ends like a sentence, or returns on many pages is none, and where
headings would be as frequent as text there are none at all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from plant_knowledge_ingest.readers.bold import is_heavy
from plant_knowledge_ingest.readers.damage import DAMAGED

Entry = tuple[int, str, int]

_NUMBER = re.compile(
    r"(?P<digits>\d{1,2}(?:\.\d{1,2})*|[A-Z](?:\.\d{1,2})+)\.?\s+\S|第\s?[一二三四五六七八九十\d]+\s?[章节節部]"
)
_NO_TITLE = re.compile(r".*[.;:,。；：，]$|[\W\d_]*$")
# Times the size of the text.
_LARGER = 1.15
_LONGEST, _DEEPEST = 90, 6
# A line on more of the pages than that is a running one; more headings on a page are none.
_RETURNS, _MOST_ON_PAGE = 3, 6.0
_LEAST_PAGES = 2


class _Printed(NamedTuple):
    """A line as it is printed; ``depth`` is that of its number, 0 without one."""

    page: int
    block: int
    text: str
    size: float
    bold: bool
    depth: int


def guessed(pdf: Any, flags: int) -> list[Entry]:
    """Return (level, title, 1-based page) of the headings of an open PyMuPDF document, in order."""
    if pdf.page_count < _LEAST_PAGES:
        return []
    sizes: Counter[float] = Counter()
    large: list[_Printed] = []
    for number in range(1, pdf.page_count + 1):
        for line in _lines(pdf, number, flags):
            sizes[line.size] += len(line.text)
            if line.depth or line.bold or line.size > min(sizes):
                large.append(line)
    if not sizes:
        return []
    usual = sizes.most_common(1)[0][0]
    titles = list(_joined([line for line in large if _is_title(line, usual)]))
    return _levelled(titles) if len(titles) <= _MOST_ON_PAGE * pdf.page_count else []


def _lines(pdf: Any, number: int, flags: int) -> Iterator[_Printed]:
    try:
        blocks = pdf[number - 1].get_text("dict", flags=flags)["blocks"]
    except DAMAGED:
        return  # it is reported when it is read
    for at, block in enumerate(blocks):
        for line in block.get("lines", ()):
            spans = [span for span in line["spans"] if span["text"].strip()]
            if spans:
                text = " ".join("".join(span["text"] for span in line["spans"]).split())
                size = round(2 * max(span["size"] for span in spans)) / 2
                yield _Printed(number, at, text, size, all(map(is_heavy, spans)), _depth(text))


def _depth(text: str) -> int:
    found = _NUMBER.match(text)
    return 0 if found is None else 1 + (found["digits"] or "").count(".")


def _is_title(line: _Printed, usual: float) -> bool:
    larger = line.size >= _LARGER * usual
    numbered = line.bold and line.depth > 1 and line.size >= usual
    return (larger or numbered) and len(line.text) <= _LONGEST and not _NO_TITLE.match(line.text)


def _joined(lines: Sequence[_Printed]) -> Iterator[_Printed]:
    """Yield titles whole that are broken over two lines; longer stretches of large print are none."""
    for _, group in groupby(lines, key=lambda line: (line.page, line.block, line.size)):
        parts = list(group)
        numbered = sum(bool(part.depth) for part in parts) > 1
        if numbered or len(parts) == 1:
            yield from parts
        elif len(parts) == 2:
            yield parts[0]._replace(text=f"{parts[0].text} {parts[1].text}")


def _levelled(titles: Sequence[_Printed]) -> list[Entry]:
    """Return the titles with their levels: larger print above smaller, then fewer numbers above more."""
    pages = defaultdict(set)
    for title in titles:
        pages[title.text].add(title.page)
    kept = [title for title in titles if len(pages[title.text]) <= _RETURNS]
    inside = {title.size for title in kept if title.page > 1}
    kept = [title for title in kept if title.depth or title.size in inside]  # a cover is printed like nothing else
    keys = sorted({_key(title) for title in kept})
    ranks = {key: min(at, _DEEPEST) for at, key in enumerate(keys, 1)}
    return [(ranks[_key(title)], title.text, title.page) for title in kept]


def _key(title: _Printed) -> tuple[float, int]:
    return -title.size, max(title.depth, 1)
