"""Whether answers are right: the page, the words that answer, their proof, and silence where nothing answers.

A case is one JSON object a line: {id, question, language, document, revision, page, contains, alternatives} or
{id, question, language, unanswerable: true}; ``contains`` stands verbatim on the page, white space folded.
``alternatives`` are further {document, revision, page, contains} that answer equally well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from plant_agents.grounds import counted
from plant_agents.proof import unproven, with_rows
from plant_evals.casebook import number
from plant_evals.figures import percentile, share

Ask = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: was it answered, did the answer quote ``contains``, and did its first quote, and its page.

    ``citations`` counts what statements of fact cite, ``citations_right`` those that lead to an expected page;
    ``unproven`` are facts of statements that stand in none of their quotes. ``first`` is the first statement of
    fact, found at ``first_place``; ``expected`` the first place that would have been right.
    """

    id: str
    question: str
    language: str
    answerable: bool
    answered: bool
    page_first: bool
    page_cited: bool
    quoted_first: bool
    quoted: bool
    citations: int
    citations_right: int
    unproven: tuple[str, ...]
    seconds: float
    first: str
    first_place: str
    expected: str


def judge(case: Mapping[str, Any], answer: Mapping[str, Any]) -> Outcome:
    """Compare an answer, as ``Copilot.ask`` returns it, with its case."""
    answerable = not case.get("unanswerable", False)
    right = [case, *case.get("alternatives", ())] if answerable else []
    facts = [found for found in answer["evidence"] if found["kind"] == "fact"]
    cited = _cited(answer, {mark for fact in facts for mark in fact["marks"]})
    leading = _cited(answer, set(facts[0]["marks"])) if facts else []
    on_page = [any(_same_page(place, citation) for place in right) for citation in cited]
    return Outcome(
        id=case["id"],
        question=case["question"],
        language=case["language"],
        answerable=answerable,
        answered=not answer["abstained"],
        page_first=any(_same_page(place, citation) for place in right for citation in leading),
        page_cited=any(on_page),
        quoted_first=any(_holds(place, citation) for place in right for citation in leading),
        quoted=any(_holds(place, citation) for place in right for citation in cited),
        citations=len(cited),
        citations_right=sum(on_page),
        unproven=tuple(_violations(answer)),
        seconds=answer["seconds"],
        first=facts[0]["statement"] if facts else "",
        first_place=_place(leading[0]) if leading else "",
        expected=_place(case) if answerable else "",
    )


def run_answers(ask: Ask, cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Ask every case: {"by_language": {language or "all": figures}, "by_half": {half: figures}, "cases": [...]}.

    Figures are [hits, of, low, high] with Wilson's interval at 95 %, the number of ``violations`` of proof, and
    the milliseconds of an answer. The halves are the cases whose id ends in an even number, which tuning may look at,
    and in an odd one, which it must not. The first question is asked twice: what it loads is not counted.
    """
    listed = list(cases)
    for case in listed[:1]:
        ask(case["question"])
    outcomes = [judge(case, ask(case["question"])) for case in listed]
    languages = sorted({outcome.language for outcome in outcomes})
    figures = {language: _figures([o for o in outcomes if o.language == language]) for language in languages}
    halves: dict[str, list[Outcome]] = {"even": [], "odd": []}
    for case, outcome in zip(listed, outcomes, strict=True):
        halves["odd" if number(case) % 2 else "even"].append(outcome)
    return {
        "by_language": figures | {"all": _figures(outcomes)},
        "by_half": {half: _figures(those) for half, those in halves.items()},
        "cases": [asdict(outcome) for outcome in outcomes],
    }


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    answerable = [o for o in outcomes if o.answerable]
    return {
        "answered": share(o.answered for o in answerable),
        "page_first": share(o.page_first for o in answerable),
        "page_cited": share(o.page_cited for o in answerable),
        "quoted_first": share(o.quoted_first for o in answerable),
        "quoted": share(o.quoted for o in answerable),
        "abstained": share(not o.answered for o in outcomes if not o.answerable),
        "citation_precision": share(n < o.citations_right for o in answerable for n in range(o.citations)),
        "violations": sum(len(o.unproven) for o in outcomes),
        "p50_ms": round(1000 * percentile((o.seconds for o in outcomes), 50)),
        "p95_ms": round(1000 * percentile((o.seconds for o in outcomes), 95)),
    }


def _violations(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield what statements say and none of their quotes does; a statement without a quote says all of it so."""
    quotes = {citation["mark"]: citation["quote"] for citation in answer["citations"]}
    for statement in answer["statements"]:
        if not statement["marks"]:
            yield statement["text"]
        cited = [quotes[mark] for mark in statement["marks"]]
        rows = [line for found in answer["evidence"] for line in found["statement"].splitlines()]
        numbers = [text for found in answer["evidence"] for text in counted(cited, found.get("details", {}))]
        sources = (*with_rows(cited, rows), *numbers)
        yield from (f"{gap.kind}: {gap.fact}" for gap in unproven(statement["text"], sources))


def _cited(answer: Mapping[str, Any], marks: set[int]) -> list[Mapping[str, Any]]:
    return [citation for citation in answer["citations"] if citation["mark"] in marks]


def _same_page(place: Mapping[str, Any], citation: Mapping[str, Any]) -> bool:
    return all(str(place.get(key) or "") == str(citation[key]) for key in ("document", "revision", "page"))


def _holds(place: Mapping[str, Any], citation: Mapping[str, Any]) -> bool:
    return _same_page(place, citation) and _folded(str(place["contains"])) in _folded(citation["quote"])


def _place(found: Mapping[str, Any]) -> str:
    return f"{found['document']}, page {found['page']}"


def _folded(text: str) -> str:
    return "".join(text.split())
