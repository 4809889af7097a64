"""What ragas makes of answers; needs requirements/evals.lock (make test-ragas)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import pytest

from plant_copilot.errors import WrongUse
from plant_evals.ragas_scores import judge_at, report, run_ragas
from plant_evals.room import Case, oracle, room_cases

pytestmark = pytest.mark.filterwarnings(  # ragas leaves its own file open
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed file:ResourceWarning"
)
needs_ragas = pytest.mark.skipif(find_spec("ragas") is None, reason="ragas is not installed: make with-evals")
PAGE = {"document": "GR-12 gearbox", "revision": "", "page": 1, "quote": "every 4000 operating hours", "mark": 1}
CASE = {"id": "oil", "question": "Oil?", "language": "en", **PAGE, "contains": "every 4000 operating hours"}


def answer_of(*citations: Mapping[str, Any]) -> dict[str, Any]:
    return {"citations": list(citations), "statements": [{"text": str(one["quote"])} for one in citations]}


def known() -> dict[str, Case]:
    return {case.question: case for case in room_cases() if case.kind == "manuals"}


@needs_ragas
@pytest.mark.ragas
def test_citations_of_the_right_page_alone_score_one_in_everything() -> None:
    told = run_ragas(lambda _: answer_of(PAGE), [CASE])
    assert (told["cases"], told["answered"], told["failed"]) == (1, 1, [])
    assert set(told["scores"]["en"].values()) == {1.0}


@needs_ragas
@pytest.mark.ragas
def test_half_of_the_citations_wrong_is_half_the_precision() -> None:
    other = PAGE | {"page": 2, "quote": "Grease, lithium"}
    scores = run_ragas(lambda _: answer_of(other, PAGE), [CASE])["scores"]["all"]
    assert scores == {"id precision": 0.5, "id recall": 1.0, "string precision": 0.5, "string recall": 1.0}


@needs_ragas
@pytest.mark.ragas
def test_silence_has_no_precision_and_no_recall() -> None:
    told = run_ragas(lambda _: answer_of(), [CASE])
    assert told["scores"]["all"] == {
        "id precision": None, "id recall": 0.0, "string precision": None, "string recall": 0.0
    }  # fmt: skip
    assert "| all | –            | 0.00" in report(told)


@needs_ragas
@pytest.mark.ragas
def test_the_oracle_scores_one_on_every_committed_case_of_the_manuals() -> None:
    cases = known()

    def ask(question: str) -> dict[str, Any]:
        page = cases[question].cited[0]
        assert oracle(cases[question])
        return answer_of({**vars_of(page), "mark": 1})

    asked = [{"id": c.id, "question": c.question, "language": c.language, **expected(c)} for c in cases.values()]
    told = run_ragas(ask, asked)
    assert told["cases"] == len(cases) >= 150
    assert set(told["scores"]["all"].values()) == {1.0}


@needs_ragas
@pytest.mark.ragas
def test_a_model_judges_through_an_openai_compatible_server() -> None:
    import httpx

    def answered(request: httpx.Request) -> httpx.Response:
        schema = request.content.decode()
        said: dict[str, Any] = {"reason": "it says so", "verdict": 1}
        if ("faithfulness" in schema and "NLI" in schema) or "statements" in schema:
            said = {"statements": [{"statement": "every 4000 operating hours", "reason": "it says so", "verdict": 1}]}
        if "StatementGeneratorOutput" in schema:
            said = {"statements": ["every 4000 operating hours"]}
        message = {"role": "assistant", "content": json.dumps(said)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return httpx.Response(
            200, json={"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
        )

    client = httpx.AsyncClient(transport=httpx.MockTransport(answered))
    judge = judge_at("m", "http://127.0.0.1:1/v1", client=client)
    told = run_ragas(lambda _: answer_of(PAGE), [CASE], judge)
    assert told["failed"] == []
    assert told["scores"]["all"]["context precision"] == pytest.approx(1.0)


@pytest.mark.skipif(find_spec("ragas") is not None, reason="ragas is installed")
def test_without_ragas_it_is_said_how_to_install_it() -> None:
    with pytest.raises(WrongUse, match="ragas cannot be used"):
        run_ragas(lambda _: answer_of(PAGE), [CASE])


def vars_of(page: Any) -> dict[str, Any]:
    return {"document": page.document, "revision": page.revision, "page": page.page, "quote": page.quote}


def expected(case: Case) -> dict[str, Any]:
    page: Any = case.cited[0]
    return vars_of(page) | {"contains": case.right}
