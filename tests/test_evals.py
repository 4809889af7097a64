"""The measurement itself is measured: intervals against known values, judgements on answers made up for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plant_copilot.errors import WrongUse
from plant_evals.abstention import Example, fit
from plant_evals.answers import judge, run_answers
from plant_evals.casebook import PAGES, read_cases
from plant_evals.costs import Clock, Cost, RunFailed, measured
from plant_evals.figures import percentile, share, shown, table, wilson
from plant_evals.reports import of_answers
from plant_tools.manuals.signs import Signs

CASE = {
    "id": "c1",
    "question": "How often is the gear oil changed?",
    "language": "en",
    "document": "GR-12",
    "revision": "B",
    "page": 2,
    "contains": "every 4000 h",
    "alternatives": [{"document": "GR-12 de", "revision": "", "page": 7, "contains": "alle 4000 h"}],
}


def citation(mark: int, document: str, page: int, quote: str, revision: str = "") -> dict[str, Any]:
    return {"mark": mark, "document": document, "revision": revision, "page": page, "quote": quote}


def fact(statement: str, *marks: int, kind: str = "fact") -> dict[str, Any]:
    return {"kind": kind, "statement": statement, "marks": list(marks)}


def answer(evidence: list[dict[str, Any]], citations: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "abstained": not evidence,
        "seconds": 0.1,
        "evidence": evidence,
        "citations": citations,
        "statements": [{"text": found["statement"], "marks": found["marks"]} for found in evidence],
    }


RIGHT = citation(1, "GR-12", 2, "Change the oil every 4000 h.", "B")
NEAR = citation(1, "GR-12", 2, "Use oil CLP 220.", "B")
WRONG = citation(2, "VP-7", 1, "Filter every 500 h.")


def test_the_page_and_the_words_that_answer_are_told_apart() -> None:
    near = judge(CASE, answer([fact("Use oil CLP 220.", 1)], [NEAR]))
    right = judge(CASE, answer([fact("Change the oil every 4000 h.", 1)], [RIGHT]))
    assert (near.page_first, near.quoted_first) == (True, False)
    assert (right.page_first, right.quoted_first) == (True, True)


def test_what_comes_later_counts_as_cited_but_not_as_first() -> None:
    found = judge(CASE, answer([fact("Filter every 500 h.", 2), fact("Every 4000 h.", 1)], [RIGHT, WRONG]))
    assert (found.page_first, found.quoted_first) == (False, False)
    assert (found.page_cited, found.quoted) == (True, True)
    assert (found.citations_right, found.citations) == (1, 2)


def test_another_page_that_answers_as_well_is_right() -> None:
    german = citation(1, "GR-12 de", 7, "Ölwechsel alle\n4000 h")
    found = judge(CASE, answer([fact("Ölwechsel alle 4000 h", 1)], [german]))
    assert (found.page_first, found.quoted_first) == (True, True)


def test_an_older_revision_is_another_page() -> None:
    older = citation(1, "GR-12", 2, "Change the oil every 4000 h.", "A")
    assert not judge(CASE, answer([fact("Every 4000 h.", 1)], [older])).page_cited


def test_a_hazard_is_neither_the_first_statement_nor_a_citation_of_the_answer() -> None:
    hazard = fact("Hot oil.", 2, kind="hazard")
    found = judge(CASE, answer([hazard, fact("Every 4000 h.", 1)], [RIGHT, WRONG]))
    assert (found.page_first, found.citations) == (True, 1)


def test_a_number_that_no_quote_holds_is_a_violation() -> None:
    found = judge(CASE, answer([fact("Change the oil every 5000 h.", 1)], [RIGHT]))
    assert found.unproven == ("value: 5000 h",)


def test_a_statement_without_a_citation_is_a_violation() -> None:
    assert "Change the oil." in judge(CASE, answer([fact("Change the oil.")], [])).unproven


def test_silence_is_right_only_where_nothing_answers() -> None:
    nothing = {"id": "n1", "question": "What does it cost?", "language": "en", "unanswerable": True}
    result = run_answers(lambda _: answer([], []), [CASE, nothing])
    figures = result["by_language"]["all"]
    assert figures["answered"][:2] == [0, 1]
    assert figures["abstained"][:2] == [1, 1]


def test_cases_of_even_and_of_odd_number_are_counted_apart() -> None:
    cases = [{**CASE, "id": f"c-{n:02}"} for n in (1, 2, 4)]
    result = run_answers(lambda _: answer([fact("Every 4000 h.", 1)], [RIGHT]), cases)
    assert {half: figures["answered"][:2] for half, figures in result["by_half"].items()} == {
        "even": [2, 2],
        "odd": [1, 1],
    }


def test_the_weights_of_the_signs_are_fitted_to_questions_with_and_without_an_answer() -> None:
    def example(covered: float, unmeasured: float, *, answerable: bool) -> Example:
        found = Signs(covered, 1 - covered, 0, unmeasured, *[0.0] * 10)
        return Example(((1.0, found),), answerable, even=True)

    good = [example(1 - n / 100, 0, answerable=True) for n in range(30)]
    bad = [example(n / 100, n % 2, answerable=False) for n in range(30)]
    fitted = fit([*good, *bad])
    assert all((found := e.best(fitted)) and fitted.carries(found) for e in good[:20])
    assert not any((found := e.best(fitted)) and fitted.carries(found) for e in bad)
    assert fitted.weights["unmeasured"] <= 0 <= fitted.weights["covered"]


def test_the_report_tells_what_was_missed_and_where_it_would_have_been() -> None:
    told = of_answers(run_answers(lambda _: answer([fact("Filter every 500 h.", 2)], [WRONG]), [CASE]))
    assert "page not cited: GR-12, page 2" in told
    assert "VP-7, page 1: Filter every 500 h." in told


@pytest.mark.parametrize(
    ("hits", "of", "interval"),
    [
        (0, 10, (0.0, 0.278)),
        (5, 10, (0.237, 0.763)),
        (10, 10, (0.722, 1.0)),
        (9, 12, (0.468, 0.911)),
        (0, 0, (0.0, 1.0)),
    ],
)
def test_wilson_s_interval_is_the_one_in_the_books(hits: int, of: int, interval: tuple[float, float]) -> None:
    assert wilson(hits, of) == interval


def test_figures_are_shown_as_people_read_them() -> None:
    assert shown(share([True, True, False])) == "2/3 (21-94 %)"
    assert shown(share([])) == "–"
    assert percentile([30, 10, 20], 50) == 20
    assert percentile(range(1, 101), 95) == 95
    assert table([["a", "b"], ["1", "long"]]) == "| a | b    |\n|---|------|\n| 1 | long |"


@pytest.mark.parametrize("name", PAGES)
def test_our_cases_are_whole_and_told_apart(name: str) -> None:
    cases = read_cases(name)
    assert len({case["id"] for case in cases}) == len(cases) >= 12
    assert len({case["question"] for case in cases}) == len(cases)
    for place in (place for case in cases for place in [case, *case.get("alternatives", ())] if "page" in place):
        assert place["document"]
        assert place["contains"].strip()
        assert place["page"] >= 1


def test_the_linuxcnc_cases_ask_in_two_languages_and_across_them() -> None:
    cases = read_cases("linuxcnc")
    assert [case["language"] for case in cases] == ["en"] * 6 + ["de"] * 6
    across = [c["id"] for c in cases if c["language"] == "de" and not c["document"].endswith("_de")]
    assert len(across) == 2


def test_cases_of_your_own_are_read_by_path(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps(CASE) + "\n\n", encoding="utf-8")
    assert read_cases(str(file)) == [CASE]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 1 is not JSON"),
        ("[]", "line 1 is no object"),
        ('{"id": "x", "language": "en"}', "line 1 lacks contains"),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(WrongUse, match=complaint):
        read_cases(str(file))


def test_cases_that_are_not_there_are_told_with_those_that_are() -> None:
    named = "abstention, abstention_more, linuxcnc, sample_plant"
    with pytest.raises(WrongUse, match=rf"Name a file, or one of: {named}\."):
        read_cases("no-such-cases")


def test_a_run_is_measured_with_its_memory() -> None:
    # In a process of its own: what the tests before this one hold would count as the child's.
    child = [sys.executable, "-c", "x = bytearray(300_000_000); print(len(x))"]
    measuring = f"from plant_evals.costs import measured; cost, told = measured({child!r}); print(cost.peak_mb, told)"
    run = subprocess.run([sys.executable, "-c", measuring], capture_output=True, text=True, check=True)
    peak_mb, told = run.stdout.split()
    assert told == "300000000"
    assert 280 < float(peak_mb) < 600


def test_a_run_that_fails_says_why() -> None:
    with pytest.raises(RunFailed, match="no such thing"):
        measured([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_the_middle_of_costs_is_taken_figure_by_figure() -> None:
    assert Cost.middle([Cost(1, 9, 10), Cost(2, 8, 30), Cost(3, 7, 20)]) == Cost(2, 8, 20)


def test_a_clock_adds_up_what_it_is_entered_for() -> None:
    clock = Clock()
    for _ in range(3):
        with clock:
            sum(range(100_000))
    assert 0 < clock.cpu_seconds <= clock.seconds + 0.1
