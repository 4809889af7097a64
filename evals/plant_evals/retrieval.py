"""Retrieval on anybody's data, in BEIR's format: whether the search finds the passages that are marked as right.

``corpus.jsonl``: {_id, title, text, language?}; ``queries.jsonl``: {_id, text, language?}; ``qrels.tsv``: query-id,
corpus-id, score. Without ``mixed`` every corpus language is searched in an index of its own; with it, all
languages share one index.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

_NOWHERE = (Rectangle(0.0, 0.0, 1.0, 1.0),)
_DEPTH = 10
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


def run_retrieval(judged: Judged, embedder: Embedder, glossary: Glossary, *, mixed: bool = False) -> dict[str, Any]:
    """Search for every query: {"pairs": {"zh->en": {queries, R@1, R@5, R@10, MRR@10, nDCG@10, ms_per_query}}}."""
    by_language: dict[str, list[Text]] = defaultdict(list)
    for entry in judged.corpus:
        by_language["all" if mixed else entry.language].append(entry)
    ranks: dict[str, list[int | None]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    for language, corpus in by_language.items():
        known = {entry.id for entry in corpus}
        with TemporaryDirectory() as folder:
            searcher = _indexed(corpus, Path(folder), embedder, glossary)
            for query in judged.queries:
                if wanted := judged.right.get(query.id, frozenset()) & known:
                    started = time.perf_counter()
                    found = _search(searcher, query)
                    pair = f"{query.language}->{language}"
                    seconds[pair] += time.perf_counter() - started
                    ranks[pair].append(next((n for n, i in enumerate(found, 1) if i in wanted), None))
    return {"pairs": {pair: _figures(ranks[pair], seconds[pair]) for pair in sorted(ranks)}}


def _indexed(corpus: Sequence[Text], folder: Path, embedder: Embedder, glossary: Glossary) -> Searcher:
    index = EdgeIndex(folder / "index", size=embedder.size, fingerprint=embedder.fingerprint)
    for start in range(0, len(corpus), _BATCH):
        pairs = [_passage(entry) for entry in corpus[start : start + _BATCH]]
        encoded = embedder.passages([encodable(document, passage) for document, passage in pairs])
        index.add([indexed(d, p, e, glossary) for (d, p), e in zip(pairs, encoded, strict=True)])
    for entry in corpus:
        index.publish(_passage(entry)[0].issue)
    return Searcher(index, embedder, glossary)


def _search(searcher: Searcher, query: Text) -> list[str]:
    result = searcher.search(searcher.query(query.text, query.language), Scope(Principal("eval")), limit=_DEPTH)
    return [hit.passage.document for hit in result.hits]


def _passage(entry: Text) -> tuple[Document, Passage]:
    file = hashlib.sha256(entry.text.encode()).hexdigest()
    document = Document(entry.id, "", file, entry.title)
    spans = tuple(Span(start, end, _NOWHERE) for start, end in sentences(entry.text)) or (
        Span(0, len(entry.text), _NOWHERE),
    )
    return document, Passage(entry.id, "", file, 1, 0, "1", entry.text, spans, (), entry.language)


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
