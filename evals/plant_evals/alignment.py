"""Measure what vectors say of their language: python -m plant_evals.alignment HELP CACHE OUT.npz.

HELP is the folder with the help pages of LibreOffice 7.4 (Debian packages libreoffice-help-en-us, -de and -zh-cn;
MPL-2.0): the same paragraphs, marked with the same ids, in all languages. Sections stand for passages; a heading or a
paragraph of each, for a question. Only mean vectors are kept of them.
"""

from __future__ import annotations

import argparse
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from lxml import html

from plant_knowledge_ingest.embedding.e5 import E5Embedder
from plant_knowledge_ingest.embedding.protocol import Encodable, Vector

FOLDERS = {"en": "en-US", "de": "de", "zh": "zh-CN"}
_ID = re.compile(r"(?:par|hd)_id")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SECTIONS, _LONG_ENOUGH, _SECTION_LENGTH = 1500, 25, 450
# A heading makes a question when it is longer than a word or two; else, and mostly, a paragraph does.
_TELLING_HEADING, _HEADINGS = 12, 0.35

# The same text in each of the languages, in the order of FOLDERS.
Parallel: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs under it."""

    heading: Parallel
    paragraphs: tuple[Parallel, ...]


def sections(folder: Path) -> Iterator[Section]:
    """Yield the sections that are translated into every language."""
    for page in sorted((folder / FOLDERS["en"]).rglob("*.html")):
        files = [folder / name / page.relative_to(folder / FOLDERS["en"]) for name in FOLDERS.values()]
        if all(file.exists() for file in files):
            yield from _sections([_marked(file) for file in files])


def _sections(pages: list[dict[str, str]]) -> Iterator[Section]:
    heading: Parallel = ()
    paragraphs: list[Parallel] = []
    for mark in pages[0]:
        texts = tuple(page.get(mark, "") for page in pages)
        if not all(texts) or texts[0] == texts[1] or len(_HAN.findall(texts[2])) < 0.3 * len(texts[2]):
            continue
        full = sum(len(paragraph[0]) for paragraph in paragraphs) > _SECTION_LENGTH
        if heading and paragraphs and (full or mark.startswith("hd_")):
            yield Section(heading, tuple(paragraphs))
            paragraphs = []
        if mark.startswith("hd_"):
            heading = texts
        elif len(texts[0]) > _LONG_ENOUGH:
            paragraphs.append(texts)


def _marked(file: Path) -> dict[str, str]:
    page = html.fromstring(file.read_bytes())
    elements = page.xpath("//*[@id='DisplayArea']//*[@id]")
    return {e.get("id"): " ".join(e.text_content().split()) for e in elements if _ID.match(e.get("id"))}


def measure(folder: Path, cache: Path) -> dict[str, Vector]:
    """Return the means: "q en" of questions, "p en" of passages, and so on, each of shape (size,)."""
    chance = random.Random(5)  # noqa: S311 - picks samples
    found = sorted(sections(folder), key=lambda section: section.heading)
    chosen = chance.sample(found, min(_SECTIONS, len(found)))
    asked = [
        section.heading
        if len(section.heading[0]) >= _TELLING_HEADING and chance.random() < _HEADINGS
        else chance.choice(section.paragraphs)
        for section in chosen
    ]
    embedder = E5Embedder(cache)
    means = {}
    for at, language in enumerate(FOLDERS):
        texts = [Encodable(s.heading[at], tuple(p[at] for p in s.paragraphs), language) for s in chosen]
        means[f"p {language}"] = np.mean([encoded.passage for encoded in embedder.passages(texts)], axis=0)
        means[f"q {language}"] = np.mean([embedder.query(question[at]) for question in asked], axis=0)
    return means


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("help", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    found = measure(given.help, given.cache)
    with zipfile.ZipFile(given.out, "w") as kept:
        for name, mean in found.items():
            with kept.open(f"{name}.npy", "w") as entry:
                np.save(entry, mean.astype(np.float32))
