"""What compose.yaml and the Dockerfile promise: hardened, limited, watched, and true of the settings and locks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from plant_copilot.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("chat", "app", "bots")
HELD = {
    "database-url": "postgresql+psycopg://plant:x@postgres/plant",
    "qdrant-key": "0123456789abcdef",
    "pages-key": "plant",
    "pages-secret": "0123456789abcdef",
    "slack-bot-token": "xoxb-0123456789abcdef",
    "slack-app-token": "xapp-0123456789abcdef",
}
each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_a_container_can_change_nothing_but_its_volumes_and_gains_no_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@each_service
def test_a_container_is_not_root(name: str) -> None:
    service = SERVICES[name]
    assert service.get("user", "") not in {"", "root", "0", "0:0"} or service["image"].endswith("-unprivileged")


@each_service
def test_a_container_has_limits(name: str) -> None:
    assert set(SERVICES[name]["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}


def test_every_container_that_listens_is_watched() -> None:
    image_watches = "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    unwatched = [name for name, each in SERVICES.items() if "healthcheck" not in each and name not in OURS]
    assert (image_watches, unwatched) == (True, [])
    assert [name for name, each in SERVICES.items() if each.get("healthcheck", {}).get("disable")] == ["bots"]


def test_databases_and_model_are_out_of_reach_from_outside() -> None:
    inner = {name for name, each in SERVICES.items() if each["networks"] == ["back"]}
    assert inner == {"qdrant", "postgres", "store", "ollama"}
    assert COMPOSE["networks"]["back"]["internal"]
    assert not any("ports" in SERVICES[name] for name in inner)


def test_every_secret_and_volume_that_is_used_is_declared_and_the_other_way_round() -> None:
    secrets = {secret for each in SERVICES.values() for secret in each.get("secrets", [])}
    volumes = {volume.partition(":")[0] for each in SERVICES.values() for volume in each.get("volumes", [])}
    assert secrets == set(COMPOSE["secrets"])
    assert volumes == set(COMPOSE["volumes"])


def test_make_makes_every_secret() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nsecrets:")[2].partition("\nclean:")[0]
    assert [name for name in COMPOSE["secrets"] if name not in recipe] == []


@pytest.mark.parametrize("name", OURS)
def test_every_setting_of_a_container_is_one(name: str, tmp_path: Path) -> None:
    environment = {}
    for key, value in SERVICES[name]["environment"].items():
        said = re.sub(r"\$\{\w+:?-([^}]*)\}", r"\1", value)
        if key.endswith("_FILE"):
            secret = Path(said).name
            assert secret in SERVICES[name]["secrets"]
            (tmp_path / secret).write_text(HELD[secret], encoding="utf-8")
            said = str(tmp_path / secret)
        environment[key] = said
    settings = Settings.read(environment)
    assert (settings.qdrant_url, settings.database) == ("http://qdrant:6333", HELD["database-url"])
    assert settings.pages.endpoint == "http://store:8333"


def test_the_server_of_the_index_is_the_one_our_client_is_made_for() -> None:
    lock = (ROOT / "requirements" / "extras.lock").read_text(encoding="utf-8")
    client = re.search(r"^qdrant-client==(\d+\.\d+)", lock, re.MULTILINE)
    assert client
    assert SERVICES["qdrant"]["image"].startswith(f"qdrant/qdrant:v{client[1]}.")


def test_the_image_is_built_from_every_room_and_nothing_else() -> None:
    rooms = {file.parts[-3] for file in ROOT.glob("*/plant_*/__init__.py")}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert rooms <= {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert not {"!tests", "!secrets", "!.git", "!.plant"} & set(ignored)
