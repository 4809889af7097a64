"""Steps said by a model in the reader's language: taken only where nothing is lost, added or changed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from plant_agents.models.watched import WatchedModel
from plant_agents.phrasing.steps import said_in
from plant_tools.sop.model import Gap, Line, Phase, Procedure, Source, Step
from plant_tools.sop.phrasing import phrased
from plant_tools.sop.proven import unproven
from scripted_model import ScriptedModel

PRINTED = {"s1": "Laufradmutter mit 65 Nm anziehen.", "s2": "Deckel nicht öffnen, bevor TI-101 unter 40 °C zeigt."}
SAID = {"s1": "Tighten the impeller nut to 65 Nm.", "s2": "Do not open the cover before TI-101 reads below 40 °C."}


def answers(steps: dict[str, str], language: str = "en") -> dict[str, str]:
    model = ScriptedModel([json.dumps({"steps": steps})]).openai()
    return said_in(PRINTED, language, WatchedModel(model, 10.0), None)


def test_a_translation_that_loses_nothing_is_taken() -> None:
    assert answers(SAID) == SAID


@pytest.mark.parametrize(
    "wrong",
    [
        {"s1": "Tighten the impeller nut to 56 Nm."},
        {"s1": "Tighten the impeller nut."},
        {"s2": "Open the cover before TI-101 reads below 40 °C."},
        {"s2": "Do not open the cover before TI-102 reads below 40 °C."},
        {"s9": "Remove the guard."},
    ],
)
def test_one_that_changes_a_value_a_code_or_a_negation_is_not(wrong: dict[str, str]) -> None:
    assert answers(SAID | wrong) == {name: text for name, text in SAID.items() if name not in wrong}


@pytest.mark.parametrize("broken", ["no JSON", '{"steps": []}', httpx.Response(500), httpx.ConnectError("gone")])
def test_a_model_that_fails_leaves_the_printed_words(broken: Any) -> None:
    assert said_in(PRINTED, "en", WatchedModel(ScriptedModel([broken]).openai(), 10.0), None) == {}


def test_the_printed_words_stand_beside_the_step_and_its_quote_stays() -> None:
    source = Source("M", PRINTED["s1"], page=5, language="de")
    step = Step("s1", Phase.WORK, PRINTED["s1"], "de", Gap("good"), sources=(source,))
    line = Line("x", "en")
    draft = Procedure("SOP-1", 1, "t", "en", "P-101", "Anna", line, line, steps=(step,))
    told = phrased(draft, lambda texts, _: {name: SAID[name] for name in texts}).steps[0]
    assert (told.action, told.language, told.sources) == (SAID["s1"], "en", (source,))
    assert told.remarks[0].text == PRINTED["s1"]
    assert list(unproven(replace(draft, steps=(told,)))) == []


def test_a_text_with_another_number_is_not_taken_over_whoever_vouches_for_it() -> None:
    line = Line("x", "en")
    step = Step("s1", Phase.WORK, PRINTED["s1"], "de")
    draft = Procedure("SOP-1", 1, "t", "en", "P-101", "Anna", line, line, steps=(step,))
    assert phrased(draft, lambda *_: {"s1": "Tighten to 0.065 kNm."}) == draft
