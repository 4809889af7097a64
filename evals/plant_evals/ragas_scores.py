"""ragas: its context precision and recall by ids and by strings, without a model, and what a model judges beside them.

The contexts are what an answer cites: an id is a document with its revision and page, a string the quote. Strings are
compared by ragas with Levenshtein's similarity, alike from one half on; a long quote that holds a short value is
therefore not alike for it, so the ids say more. The only file that knows ragas.
"""

from __future__ import annotations

import asyncio
import math
import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from plant_copilot.errors import WrongUse
from plant_evals.figures import table

Ask = Callable[[str], Mapping[str, Any]]
BY_CODE = ("id precision", "id recall", "string precision", "string recall")
BY_MODEL = ("faithfulness", "context precision")
_LONGEST = 200
"""Characters of an error of the judge."""


def run_ragas(ask: Ask, cases: Iterable[Mapping[str, Any]], judge: Any = None) -> dict[str, Any]:
    """Score the answers to all answerable ``cases``; ``judge`` is a model as ``judge_at`` returns it.

    Returns {"cases": number, "answered": number, "scores": {language or "all": {metric: mean or None}}, "failed":
    [[id, error of the judge]]}. An answer that was not given has a recall of 0 and no precision. Raises ``WrongUse``
    without ragas.
    """
    listed = [case for case in cases if not case.get("unanswerable")]
    samples = [_sample(case, ask(case["question"])) for case in listed]
    scored, failed = asyncio.run(_scored(samples, judge))
    spoken = sorted({case["language"] for case in listed})
    return {
        "cases": len(listed),
        "answered": sum(bool(sample["ids"]) for sample in samples),
        "scores": {
            name: _means([s for c, s in zip(listed, scored, strict=True) if name in {c["language"], "all"}])
            for name in (*spoken, "all")
        },
        "failed": failed,
    }


def judge_at(model: str, url: str, key: str = "", client: Any = None) -> Any:
    """Return ragas' wrapper of ``model`` on an OpenAI-compatible server. Raises ``WrongUse`` without ragas."""
    _keep_to_ourselves()
    try:
        from openai import AsyncOpenAI
        from ragas.llms import llm_factory
    except ImportError as error:
        raise _missing(error) from error
    return llm_factory(
        model, client=AsyncOpenAI(base_url=url, api_key=key or "none", http_client=client, max_retries=1)
    )


def report(result: Mapping[str, Any]) -> str:
    """Return the means by language."""
    names = list(result["scores"]["all"])
    rows = [["", *names]]
    for language, scores in result["scores"].items():
        rows.append([language, *("–" if scores[name] is None else f"{scores[name]:.2f}" for name in names)])
    failed = [f"{case}: not judged, {error}" for case, error in result["failed"]]
    told = f"{result['answered']} of {result['cases']} answered; means over cases."
    return "\n".join([table(rows), "", told, *failed])


def _sample(case: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an answer cites and what it should: a case with alternatives is served by whichever is cited."""
    cited = [one for one in answer["citations"] if "document" in one]
    found = [_id(one) for one in cited]
    places = [case, *case.get("alternatives", ())]
    right = next((place for place in places if _id(place) in found), case)
    return {
        "id": case["id"],
        "question": case["question"],
        "ids": found,
        "quotes": [str(one["quote"]) for one in cited],
        "right_ids": [_id(right)],
        "right": [str(right["contains"])],
        "answer": " ".join(str(one["text"]) for one in answer["statements"]),
    }


def _id(place: Mapping[str, Any]) -> str:
    return f"{place['document']}/{place.get('revision') or ''}/{place['page']}"


async def _scored(samples: Sequence[Mapping[str, Any]], judge: Any) -> tuple[list[dict[str, float]], list[list[str]]]:
    """Return the scores of each sample, those that there are, and what the judge could not judge."""
    metrics, sample_of = _metrics()
    scored, failed = [], []
    for sample in samples:
        scores: dict[str, float] = {"id recall": 0.0, "string recall": 0.0}
        if sample["ids"]:
            asked = sample_of(sample)
            scores = {name: float(await metric.single_turn_ascore(asked)) for name, metric in metrics.items()}
        if judge is not None and sample["ids"]:
            try:
                scores |= await _judged(sample, judge)
            except Exception as error:  # noqa: BLE001 - whatever a model and its server may do to ragas
                failed.append([sample["id"], " ".join(str(error).split())[:_LONGEST]])
        scored.append({name: score for name, score in scores.items() if not math.isnan(score)})
    return scored, failed


def _metrics() -> tuple[dict[str, Any], Callable[[Mapping[str, Any]], Any]]:
    """Return ragas' metrics by name and what makes a sample of them."""
    _keep_to_ourselves()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what has no model is not yet among its new metrics
            from ragas import SingleTurnSample
            from ragas.metrics import (
                IDBasedContextPrecision,
                IDBasedContextRecall,
                NonLLMContextPrecisionWithReference,
                NonLLMContextRecall,
            )

            made = (
                IDBasedContextPrecision(),
                IDBasedContextRecall(),
                NonLLMContextPrecisionWithReference(),
                NonLLMContextRecall(),
            )
    except ImportError as error:
        raise _missing(error) from error

    def sample_of(sample: Mapping[str, Any]) -> Any:
        return SingleTurnSample(
            retrieved_context_ids=sample["ids"],
            reference_context_ids=sample["right_ids"],
            retrieved_contexts=sample["quotes"],
            reference_contexts=sample["right"],
        )

    return dict(zip(BY_CODE, made, strict=True)), sample_of


async def _judged(sample: Mapping[str, Any], judge: Any) -> dict[str, float]:
    """Return what a model makes of an answer: whether its quotes bear it, and whether they are of use."""
    from ragas.metrics.collections import ContextPrecision, Faithfulness

    asked, quotes = sample["question"], sample["quotes"]
    borne = await Faithfulness(llm=judge).ascore(user_input=asked, response=sample["answer"], retrieved_contexts=quotes)
    useful = await ContextPrecision(llm=judge).ascore(
        user_input=asked, reference=sample["right"][0], retrieved_contexts=quotes
    )
    return dict(zip(BY_MODEL, (float(borne.value), float(useful.value)), strict=True))


def _means(scores: Sequence[Mapping[str, float]]) -> dict[str, float | None]:
    names = [*BY_CODE, *(name for name in BY_MODEL if any(name in each for each in scores))]
    kept = {name: [each[name] for each in scores if name in each] for name in names}
    return {name: round(sum(values) / len(values), 3) if values else None for name, values in kept.items()}


def _keep_to_ourselves() -> None:
    """Keep ragas from telling its makers what is measured here."""
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"  # noqa: TID251 - it has no other way in


def _missing(error: ImportError) -> WrongUse:
    return WrongUse(f"ragas cannot be used: {error}.", remedy="Install it: make with-evals")
