"""What a thread makes of a short question: the asset, the time, the figure before it, or a choice that was offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from asked_plant import sample_records, tool_of
from plant_agents.choosing import chosen
from plant_agents.crew import Routed
from plant_agents.declared import history, manuals
from plant_agents.parts import parts
from plant_agents.question import Question
from plant_agents.router import DeclaredRouter
from plant_evals.following import follow_ups, report, resolve
from plant_knowledge_ingest.principal import Principal
from plant_tools.tool import Finding

TODAY = date(2025, 1, 15)


class NoManuals:
    """The manuals of a library that holds nothing."""

    name, description = "manuals", ""
    schema: dict[str, object] = {}  # noqa: RUF012 - a test's tool

    def call(self, _: object, __: Principal) -> Finding:
        return Finding()


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeclaredRouter]:
    store = sample_records(tmp_path_factory.mktemp("followed"))
    declared = {
        "manuals": manuals.declared(NoManuals()),
        "history": history.declared(tool_of(store), lambda: TODAY),
    }
    yield DeclaredRouter(declared, today=lambda: TODAY)
    store.close()


def ask(router: DeclaredRouter, *questions: str, language: str = "en") -> Routed:
    """Ask one after the other in one thread, and return how the last one is routed."""
    routed = Routed()
    for text in questions:
        routed = router.route(Question(text, language, "", Principal("local")), routed.remembered)
    return routed


def test_follow_ups_are_asked_of_the_right_asset(router: DeclaredRouter) -> None:
    told = report(list(resolve(router, follow_ups())))
    assert told["cases"] >= 60
    assert told["asset"][0] / told["asset"][1] >= 0.95, told["missed"]
    assert told["query"][0] / told["query"][1] >= 0.95, told["missed"]


def test_both_parts_of_a_question_are_asked(router: DeclaredRouter) -> None:
    calls = ask(router, "How often did P-101 fail in 2024 and what did it cost?").calls
    window = {"assets": ["P-101"], "types": ["corrective"], "since": "2024-01-01", "until": "2024-12-31"}
    assert [dict(call.arguments) for call in calls] == [
        {"metric": "count", **window},
        {"metric": "sum", "field": "cost", **window},
    ]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wie oft ist P-101 2024 ausgefallen und was hat das gekostet?", "de"),
        ("P-101 在2024年故障了多少次？花了多少钱？", "zh-Hans"),
    ],
)
def test_parts_are_told_apart_in_other_languages(router: DeclaredRouter, question: str, language: str) -> None:
    calls = ask(router, question, language=language).calls
    assert [call.arguments["metric"] for call in calls] == ["count", "sum"]
    assert {call.arguments["since"] for call in calls} == {"2024-01-01"}


@pytest.mark.parametrize(
    "question",
    [
        "Check and clean the filter and the strainer?",
        "Was bedeutet E0451, und zwar an SW-306?",
        "P-101的轴承和密封怎么更换？",
        "What is the torque of screws, bolts and nuts?",
    ],
)
def test_a_question_with_one_verb_is_one_question(question: str) -> None:
    assert parts(question) == (question,)


def test_a_choice_that_was_offered_can_be_named_in_short(router: DeclaredRouter) -> None:
    asked = ask(router, "How often did P-101 fail since 03/04/2022?")
    assert asked.clarification
    for reply in ("2022-03-04", "the second"):
        routed = ask(router, "How often did P-101 fail since 03/04/2022?", reply)
        assert routed.clarification is None
        assert routed.calls[0].arguments["since"] == "2022-03-04"


def test_a_reply_that_names_no_choice_is_a_new_question() -> None:
    choices = ("P-101 Feed pump", "P-102 Sump pump")
    assert chosen("P-102", "How often did the pump fail?", choices) == "How often did the pump fail P-102?"
    assert chosen("the sump pump", "How often did the pump fail?", choices) == "How often did the pump fail P-102?"
    assert chosen("pump", "How often did the pump fail?", choices) == ""
    assert chosen("What does alarm E0451 mean?", "How often did the pump fail?", choices) == ""


def test_a_new_question_inherits_nothing(router: DeclaredRouter) -> None:
    first = "How often did P-101 fail in 2023?"
    fresh = ask(router, "How do I change the film on SW-306?").calls
    assert ask(router, first, "How do I change the film on SW-306?").calls == fresh


def test_times_move_from_what_was_asked_last(router: DeclaredRouter) -> None:
    routed = ask(router, "How often did P-101 fail in 2023?", "and the year before?", "and before that?")
    assert (routed.calls[0].arguments["since"], routed.calls[0].arguments["until"]) == ("2021-01-01", "2021-12-31")
