"""The doctor on language models: what is wrong is named, with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from plant_copilot import BadSetting, Settings, build_copilot
from plant_copilot.check import Check
from plant_copilot.model_check import checks_of
from scripted_model import Said, ScriptedModel

GOOD = '{"unit": "Nm", "text": "Das Anzugsmoment beträgt 21 Nm."}'


def tried(*says: Said) -> list[Check]:
    return list(checks_of(ScriptedModel(list(says)).openai(), 60))


def test_a_model_that_answers_by_the_schema_works() -> None:
    there, reply = tried(GOOD)
    assert (there.ok, there.detail) == (True, "scripted. Of unknown size: scripted.")
    assert reply.ok
    assert "obeys a JSON schema" in reply.detail


@pytest.mark.parametrize("said", ["21 Nm", '{"unit": "psi", "text": ""}'])
def test_a_model_that_does_not_obey_a_schema_is_told(said: str) -> None:
    reply = tried(said)[-1]
    assert not reply.ok
    assert "does not obey a JSON schema" in reply.detail


def test_a_model_that_is_too_slow_is_told() -> None:
    reply = tried(httpx.ReadTimeout("slow"))[-1]
    assert (reply.ok, reply.remedy) == (False, "Look at its load.")


def test_a_model_that_is_not_there_is_told_with_those_that_are() -> None:
    model = ScriptedModel([GOOD]).openai()
    model.name = "qwen2.5:7b"  # type: ignore[misc]  # the adapter's own attribute
    (there,) = checks_of(model, 60)
    assert there.detail == "The server has no qwen2.5:7b. Of unknown size: scripted."
    assert "ollama pull qwen2.5:7b" in there.remedy


def test_a_server_out_of_reach_is_a_choice_that_does_not_work(tmp_path: Path) -> None:
    chosen = {"PLANT_MODEL": "openai:x-7b", "PLANT_MODEL_URL": "http://127.0.0.1:1/v1"}
    with build_copilot(Settings.read(chosen, home=tmp_path)) as copilot:
        (check,) = (each for each in copilot.doctor()["checks"] if each["name"] == "model")
    assert (check["needed"], check["ok"]) == (False, False)
    assert check["detail"] == "x-7b: http://127.0.0.1:1/v1 cannot be reached."
    assert check["remedy"] == "Start the server, or check PLANT_MODEL_URL."


def test_without_a_model_nothing_is_wrong(tmp_path: Path) -> None:
    with build_copilot(Settings.read({}, home=tmp_path)) as copilot:
        (check,) = (each for each in copilot.doctor()["checks"] if each["name"] == "model")
    assert check["ok"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLANT_MODEL", "qwen2.5:7b"),
        ("PLANT_MODEL", "ollama:"),
        ("PLANT_MODEL", "openai:x"),
        ("PLANT_MODEL_URL", "gpu.plant:8080"),
        ("PLANT_MODEL_SECONDS", "soon"),
        ("PLANT_MODEL_WINDOW", "512"),
    ],
)
def test_a_wrong_setting_of_a_model_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Settings.read({name: value})


def test_the_settings_of_a_model_are_read_and_its_key_is_not_shown() -> None:
    chosen = {"PLANT_MODEL": "openai:m", "PLANT_MODEL_URL": "http://gpu/v1/", "PLANT_MODEL_KEY": "secret"}
    settings = Settings.read(chosen)
    assert (settings.model, settings.model_url, settings.model_seconds) == ("openai:m", "http://gpu/v1", 60)
    assert "secret" not in repr(replace(settings, model_seconds=5))
