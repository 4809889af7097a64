"""Names that are not quite those on record: asked back, never taken for another machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from asked_plant import sample_records, tool_of
from plant_tools.history.words.asking import Asking
from plant_tools.history.words.reading import Clarification, Understood
from upkeep import ALL

TODAY = date(2024, 8, 15)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    store = sample_records(tmp_path_factory.mktemp("nearly"))
    yield tool_of(store).asking
    store.close()


@pytest.mark.parametrize(
    "question",
    [
        "How often did fl303 fail?",
        "How often did FL 303 fail?",
        "how often did fl_303 fail?",
        "How often did ＦＬ３０３ fail?",
        "Wie oft ist FL303 ausgefallen?",
        "Wie oft ist der Füller ausgefallen?",
        "ＦＬ－３０３故障了多少次？",
    ],
)
def test_another_spelling_of_a_name_is_taken_without_a_word(asking: Asking, question: str) -> None:
    read = asking.read(question, "en", TODAY, ALL)
    assert isinstance(read, Understood)
    assert set(read.query["assets"]) & {"FL-303", "Filler"}


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("How often did FL-33 fail?", "FL-303 Filler"),
        ("How often did fl33 fail?", "FL-303 Filler"),
        ("How often did 303-FL fail?", "FL-303 Filler"),
        ("How often did ３０３ fail?", "FL-303 Filler"),
        ("How often did P101A fail?", "P-101 CIP supply pump"),
        ("How often did P-l01 fail?", "P-101 CIP supply pump"),
        ("Wie oft ist der Palettierr ausgefallen?", "PL-307 Palletiser"),
        ("Wie oft ist die Etikettiermaschiene ausgefallen?", "LB-305 Labeller"),
        ("When did the shrink wraper last fail?", "SW-306 Shrink wrapper"),
        ("When did the wrapper shrink last fail?", "SW-306 Shrink wrapper"),
        ("FL-33故障了多少次？", "FL-303 Filler"),
    ],
)
def test_a_slip_is_asked_back_with_what_may_be_meant(asking: Asking, question: str, meant: str) -> None:
    read = asking.read(question, "de" if "Wie" in question else "en", TODAY, ALL)
    assert isinstance(read, Clarification)
    assert (read.question, read.choices[0]) == ("did_you_mean", meant)


@pytest.mark.parametrize("question", ["How often did FL-304 fail?", "How often did P-999 fail?"])
def test_another_number_is_another_machine(asking: Asking, question: str) -> None:
    read = asking.read(question, "en", TODAY, ALL)
    assert isinstance(read, Understood)
    assert read.query["assets"] == [question.split()[3]]


def test_words_that_resemble_no_name_stay_words(asking: Asking) -> None:
    read = asking.read("How often did the unicorn fail?", "en", TODAY, ALL)
    assert isinstance(read, Understood)
    assert not read.on_record
