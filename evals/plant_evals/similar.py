"""Similar cases over the sample plant: questions in four languages, what orders are like them, and what finds those.

A case is an asset and the text of its orders. The codes of the orders are in none of the texts; no method sees them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from importlib import resources
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from plant_evals.casebook import OURS
from plant_evals.upkeep import MEASURING
from plant_knowledge_ingest.embedding.protocol import Encodable
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import tokens
from plant_tools.cases.tool import CasesTool
from plant_tools.cases.wording import case_in
from plant_tools.records.load import load
from plant_tools.records.store import Store

if TYPE_CHECKING:
    from plant_copilot.settings import Settings

Json = dict[str, Any]
Case: TypeAlias = tuple[str, str]
Find: TypeAlias = Callable[[str], list[Case]]

REACH = 5
_EVERYONE = Principal("evaluation")
_SATURATION, _LENGTH_PULL = 1.2, 0.75


def read_similar() -> list[Json]:
    """Return the committed questions: {id, half, language, question, alike: [[asset, text]]}."""
    lines = (OURS / "similar.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def run_similar(settings: Settings, folder: Path) -> Json:
    """Ask every question of our search, of plain words and of the vectors alone, over the sample plant's orders.

    Returns {questions, nothing_alike, methods: {name: {half: {...}}}, pairs, answers, seconds}.
    """
    from plant_knowledge_ingest.embedding.choosing import open_embedder

    began = time.perf_counter()
    cache, threads = settings.home / "cache", settings.threads or None
    library = Library(folder / "library", lambda: open_embedder(settings.embedder, cache, threads))
    store = _sample(folder)
    tool = CasesTool(library, lambda: store, folder / "cases")
    cases, questions = _said(store), read_similar()
    ways: dict[str, Find] = {
        "ours": _ours(tool),
        "BM25": by_words(cases),
        "vectors": _by_vectors(library, cases),
    }
    answers = [_answered(name, find, question) for name, find in ways.items() for question in questions]
    library.close()
    store.close()
    return {
        "questions": sum(bool(question["alike"]) for question in questions),
        "nothing_alike": sum(not question["alike"] for question in questions),
        "methods": {name: _by_half([a for a in answers if a["method"] == name]) for name in ways},
        "pairs": {name: _by_pair([a for a in answers if a["method"] == name]) for name in ways},
        "answers": answers,
        "seconds": round(time.perf_counter() - began, 1),
    }


def by_words(cases: Sequence[Case]) -> Find:
    """Return BM25 (k1 = 1.2, b = 0.75) over the words of the orders' texts, Chinese as pairs of characters."""
    bags = [tokens(text) for _, text in cases]
    usual = sum(map(len, bags)) / len(bags)
    holding = {word: sum(word in bag for bag in bags) for bag in bags for word in bag}

    def score(asked: set[str], bag: list[str]) -> float:
        pull = _SATURATION * (1 - _LENGTH_PULL + _LENGTH_PULL * len(bag) / usual)
        rare = {word: log(1 + (len(bags) - holding[word] + 0.5) / (holding[word] + 0.5)) for word in asked & set(bag)}
        return sum(r * bag.count(word) * (_SATURATION + 1) / (bag.count(word) + pull) for word, r in rare.items())

    def find(question: str) -> list[Case]:
        asked = set(tokens(case_in(question)))
        scores = [score(asked, bag) for bag in bags]
        best = sorted(range(len(cases)), key=lambda i: -scores[i])[:REACH]
        return [cases[i] for i in best if scores[i]]

    return find


def _by_vectors(library: Library, cases: Sequence[Case]) -> Find:
    with library.embedding() as embedder:
        encoded = embedder.passages([Encodable("", (text,), detect(text).split("-")[0]) for _, text in cases])
    vectors = np.stack([one.passage for one in encoded])

    def find(question: str) -> list[Case]:
        with library.embedding() as embedder:
            close = vectors @ embedder.query(case_in(question))
        return [cases[i] for i in np.argsort(-close)[:REACH]]

    return find


def _ours(tool: CasesTool) -> Find:
    def find(question: str) -> list[Case]:
        finding = tool.call({"text": question, "limit": REACH, "wait": True}, _EVERYONE)
        told = [found.details["case"] for found in finding.evidence if "case" in found.details]
        return [(case["asset"], case["seen"]) for case in told]

    return find


def _answered(method: str, find: Find, question: Json) -> Json:
    began = time.perf_counter()
    found = find(question["question"])
    alike = [tuple(case) for case in question["alike"]]
    hits = sum(case in alike for case in found)
    return {
        "method": method,
        "id": question["id"],
        "half": question["half"],
        "language": question["language"],
        "of": sorted({detect(text) for _, text in alike if detect(text) != "und"}),
        "alike": len(alike),
        "found": [list(case) for case in found],
        "first": bool(found) and found[0] in alike,
        "recall": hits / min(REACH, len(alike)) if alike else None,
        "right": hits,
        "seconds": round(time.perf_counter() - began, 4),
    }


def _by_half(answers: Sequence[Json]) -> Json:
    halves = dict.fromkeys(answer["half"] for answer in answers)
    return {half: _tally([answer for answer in answers if answer["half"] == half]) for half in halves}


def _by_pair(answers: Sequence[Json]) -> Json:
    """Return the tally by language of question and of order; orders alike in two languages count for both."""
    asked = [answer for answer in answers if answer["alike"]]
    pairs = sorted({(answer["language"], spoken) for answer in asked for spoken in answer["of"]})
    return {
        f"{language} -> {spoken}": _tally([a for a in asked if a["language"] == language and spoken in a["of"]])
        for language, spoken in pairs
    }


def _tally(answers: Sequence[Json]) -> Json:
    asked = [answer for answer in answers if answer["alike"]]
    nothing = [answer for answer in answers if not answer["alike"]]
    shown = sum(len(answer["found"]) for answer in asked)
    return {
        "questions": len(asked),
        "hit@1": round(sum(a["first"] for a in asked) / len(asked), 3),
        "recall@5": round(sum(a["recall"] for a in asked) / len(asked), 3),
        "precision": round(sum(a["right"] for a in asked) / shown, 3) if shown else None,
        "silent": sum(not a["found"] for a in asked),
        "nothing_alike": len(nothing),
        "abstained": sum(not a["found"] for a in nothing),
    }


def _sample(folder: Path) -> Store:
    store = Store(f"sqlite:///{folder / 'records.sqlite'}")
    files = resources.files("plant_copilot.sample_plant") / "records"
    for name in ("assets", "failure-codes", "work-orders"):
        with resources.as_file(files / f"{name}.csv") as path:
            load(store, path, dataset="brunnental")
    return store


def _said(store: Store) -> list[Case]:
    from sqlalchemy import text

    with store.reading(MEASURING) as connection:
        said = text("SELECT DISTINCT asset_tag, description FROM work_order ORDER BY asset_tag, description")
        return [(str(asset), str(description)) for asset, description in connection.execute(said)]
