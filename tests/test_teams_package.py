"""The package for Teams: the manifest, its words and icons, as Microsoft's own schema wants them."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from plant_copilot.errors import BadSetting, WrongUse
from plant_copilot.teams_settings import TeamsSettings
from plant_tools.phrases import SPOKEN
from plant_ui.teams.package.build import package, wrong_with_package
from plant_ui.teams.package.manifest import LANGUAGES, Publisher

APP = "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d11"
SET = {"PLANT_TEAMS_APP": APP, "PLANT_TEAMS_SECRET": "s", "PLANT_TEAMS_TENANT": APP}
PLANT = Publisher("Brunnental", "https://copilot.plant.example")


@pytest.fixture(scope="module")
def zipped() -> bytes:
    return package(TeamsSettings.read(SET), PLANT)


def files(zipped: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(zipped)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(zipped: bytes, name: str, content: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for each, old in {**files(zipped), name: content}.items():
            archive.writestr(each, old)
    return written.getvalue()


def test_the_package_is_as_the_schema_wants_it_and_names_the_bot_in_all_scopes(zipped: bytes) -> None:
    told = json.loads(files(zipped)["manifest.json"])
    assert wrong_with_package(zipped) == []
    assert told["bots"][0]["botId"] == told["id"] == APP
    assert set(told["bots"][0]["scopes"]) == {"personal", "team", "groupChat"}
    assert told["validDomains"] == ["copilot.plant.example"]


def test_every_language_but_the_first_has_its_words(zipped: bytes) -> None:
    assert {"en", *LANGUAGES} == set(SPOKEN)
    short = {json.loads(files(zipped)[f"{tag}.json"])["description.short"] for tag in LANGUAGES.values()}
    assert len(short) == 3


def test_the_same_settings_make_the_same_package(zipped: bytes) -> None:
    assert package(TeamsSettings.read(SET), PLANT) == zipped


def test_a_package_that_teams_would_refuse_is_told_by_file_and_field(zipped: bytes) -> None:
    told = json.loads(files(zipped)["manifest.json"])
    told["name"]["short"] = "x" * 31
    assert wrong_with_package(changed(zipped, "manifest.json", json.dumps(told).encode()))[0].startswith(
        "manifest.json: name.short:"
    )
    assert "192 x 192" in wrong_with_package(changed(zipped, "color.png", files(zipped)["outline.png"]))[0]
    assert wrong_with_package(b"no zip")[0].startswith("this is no package")


@pytest.mark.parametrize(("settings", "url"), [({}, "https://x.example"), (SET, "")])
def test_a_package_is_not_made_before_it_is_known_for_whom(settings: dict[str, str], url: str) -> None:
    with pytest.raises(WrongUse, match="none is set"):
        package(TeamsSettings.read(settings), Publisher("Brunnental", url))


@pytest.mark.parametrize(
    ("name", "value"),
    [("APP", "bot"), ("SECRET", ""), ("TENANT", "common"), ("URL", "http://copilot.plant"), ("CLOUD", "own")],
)
def test_a_setting_that_cannot_be_right_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"PLANT_TEAMS_{name}"):
        TeamsSettings.read({**SET, f"PLANT_TEAMS_{name}": value})


def test_the_secret_is_not_shown() -> None:
    assert "geheim" not in repr(TeamsSettings.read({**SET, "PLANT_TEAMS_SECRET": "geheim"}))
