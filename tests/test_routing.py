"""Where questions go, and what is said of figures: sources, sentences, refusals, proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from asked_plant import sample_records, tool_of
from plant_agents.answer import Answer
from plant_agents.crew import Crew
from plant_agents.declared import history as declared_history
from plant_agents.declared import manuals as declared_manuals
from plant_agents.graph import build_graph
from plant_agents.proof import unfounded
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_agents.router import DeclaredRouter
from plant_agents.state import State
from plant_agents.writer import QuotingWriter
from plant_evals.history import read_asked
from plant_knowledge_ingest.principal import Principal
from plant_tools.history.tool import HistoryTool
from plant_tools.records.store import Store
from plant_tools.tool import Finding

CASES = Path(__file__).parents[1] / "evals" / "plant_evals" / "cases"
LOCAL = Principal("local")
TODAY = date(2025, 1, 15)


class NoManuals:
    """The manuals of a library that holds nothing."""

    name, description = "manuals", ""
    schema: dict[str, Any] = {}  # noqa: RUF012 - a test's tool

    def call(self, _: Any, __: Principal) -> Finding:
        return Finding()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryTool]:
    store = sample_records(tmp_path_factory.mktemp("routed"))
    yield tool_of(store)
    store.close()


@pytest.fixture
def crew(history: HistoryTool) -> Crew:
    return Crew(router_of(history), QuotingWriter(), {"manuals": NoManuals(), "history": history})


def router_of(history: HistoryTool) -> DeclaredRouter:
    manuals = declared_manuals.declared(NoManuals())
    return DeclaredRouter({"manuals": manuals, "history": declared_history.declared(history, lambda: TODAY)})


def ask(crew: Crew, text: str, language: str = "en", asset: str = "") -> Answer:
    answer: Answer = build_graph().invoke(State(Question(text, language, asset, LOCAL)), context=crew)["answer"]
    return answer


def sources(crew: Crew, text: str, language: str) -> list[str]:
    routed = crew.router.route(Question(text, language, "", LOCAL), Remembered())
    assert routed.clarification is None, routed
    return [call.tool for call in routed.calls]


@pytest.mark.parametrize("half", ["seen", "unseen"])
def test_questions_in_four_languages_go_to_the_sources_that_can_answer_them(crew: Crew, half: str) -> None:
    cases = [case for case in read_asked(CASES / "routing.jsonl") if case["half"] == half]
    missed = [case for case in cases if sources(crew, case["question"], case["language"]) != case["sources"]]
    assert len(cases) == 32
    assert len(missed) <= 1, missed


def test_questions_of_the_manuals_stay_with_the_manuals(crew: Crew) -> None:
    cases = [case for name in ("sample_plant", "abstention") for case in read_asked(CASES / f"{name}.jsonl")]
    cases = [case for case in cases if not case.get("unanswerable")]
    away = [case["id"] for case in cases if "manuals" not in sources(crew, case["question"], case["language"])]
    assert away == []


@pytest.mark.parametrize(
    ("language", "question", "first"),
    [
        (
            "en",
            "How many corrective orders were there on P-101 in 2023?",
            "4 corrective work orders on P-101 from 2023-01-01 to 2023-12-31. [1]",
        ),
        (
            "de",
            "Wie viele korrektive Aufträge gab es 2023 an P-101?",
            "4 korrektive Arbeitsaufträge an P-101 von 01.01.2023 bis 31.12.2023. [1]",
        ),
        (
            "zh-Hans",
            "2023年 P-101 有多少张纠正性工单？",
            "P-101 的 2023年1月1日 至 2023年12月31日 纠正性工单：4。 [1]",
        ),
    ],
)
def test_the_first_sentence_is_the_value_with_its_window(crew: Crew, language: str, question: str, first: str) -> None:
    assert ask(crew, question, language).answer.partition("\n")[0] == first


def test_a_ranking_is_a_table_with_names_and_keys(crew: Crew) -> None:
    answer = ask(crew, "Which failure codes are most frequent on CP-304?")
    assert "| code | number |\n| --- | --- |\n| Jam (JAM) | 23 |\n" in answer.answer


def test_a_year_before_the_records_begin_is_refused_with_the_time_they_cover(crew: Crew) -> None:
    answer = ask(crew, "Which asset had the most failures in 1999?")
    assert answer.abstained
    assert answer.answer.startswith("The records run from 2021-01-08 to 2024-12-31; nothing can be said of 1999.")


def test_a_figure_of_reliability_names_its_formula(crew: Crew) -> None:
    answer = ask(crew, "Wie groß ist die MTBF von SW-306?", "de")
    assert "Formel: MTBF = (letzter Ausfall - erster Ausfall) / (n - 1)" in answer.answer
    assert "95-%-Intervall" in answer.answer


@pytest.mark.parametrize(
    ("language", "question", "told"),
    [
        ("en", "How often did XY-999 fail?", "There is no such asset in the records of the plant: XY-999. There are: "),
        ("de", "Wie oft ist XY-999 ausgefallen?", "Eine solche Anlage gibt es in den Datensätzen nicht: XY-999."),
        ("zh-Hans", "XY-999 故障了多少次？", "记录中没有这样的设备： XY-999 。"),
        ("zh-Hant", "XY-999 故障了幾次？", "記錄中沒有這樣的設備： XY-999 。"),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(crew: Crew, language: str, question: str, told: str) -> None:
    answer = ask(crew, question, language)
    assert answer.abstained
    assert answer.answer.startswith(told)


def test_a_figure_that_the_records_cannot_carry_is_refused_with_the_reason(crew: Crew) -> None:
    answer = ask(crew, "Weibull of the bearing failures on CP-304")
    assert answer.abstained
    assert answer.answer.startswith("No figure: there are too few records")


def test_an_unclear_question_is_asked_back_with_choices(crew: Crew) -> None:
    answer = ask(crew, "How often did P-101 fail since 03/04/2022?")
    assert (answer.abstained, answer.statements) == (True, ())
    assert answer.answer == "Which day do you mean?\n\n- 2022-04-03\n- 2022-03-04"


def test_the_asset_chosen_beside_the_question_is_the_one_meant(crew: Crew) -> None:
    answer = ask(crew, "How many corrective orders were there in 2023?", asset="P-101")
    assert answer.evidence[0].value == 4


def test_without_records_every_question_goes_to_the_manuals(tmp_path: Path) -> None:
    empty = tool_of(Store(f"sqlite:///{tmp_path / 'none.sqlite'}"))
    nowhere = HistoryTool(lambda: Store(f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.sqlite'}"))
    for tool in (empty, nowhere):
        routed = router_of(tool).route(Question("How often did P-101 fail?", "en", "", LOCAL), Remembered())
        assert [call.tool for call in routed.calls] == ["manuals"]


def test_rounded_figures_are_proven_and_changed_ones_are_not() -> None:
    assert unfounded("MTBF 55.15 days", ["value: 55.1483 days"]) == set()
    assert unfounded("MTBF 55.16 days", ["value: 55.1483 days"]) == {"55.16 days"}
    assert unfounded("MTBF 55 days", ["value: 54 days"]) == {"55 days"}


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_no_sentence_about_a_figure_is_lost_to_the_proof(crew: Crew, language: str) -> None:
    cases = [case for case in read_asked(CASES / "history.jsonl") if case["data"] == "brunnental"]
    spoken = "zh-Hans" if language == "zh" else language
    answers = [ask(crew, case["question"][language], spoken) for case in cases]
    assert [answer.notices for answer in answers if any(n.code == "unproven_dropped" for n in answer.notices)] == []
