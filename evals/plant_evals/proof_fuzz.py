"""Whether the proof catches falsehoods: every statement delivered, falsified in every way, and none as it is."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from plant_agents.answer import MarkedEvidence
from plant_agents.grounds import sources_of
from plant_agents.proof import Lexicon, unproven
from plant_evals.corruption import corruptions
from plant_evals.figures import percentile, table, wilson

Ask = Callable[[str], Mapping[str, Any]]
KINDS = ("value", "sign", "unit", "code", "date", "limit", "negation", "act", "signal")
_FIELDS = {field.name for field in fields(MarkedEvidence)}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A statement of an answer, and what proves it; ``computed`` where that are records."""

    text: str
    sources: tuple[str, ...]
    computed: bool


def run_proof(ask: Ask, questions: Iterable[str], lexicon: Lexicon | None) -> dict[str, Any]:
    """Falsify what is answered to ``questions``.

    Returns {"kinds": {kind: [caught, of, low, high]}, "missed": [[kind, truth, falsehood]], "refused": [statement],
    "statements": number, "p50_ms", "p95_ms" of the proof of a statement}; ``refused`` are statements as delivered
    that the proof does not let pass.
    """
    chance = random.Random(7)  # noqa: S311 - picks digits
    statements = list(dict.fromkeys(d for question in questions for d in delivered(ask(question))))
    caught: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    missed, refused, seconds = [], [], []
    for told in statements:
        started = time.perf_counter()
        if unproven(told.text, told.sources, lexicon, rounded=told.computed):
            refused.append(told.text)
        seconds.append(time.perf_counter() - started)
        for kind, false in dict.fromkeys(corruptions(told.text, chance)):
            found = bool(unproven(false, told.sources, lexicon, rounded=told.computed))
            tried[kind] += 1
            caught[kind] += found
            missed += [] if found else [[kind, told.text, false]]
    return {
        "kinds": {
            kind: [caught[kind], tried[kind], *wilson(caught[kind], tried[kind])] for kind in KINDS if tried[kind]
        },
        "corruptions": tried.total(),
        "missed": missed,
        "refused": refused,
        "statements": len(statements),
        "p50_ms": round(1000 * percentile(seconds, 50), 2),
        "p95_ms": round(1000 * percentile(seconds, 95), 2),
    }


def delivered(answer: Mapping[str, Any]) -> Iterator[Delivered]:
    """Yield the statements of an answer as ``Copilot.ask`` returns it."""
    citations = {citation["mark"]: citation for citation in answer["citations"]}
    evidence = [MarkedEvidence(**{k: v for k, v in found.items() if k in _FIELDS}) for found in answer["evidence"]]
    for statement in answer["statements"]:
        cited = [citations[mark] for mark in statement["marks"]]
        found = [found for found in evidence if set(found.marks) & set(statement["marks"])]
        computed = all("query" in citation for citation in cited)
        sources = sources_of([citation["quote"] for citation in cited], found, computed=computed)
        yield Delivered(statement["text"], sources, computed)


def of_proof(result: Mapping[str, Any]) -> str:
    """Return the figures of ``run_proof`` as text."""
    rows = [[kind, f"{of}", f"{of - hits}"] for kind, (hits, of, *_) in result["kinds"].items()]
    missed = [f"missed ({kind}): {false!r} for {true!r}" for kind, true, false in result["missed"]]
    return "\n".join(
        [
            table([["falsified", "times", "missed"], *rows]),
            "",
            f"{result['corruptions']:,} falsehoods of {result['statements']:,} statements; "
            f"{len(result['refused'])} true ones refused.",
            f"The proof of a statement takes {result['p50_ms']} ms (median), {result['p95_ms']} ms (95th percentile).",
            *missed,
        ]
    )
