"""Whether answers are right: the page, the words that answer, and silence where nothing answers.

A case is one JSON object a line: {id, question, language, document, revision, page, contains} or
{id, question, language, unanswerable: true}; ``contains`` stands verbatim on the page, white space folded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Ask = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: was it answered, did the answer quote ``contains``, and did its first quote, and its page."""

    id: str
    language: str
    answerable: bool
    answered: bool
    page_first: bool
    page_cited: bool
    quoted_first: bool
    quoted: bool
    seconds: float
    first: str


def read_cases(file: Path) -> list[dict[str, Any]]:
    """Read cases from JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge(case: Mapping[str, Any], answer: Mapping[str, Any]) -> Outcome:
    """Compare an answer, as ``Copilot.ask`` returns it, with its case."""
    facts = [found for found in answer["evidence"] if found["kind"] == "fact"]
    first = set(facts[0]["marks"]) if facts else set()
    cited = answer["citations"]
    leading = [citation for citation in cited if citation["mark"] in first]
    return Outcome(
        id=case["id"],
        language=case["language"],
        answerable=not case.get("unanswerable", False),
        answered=not answer["abstained"],
        page_first=any(_same_page(case, citation) for citation in leading),
        page_cited=any(_same_page(case, citation) for citation in cited),
        quoted_first=any(_holds(case, citation) for citation in leading),
        quoted=any(_holds(case, citation) for citation in cited),
        seconds=answer["seconds"],
        first=facts[0]["statement"] if facts else "",
    )


def run_answers(ask: Ask, cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Ask every case: {"by_language": {language: {figure: [hits, of, low, high]}}, "cases": [...]}.

    Intervals are Wilson's at 95 %.
    """
    outcomes = [judge(case, ask(case["question"])) for case in cases]
    languages = sorted({outcome.language for outcome in outcomes})
    figures = {language: _figures([o for o in outcomes if o.language == language]) for language in languages}
    return {
        "by_language": figures | {"all": _figures(outcomes)},
        "cases": [asdict(outcome) for outcome in outcomes],
    }


def _figures(outcomes: list[Outcome]) -> dict[str, list[float]]:
    answerable = [o for o in outcomes if o.answerable]
    return {
        "answered": _share(o.answered for o in answerable),
        "page_first": _share(o.page_first for o in answerable),
        "page_cited": _share(o.page_cited for o in answerable),
        "quoted_first": _share(o.quoted_first for o in answerable),
        "quoted": _share(o.quoted for o in answerable),
        "abstained": _share(not o.answered for o in outcomes if not o.answerable),
    }


def _share(hits: Iterable[bool]) -> list[float]:
    """Return [hits, of, low, high]: Wilson's score interval at 95 %."""
    listed = list(hits)
    n, k, z = len(listed), sum(listed), 1.96
    if not n:
        return [0, 0, 0.0, 1.0]
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return [k, n, round(max(middle - half, 0.0), 3), round(min(middle + half, 1.0), 3)]


def _same_page(case: Mapping[str, Any], citation: Mapping[str, Any]) -> bool:
    keys = ("document", "revision", "page")
    return all(str(case.get(key)) == str(citation[key]) for key in keys)


def _holds(case: Mapping[str, Any], citation: Mapping[str, Any]) -> bool:
    return _same_page(case, citation) and _folded(str(case.get("contains"))) in _folded(citation["quote"])


def _folded(text: str) -> str:
    return "".join(text.split())
