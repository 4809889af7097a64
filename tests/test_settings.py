"""Settings: read once, checked by name and value, overridden by whoever opens the home."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from databases import server
from plant_copilot import BadSetting, Settings, WrongUse


def test_without_any_setting_everyone_asks_in_english() -> None:
    settings = Settings.read({})
    assert settings.groups == {"everyone"}
    assert (settings.threads, settings.language) == (0, "en")
    assert settings.home.is_absolute()
    assert settings.home.name == "plant-copilot"


def test_every_setting_is_read() -> None:
    values = {"PLANT_GROUPS": "maintenance, safety ,", "PLANT_THREADS": "3", "PLANT_LANGUAGE": "zh-Hant"}
    settings = Settings.read(values | {"PLANT_HOME": "/srv/plant"})
    assert settings == Settings(
        Path("/srv/plant"),
        frozenset({"everyone", "maintenance", "safety"}),
        3,
        language="zh-Hant",
        database=server(),
    )


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.read({"PLANT_THREDS": "2"})
    assert refused.value.message == "There is no setting PLANT_THREDS."
    assert refused.value.remedy.startswith("Known are PLANT_HOME, PLANT_GROUPS, PLANT_THREADS")


def test_names_of_other_programs_are_left_alone() -> None:
    assert Settings.read({"PLANTATION": "1", "HOME": "/root", "LANG": "C"}).threads == 0


@pytest.mark.parametrize("value", ["two", "-1", "1.5", " ", "0x2"])
def test_threads_must_be_a_whole_number(value: str) -> None:
    with pytest.raises(BadSetting, match="it must be a whole number, 0 for one per core"):
        Settings.read({"PLANT_THREADS": value})


@pytest.mark.parametrize("value", ["fr", "zh", "EN", "", "auto"])
def test_the_language_must_be_one_that_answers_are_given_in(value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.read({"PLANT_LANGUAGE": value})
    assert str(refused.value) == f"PLANT_LANGUAGE is {value!r}; it must be one of en, de, zh-Hans, zh-Hant."


def test_the_address_of_a_server_begins_with_its_protocol() -> None:
    assert Settings.read({"PLANT_QDRANT_URL": "http://qdrant:6333/"}).qdrant_url == "http://qdrant:6333"
    with pytest.raises(BadSetting, match="PLANT_QDRANT_URL is 'qdrant:6333'; it must begin with http:// or https://"):
        Settings.read({"PLANT_QDRANT_URL": "qdrant:6333"})


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(Settings.read({"PLANT_QDRANT_KEY": "secret"}))


def test_a_secret_may_be_kept_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("0123456789\n", encoding="utf-8")
    assert Settings.read({"PLANT_QDRANT_KEY_FILE": str(tmp_path / "key")}).qdrant_key == "0123456789"
    assert Settings.read({"PLANT_QDRANT_KEY_FILE": "", "PLANT_QDRANT_KEY": "1"}).qdrant_key == "1"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"PLANT_QDRANT_KEY_FILE": "/nowhere/key"}, "cannot be read: No such file"),
        ({"PLANT_QDRANT_KEY_FILE": "empty"}, "which is empty"),
        ({"PLANT_QDRANT_KEY_FILE": "empty", "PLANT_QDRANT_KEY": "x"}, "Both PLANT_QDRANT_KEY and"),
        ({"PLANT_QDRANT_KYE_FILE": "empty"}, "There is no setting PLANT_QDRANT_KYE_FILE"),
    ],
)
def test_a_file_of_a_setting_that_is_not_one_is_refused(
    values: dict[str, str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadSetting, match=reason):
        Settings.read(values)


def test_a_bad_setting_is_caught_as_wrong_use() -> None:
    with pytest.raises(WrongUse):
        Settings.read({"PLANT_LANGUAGE": "latin"})


def test_the_home_given_by_the_caller_wins(tmp_path: Path) -> None:
    assert Settings.read({"PLANT_HOME": "/elsewhere"}, home=tmp_path).home == tmp_path


def test_a_home_may_begin_with_a_tilde_and_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.read({"PLANT_HOME": "plant"}).home == tmp_path / "plant"
    assert Settings.read({"PLANT_HOME": "~/plant"}).home == Path.home() / "plant"


def test_a_dotenv_file_beside_the_caller_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["# our plant", "PLANT_LANGUAGE = 'de'", 'PLANT_GROUPS="safety"', "#PLANT_THREADS=9", "OTHER=1", "no pair"]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = Settings.read()
    assert (settings.language, settings.threads) == ("de", 0)
    assert settings.groups == {"everyone", "safety"}


def test_a_misspelt_name_in_dotenv_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PLANT_LANG=de\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadSetting, match="There is no setting PLANT_LANG"):
        Settings.read()


def test_a_given_environment_is_all_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PLANT_LANGUAGE=de\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert Settings.read({}).language == "en"


@given(st.lists(st.text(st.characters(exclude_characters=",", exclude_categories=["Z", "C"]), min_size=1)))
def test_groups_survive_being_written_with_commas_and_blanks(groups: list[str]) -> None:
    read = Settings.read({"PLANT_GROUPS": " , ".join(groups)}).groups
    assert read == {"everyone", *groups}
