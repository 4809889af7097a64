"""Planning with a model: it chooses among what exists, and its faults become refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from asked_plant import DATASET, sample_records
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Refusal
from plant_tools.history.words.planned import planned
from plant_tools.history.words.vocabulary import Vocabulary
from upkeep import ALL

TODAY = date(2024, 8, 15)
QUESTION = "How often did the filler break down in 2023?"


class Scripted:
    """A model that says what it was told to, answer by answer; ``prompts`` are those that it got."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.prompts: list[str] = []

    def __call__(self, prompt: str, schema: Mapping[str, Any]) -> Any:
        assert "metric" in schema["required"]
        self.prompts.append(prompt)
        return json.loads(self._answers.pop(0))


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    store = sample_records(tmp_path_factory.mktemp("planned"))
    with store.reading(ALL) as connection:
        yield Vocabulary.read(connection, History(store).known(DATASET, ALL))
    store.close()


def test_a_right_plan_is_the_same_typed_query(vocabulary: Vocabulary) -> None:
    model = Scripted('{"metric": "count", "assets": "fl 303", "types": "corrective", "since": 2023, "until": 2023}')
    query = planned(QUESTION, vocabulary, model, TODAY)
    assert isinstance(query, HistoryQuery)
    assert (query.metric, query.assets, query.dataset) == ("count", ["FL-303", "FL 303"], DATASET)


def test_the_prompt_lists_what_is_on_record(vocabulary: Vocabulary) -> None:
    model = Scripted('{"metric": "count"}')
    planned(QUESTION, vocabulary, model, TODAY)
    for listed in ("FL-303 (Filler)", "Bearing failure", "downtime", "Today is 2024-08-15", QUESTION):
        assert listed in model.prompts[0]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ('{"metric": "count", "assets": "FL-909"}', "unknown_asset"),
        ('{"metric": "sum", "field": "vibration"}', "unknown_field"),
        ('{"metric": "count", "codes": "ZZZ99"}', "unknown_code"),
        ('{"metric": "count", "group_by": "moon_phase"}', "unknown_field"),
        ('{"metric": "count", "text": "explosion"}', "not_understood"),
        ('{"metric": "count", "value": 42}', "not_understood"),
        ("[]", "not_understood"),
        ('{"metric": "coun', "not_understood"),
    ],
)
def test_what_a_model_invents_is_refused(vocabulary: Vocabulary, answer: str, code: str) -> None:
    refusal = planned(QUESTION, vocabulary, Scripted(answer, answer), TODAY)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_a_model_is_told_its_fault_once(vocabulary: Vocabulary) -> None:
    model = Scripted('{"metric": "count", "assets": "FL-909"}', '{"metric": "count", "assets": "FL-303"}')
    assert isinstance(planned(QUESTION, vocabulary, model, TODAY), HistoryQuery)
    assert "There is no asset 'FL-909' on record" in model.prompts[1]
