"""Retrieval on anybody's data, in BEIR's format: whether the search finds the passages that are marked as right.

``corpus.jsonl``: {_id, title, text, language?}; ``queries.jsonl``: {_id, text, language?}; ``qrels.tsv``: query-id,
corpus-id, score. Without ``mixed`` every corpus language is searched in an index of its own; with it, all
languages share one index. ``others`` asks the mixed index for what is not in the question's language: the right
entries that are, are struck from what is found, everything else in that language stays in the way.

Entries longer than the embedding model reads at once are cut into passages, under their title as heading ("Chapter >
Section" as two); an entry ranks where its best passage does.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import Scope
from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.passage import Document, Passage, Rectangle, Span
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.search import Searcher
from plant_knowledge_ingest.sentences import sentences
from plant_knowledge_ingest.split import CHINESE_WEIGHT, LONGEST

_DEPTH, _PASSAGES = 10, 30
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Text:
    """A corpus entry or a query; ``language`` is without script."""

    id: str
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A corpus, queries, and per query the ids of the entries that are right."""

    corpus: tuple[Text, ...]
    queries: tuple[Text, ...]
    right: Mapping[str, frozenset[str]]


def read_beir(corpus: Path, queries: Path, qrels: Path) -> Judged:
    """Read the three files; a language that is not given is found out."""
    right: dict[str, set[str]] = defaultdict(set)
    with qrels.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            if len(row) >= 3 and row[2].strip().isdigit() and int(row[2]) > 0:
                right[row[0]].add(row[1])
    return Judged(_texts(corpus), _texts(queries), {query: frozenset(ids) for query, ids in right.items()})


def run_retrieval(
    judged: Judged, embedder: Embedder, glossary: Glossary, *, mixed: bool = False, others: bool = False
) -> dict[str, Any]:
    """Search for every query: {"pairs": {"zh->en": {queries, R@1, R@5, R@10, MRR@10, nDCG@10, ms_per_query}}}."""
    by_language: dict[str, list[Text]] = defaultdict(list)
    for entry in judged.corpus:
        by_language[("others" if others else "all") if mixed or others else entry.language].append(entry)
    ranks: dict[str, list[int | None]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    for name, corpus in by_language.items():
        languages = {entry.id: entry.language for entry in corpus}
        with TemporaryDirectory() as folder:
            searcher = _indexed(corpus, Path(folder), embedder, glossary)
            for query in judged.queries:
                right = judged.right.get(query.id, frozenset()) & languages.keys()
                struck = {entry for entry in right if others and languages[entry] == query.language}
                if wanted := right - struck:
                    started = time.perf_counter()
                    found = [entry for entry in _search(searcher, query) if entry not in struck][:_DEPTH]
                    pair = f"{query.language}->{name}"
                    seconds[pair] += time.perf_counter() - started
                    ranks[pair].append(next((n for n, i in enumerate(found, 1) if i in wanted), None))
    return {"pairs": {pair: _figures(ranks[pair], seconds[pair]) for pair in sorted(ranks)}}


def _indexed(corpus: Sequence[Text], folder: Path, embedder: Embedder, glossary: Glossary) -> Searcher:
    index = EdgeIndex(folder / "index", size=embedder.size, fingerprint=embedder.fingerprint)
    for start in range(0, len(corpus), _BATCH):
        pairs = [pair for entry in corpus[start : start + _BATCH] for pair in _passages(entry)]
        encoded = embedder.passages([encodable(document, passage) for document, passage in pairs])
        index.add([indexed(d, p, e, glossary) for (d, p), e in zip(pairs, encoded, strict=True)])
        for issue in {passage.issue for _, passage in pairs}:
            index.publish(issue)
    return Searcher(index, embedder, glossary)


def _search(searcher: Searcher, query: Text) -> list[str]:
    """Return the ids of the entries found, each once, best first."""
    scope = Scope(Principal("eval"))
    result = searcher.search(searcher.query(query.text, query.language), scope, limit=_PASSAGES)
    return list(dict.fromkeys(hit.passage.document for hit in result.hits))


def _passages(entry: Text) -> Iterator[tuple[Document, Passage]]:
    file = hashlib.sha256(f"{entry.title}\n{entry.text}".encode()).hexdigest()
    document = Document(entry.id, "", file, "")
    headings = tuple(entry.title.split(" > ")) if entry.title else ()
    for order, (start, spans) in enumerate(_cut(entry.text)):
        text = entry.text[start : start + spans[-1].end]
        place = (Rectangle(0.0, float(order), 1.0, order + 1.0),)
        placed = tuple(replace(span, rectangles=place) for span in spans)
        yield document, Passage(entry.id, "", file, 1, order, "1", text, placed, headings, entry.language)


def _cut(text: str) -> Iterator[tuple[int, list[Span]]]:
    """Yield where each passage starts, and its sentences, counted from there."""
    longest = 2 * LONGEST / (CHINESE_WEIGHT if detect(text).startswith("zh") else 1)
    start, spans = 0, list[Span]()
    for begin, end in list(sentences(text)) or [(0, len(text))]:
        if spans and end - start > longest:
            yield start, spans
            spans = []
        if not spans:
            start = begin
        spans.append(Span(begin - start, end - start, ()))
    yield start, spans


def _texts(file: Path) -> tuple[Text, ...]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(
        Text(
            str(row["_id"]),
            str(row.get("title") or ""),
            row["text"],
            base(row.get("language") or detect(row["text"], "en")),
        )
        for row in rows
    )


def _figures(ranks: Iterable[int | None], seconds: float) -> dict[str, float]:
    listed = list(ranks)
    n = len(listed)
    found = [rank for rank in listed if rank is not None]
    return {
        "queries": n,
        **{f"R@{k}": round(sum(rank <= k for rank in found) / n, 4) for k in (1, 5, 10)},
        "MRR@10": round(sum(1 / rank for rank in found) / n, 4),
        "nDCG@10": round(sum(1 / math.log2(1 + rank) for rank in found) / n, 4),
        "ms_per_query": round(1000 * seconds / n, 1),
    }
