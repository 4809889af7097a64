"""Whether the proof catches falsehoods: every statement delivered, falsified in every way, and none as it is."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.grounds import sources_of
from plant_agents.proof import Lexicon, unproven
from plant_agents.proof.binding import forget
from plant_agents.safety.gate import gated
from plant_agents.safety.stages import stages
from plant_evals.casebook import OURS, number
from plant_evals.corruption import corruptions
from plant_evals.corruption_later import later_corruptions
from plant_evals.corruption_unseen import unseen_corruptions
from plant_evals.figures import percentile, table, wilson
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle
from plant_tools.evidence import Citation, RecordsCitation

Ask = Callable[[str], Mapping[str, Any]]
Falsify = Callable[[str, random.Random], Iterator[tuple[str, str]]]
_FIELDS = {field.name for field in fields(MarkedEvidence)}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A statement of an answer, and what proves it; ``computed`` where that are records."""

    text: str
    sources: tuple[str, ...]
    computed: bool


def questions() -> tuple[list[str], list[str]]:
    """Return the questions whose answers the proof was tuned on, and those held out."""
    seen = [case["question"] for name in ("sample_plant", "abstention") for case in _cases(name)]
    seen += [asked for c in _cases("history") if c["data"] == "brunnental" for asked in c["question"].values()]
    first = [(number(case) % 2, case["question"]) for case in _cases("first_line")]
    later = [case["question"] for case in _cases("abstention_more")]
    seen += [asked for odd, asked in first if not odd]
    held_out = dict.fromkeys([*(asked for odd, asked in first if odd), *later])
    return seen, [asked for asked in held_out if asked not in set(seen)]


def _cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (OURS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def run_proof(ask: Ask, seen: Iterable[str], lexicon: Lexicon | None, held_out: Iterable[str] = ()) -> dict[str, Any]:
    """Falsify what is answered to ``seen``, which tuning was on, and to those ``held_out``.

    Returns the ``Tried`` of both as JSON, {"seen", "held_out", "unseen_kinds", "later_kinds"}: known falsehoods of the
    one and the other, and of both those of kinds that were thought of when the proof was done, and after that; and
    "answers": number, "p50_ms" and "p95_ms" of proof and gate together for a whole answer, nothing read before:
    milliseconds of CPU.
    """
    chance = random.Random(7)  # noqa: S311 - picks digits
    answers = [[ask(question) for question in those] for those in (seen, held_out)]
    seconds = [_seconds(answer, lexicon) for those in answers for answer in those]
    told = [list(dict.fromkeys(d for answer in those for d in delivered(answer))) for those in answers]
    later = [each for each in told[1] if each not in set(told[0])]
    return {
        "seen": _tried(told[0], corruptions, lexicon, chance),
        "held_out": _tried(later, corruptions, lexicon, chance),
        "unseen_kinds": _tried([*told[0], *later], unseen_corruptions, lexicon, chance),
        "later_kinds": _tried([*told[0], *later], later_corruptions, lexicon, chance),
        "answers": len(seconds),
        "p50_ms": round(1000 * percentile(seconds, 50), 2),
        "p95_ms": round(1000 * percentile(seconds, 95), 2),
    }


def _tried(
    statements: Sequence[Delivered], falsify: Falsify, lexicon: Lexicon | None, chance: random.Random
) -> dict[str, Any]:
    """Return {"kinds": {kind: [caught, of, low, high]}, "corruptions", "missed", "refused", "statements"}.

    ``missed`` are [kind, truth, falsehood]; ``refused`` statements as delivered that the proof does not let pass.
    """
    caught: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    missed, refused = [], []
    for told in statements:
        if unproven(told.text, told.sources, lexicon, rounded=told.computed):
            refused.append(told.text)
        for kind, false in dict.fromkeys(falsify(told.text, chance)):
            found = bool(unproven(false, told.sources, lexicon, rounded=told.computed))
            tried[kind] += 1
            caught[kind] += found
            missed += [] if found else [[kind, told.text, false]]
    return {
        "kinds": {kind: [caught[kind], of, *wilson(caught[kind], of)] for kind, of in sorted(tried.items())},
        "corruptions": tried.total(),
        "missed": missed,
        "refused": refused,
        "statements": len(statements),
    }


def _seconds(answer: Mapping[str, Any], lexicon: Lexicon | None) -> float:
    """Return how long proof and gate take for a whole answer of which nothing was read before."""
    statements = [Statement(s["text"], tuple(s["marks"]), s["leads"]) for s in answer["statements"]]
    citations, evidence = [_citation(each) for each in answer["citations"]], _evidence(answer)
    forget()
    stages.cache_clear()
    prepared = list(delivered(answer))
    started = time.thread_time()
    for told in prepared:
        unproven(told.text, told.sources, lexicon, rounded=told.computed)
    gated(answer["language"], statements, evidence, citations, by_code=True)
    return time.thread_time() - started


def _citation(told: Mapping[str, Any]) -> Citation:
    if "query" in told:
        return RecordsCitation(told["dataset"], tuple(told["record_ids"]), told["query"], told["total"], told["quote"])
    places = tuple(Rectangle(*corners) for corners in told["rectangles"])
    head = (told["document"], told["revision"], told["page"], told["printed_page"])
    return PageCitation(*head, places, told["quote"], told["language"])


def _evidence(answer: Mapping[str, Any]) -> list[MarkedEvidence]:
    return [
        MarkedEvidence(**({k: v for k, v in found.items() if k in _FIELDS} | {"marks": tuple(found["marks"])}))
        for found in answer["evidence"]
    ]


def delivered(answer: Mapping[str, Any]) -> Iterator[Delivered]:
    """Yield the statements of an answer as ``Copilot.ask`` returns it."""
    citations = {citation["mark"]: citation for citation in answer["citations"]}
    evidence = _evidence(answer)
    for statement in answer["statements"]:
        cited = [citations[mark] for mark in statement["marks"]]
        found = [found for found in evidence if set(found.marks) & set(statement["marks"])]
        computed = all("query" in citation for citation in cited)
        sources = sources_of([citation["quote"] for citation in cited], found, computed=computed)
        yield Delivered(statement["text"], sources, computed)


def of_proof(result: Mapping[str, Any]) -> str:
    """Return the figures of ``run_proof`` as text."""
    parts = {"seen": "Known", "held_out": "Held out", "unseen_kinds": "Unseen kinds", "later_kinds": "Later kinds"}
    times = f"{result['p50_ms']} ms of CPU (median), {result['p95_ms']} ms (95th percentile)"
    timed = f"Proof and gate of an answer take {times}"
    return "\n\n".join(
        [*(_part(name, result[part]) for part, name in parts.items()), f"{timed}; {result['answers']} answers."]
    )


def _part(name: str, tried: Mapping[str, Any]) -> str:
    rows = [[kind, f"{of}", f"{of - hits}"] for kind, (hits, of, *_) in tried["kinds"].items()]
    missed = [f"missed ({kind}): {false!r} for {true!r}" for kind, true, false in tried["missed"]]
    refused = [f"refused: {text!r}" for text in tried["refused"]]
    total = f"{tried['corruptions']:,} falsehoods of {tried['statements']:,} statements, {len(missed)} missed; "
    told = f"{name}: {total}{len(refused)} true statements refused."
    return "\n".join([table([["falsified", "times", "missed"], *rows]), "", told, *missed, *refused])
