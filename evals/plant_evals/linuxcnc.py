"""A manual in two languages in BEIR's format: python -m plant_evals.linuxcnc ENGLISH.pdf GERMAN.pdf OUT.

Both PDFs must have the same outline, as the LinuxCNC documentation has (Debian packages linuxcnc-doc-en and
linuxcnc-doc-de). The corpus is the English manual cut at its headings down to the fourth level; the queries are the
headings of both languages, the German ones where they differ; --half odd or even asks half of them. A section is
right for its own heading only, though many headings ("Introduction", "Pins") are those of several sections.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.pdf import PdfSource

_DEEPEST = 4
# Shorter sections have only their heading, and their text in the sections below it.
_SHORTEST = 40


@dataclass(slots=True)
class Section:
    """A heading, those above it, and the printed lines up to the next heading."""

    title: str
    above: tuple[str, ...]
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as printed."""
        return "\n".join(self.lines)


def sections(path: Path) -> list[Section]:
    """Return the sections of a PDF down to the fourth level, in order."""
    found: list[Section] = []
    above: tuple[str, ...] = ()
    with PdfSource(path) as source:
        for number in range(1, source.page_count + 1):
            try:
                page = source.page(number)
            except UnreadableDocument:
                continue
            starts = {(heading.line or 0): heading for heading in reversed(page.headings) if heading.level <= _DEEPEST}
            extra = [h for h in page.headings if h.level <= _DEEPEST and starts.get(h.line or 0) is not h]
            for at, line in enumerate(page.lines):
                here = [*(h for h in extra if (h.line or 0) == at), *([starts[at]] if at in starts else [])]
                for heading in here:
                    above = (*above[: heading.level - 1], heading.title)
                    found.append(Section(heading.title, above[:-1]))
                if found:
                    found[-1].lines.append(line.text)
    return found


def convert(english: Path, german: Path, target: Path, half: str = "") -> None:
    """Write corpus.jsonl, queries.jsonl and qrels.tsv; ``half`` keeps headings of odd or even number."""
    corpus, other = sections(english), sections(german)
    if len(corpus) != len(other):
        raise SystemExit(f"{english} has {len(corpus)} sections, {german} {len(other)}: not the same outline.")
    target.mkdir(parents=True, exist_ok=True)
    kept = [(n, a, b) for n, (a, b) in enumerate(zip(corpus, other, strict=True), 1) if len(a.text) >= _SHORTEST]
    entries = [
        {"_id": f"s{n}", "title": " > ".join((*a.above[-1:], a.title)), "text": a.text, "language": "en"}
        for n, a, _ in kept
    ]
    queries = [
        {"_id": f"{language}-{n}", "text": text, "language": language}
        for n, a, b in kept
        for language, text in _asked(a.title, b.title)
        if not half or (n % 2 == 0) == (half == "even")
    ]
    _write(target / "corpus.jsonl", entries)
    _write(target / "queries.jsonl", queries)
    rows = [f"{query['_id']}\ts{query['_id'].split('-')[1]}\t1" for query in queries]
    (target / "qrels.tsv").write_text("\n".join(("query-id\tcorpus-id\tscore", *rows)) + "\n", encoding="utf-8")


def _asked(english: str, german: str) -> Iterator[tuple[str, str]]:
    yield "en", english
    if german.strip() != english.strip():
        yield "de", german


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("english", type=Path)
    parser.add_argument("german", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--half", choices=["odd", "even"], default="")
    given = parser.parse_args()
    convert(given.english, given.german, given.target, given.half)
