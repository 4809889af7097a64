"""Where 600 questions go that the router was not built on, what follows them, and small talk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plant_agents.elliptic import is_elliptic
from plant_agents.router import DeclaredRouter
from plant_agents.small_talk import small_talk
from plant_copilot.errors import WrongUse
from plant_evals.following import follow_ups, resolve
from plant_evals.following import report as of_following
from plant_evals.routing import read_routing, report, run_routing, sample_router
from plant_tools.drafts.lexicon import command_of


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeclaredRouter]:
    with sample_router(tmp_path_factory.mktemp("routed")) as opened:
        yield opened


@pytest.mark.slow
def test_the_right_tools_are_chosen_in_each_language(router: DeclaredRouter) -> None:
    told = run_routing(router, read_routing("routing_unseen"))
    shares = {name: told["languages"][name] for name in ("en", "de", "zh")}
    assert [figure[1] for figure in shares.values()] == [200, 200, 200]
    assert all(figure[0] / figure[1] >= 0.95 for figure in shares.values()), shares


def test_what_follows_is_asked_of_the_right_asset(router: DeclaredRouter) -> None:
    told = of_following(list(resolve(router, follow_ups("follow_ups_unseen"))))
    assert told["cases"] == 83
    assert told["asset"][0] / told["asset"][1] >= 0.95


def test_the_confusion_table_names_what_was_chosen_in_place(router: DeclaredRouter) -> None:
    case = {"id": "x", "question": "How often did P-101 fail in 2023?", "language": "en", "tools": "drafts"}
    told = run_routing(router, [case])
    assert told["confusion"] == [["drafts", "history", 1]]
    assert "| drafts | history | 1         |" in report(told)
    assert case["question"] not in report(told)
    assert report(told, missed=True).endswith("x: How often did P-101 fail in 2023?  (drafts, not history)")


def test_cases_that_lack_something_are_named_by_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("cases") / "broken.jsonl"
    file.write_text('{"id": "a", "question": "?"}\n')
    with pytest.raises(WrongUse, match=r"line 1 lacks language, tools"):
        read_routing(str(file))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Moin!", "hello"),
        ("你好", "hello"),
        ("Many thanks", "thanks"),
        ("謝謝您", "thanks"),
        ("Hello, P-101 leaks", ""),
        ("Good oil for K-110?", ""),
    ],
)
def test_greetings_and_thanks_are_known_from_questions(text: str, kind: str) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    ("text", "kind", "dictated"),
    [
        ("create a work order for k-110: belt squeals", "work_order", "k-110: belt squeals"),
        ("auftrag anlegen, folie gerissen", "work_order", "folie gerissen"),
        ("closing br-100201: cartridge replaced", "close_out", "br-100201: cartridge replaced"),
        ("交接记录：注意观察", "handover", "注意观察"),
        ("open orders", "", "open orders"),
        ("how do i create a work order?", "", "how do i create a work order?"),
    ],
)
def test_sentences_that_order_a_draft_are_known_from_questions(text: str, kind: str, dictated: str) -> None:
    found, begin = command_of(text)
    assert (found, text[begin:]) == (kind, dictated)


def test_a_question_that_names_a_machine_or_several_is_no_remainder_of_another() -> None:
    assert is_elliptic("Which tools are needed?")
    assert is_elliptic("怎么复位？")
    assert not is_elliptic("What oil for the capper?")
    assert not is_elliptic("Which machine failed most?")
