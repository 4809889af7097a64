"""Whoever asks how a machine is isolated is told that of this machine, whole, and nothing of the machines beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import plant_copilot.sample_plant
from plant_copilot import Copilot, Settings, build_copilot

MANUALS = Path(plant_copilot.sample_plant.__file__).parent / "manuals"
FILLER = "FL-303 operating manual"


@pytest.fixture(scope="module")
def copilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """The manuals of two machines side by side: each lock-out tells the operators of the other."""
    with build_copilot(Settings.read({}, home=tmp_path_factory.mktemp("beside"))) as opened:
        opened.ingest([*MANUALS.glob("FL-303*.pdf"), *MANUALS.glob("CP-304*.pdf")])
        yield opened


@pytest.mark.parametrize(
    "question",
    ["How do I isolate FL-303?", "Wie schalte ich FL-303 frei?", "FL-303 如何上锁隔离？", "How is FL-303 locked out?"],
)
def test_the_machine_that_is_named_is_isolated_by_its_own_manual(copilot: Copilot, question: str) -> None:
    answer = copilot.ask(question)
    assert {citation["document"] for citation in answer["citations"]} == {FILLER}
    told = " ".join(statement["text"] for statement in answer["statements"])
    assert "Turn main switch Q303 to 0" in told
    assert all(energy in told for energy in ("Electrical", "Compressed air", "Carbon dioxide", "Weight of the bowl"))
    assert "isolate_first" not in {notice["code"] for notice in answer["notices"]}


@pytest.mark.parametrize("question", ["How do I isolate FL 303?", "Wie schalte ich FL 303 frei?"])
def test_a_tag_with_a_blank_is_the_machine_it_stands_for(copilot: Copilot, question: str) -> None:
    assert {citation["document"] for citation in copilot.ask(question)["citations"]} == {FILLER}


@pytest.mark.parametrize("asset", ["", "CP-304"])
def test_a_machine_without_a_document_never_gets_the_lock_out_of_another(copilot: Copilot, asset: str) -> None:
    answer = copilot.ask("How do I isolate ZZ 900?", asset=asset)
    assert (answer["abstained"], answer["citations"]) == (True, [])
    assert "ZZ 900" in {notice["code"]: notice["text"] for notice in answer["notices"]}["isolation_unknown"]


def test_what_comes_first_is_said_in_a_line(copilot: Copilot) -> None:
    answer = copilot.ask("What is the first step to lock out FL-303?")
    assert answer["statements"][0]["text"].startswith("First step: Tell the line leader")


def test_work_behind_an_isolation_is_still_what_is_answered(copilot: Copilot) -> None:
    answer = copilot.ask("How do I replace the seals of a filling valve of FL-303 when it is isolated?")
    assert "seals" in " ".join(statement["text"] for statement in answer["statements"])
