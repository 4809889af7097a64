"""A plant whose pages are in a store that speaks S3: moved there, shown, backed up, and missed when it is away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import BadSetting, WrongUse
from plant_copilot.page_store import page_store as store_of
from plant_evals import page_store
from plant_knowledge_ingest.errors import PagesUnreachable, UnknownDocument
from plant_knowledge_ingest.principal import Principal
from plant_ui.api import build_app
from plant_ui.chat.pages import page_routes
from plant_ui.cli.app import app as commands
from s3_server import KEY, SECRET, Line, make_bucket, s3_running

WHERE = "s3://plant/tiny/pages"
GEARBOX = "GR-12 gearbox"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with s3_running(tmp_path_factory.mktemp("s3") / "store") as url:
        make_bucket(url, "plant")
        line = Line(url)
        yield line
        line.close()


def settings_of(line: Line, home: Path, where: str = WHERE) -> Settings:
    said = {"PLANT_PAGES": where, "PLANT_PAGES_ENDPOINT": line.url, "PLANT_PAGES_KEY": KEY}
    return Settings.read(said | {"PLANT_PAGES_SECRET": SECRET}, home=home)


@pytest.fixture(scope="module")
def moved(tiny_home: Path, line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """The tiny plant, its pages moved into the store."""
    home = copy_home(tiny_home, tmp_path_factory.mktemp("moved") / "home")
    with build_copilot(settings_of(line, home)) as copilot:
        assert not copilot.verify()["ok"]
        done = copilot.move_pages()
        assert (done["moved"], done["removed"], done["lost"]) == (3, 3, [])
        yield copilot


def test_pages_that_were_moved_are_shown_and_all_is_whole(moved: Copilot) -> None:
    assert moved.page_png(GEARBOX, 1, width=100).startswith(b"\x89PNG")
    assert list((moved.home / "library" / "files").iterdir()) == []
    told = moved.page_store()
    assert (told["where"], told["files"], told["lost"], told["unused"]) == (WHERE, 3, [], 0)
    assert moved.verify()["ok"]
    assert moved.move_pages()["there"] == 3
    with pytest.raises(WrongUse, match="are there already"):
        moved.move_pages(source=WHERE)


def test_rights_are_asked_before_the_store_is(moved: Copilot, line: Line) -> None:
    line.become("cut")
    with pytest.raises(UnknownDocument):
        moved.page_png(GEARBOX, 1, principal=Principal("stranger", frozenset()))
    line.become("through")


def test_a_backup_lists_pages_that_are_elsewhere_by_hash_and_says_so(moved: Copilot, tmp_path: Path) -> None:
    done = moved.backup(tmp_path / "plant.zip")
    with ZipFile(tmp_path / "plant.zip") as zipped:
        manifest = json.loads(zipped.read("manifest.json"))
    assert manifest["pages"] == sorted(moved.pages_name(one["document"]) for one in moved.documents()["documents"])
    assert any("pages are in the store of PLANT_PAGES" in notice for notice in done["notices"])


def test_while_the_store_is_away_the_answer_has_its_quote_and_pictures_a_notice(moved: Copilot, line: Line) -> None:
    asked = moved.ask("What does E0712 mean?")
    for copy in (moved.home / "cache" / "pages").iterdir():
        copy.unlink()
    line.become("cut")
    again = moved.ask("What does E0712 mean?")
    assert [c["quote"] for c in again["citations"]] == [c["quote"] for c in asked["citations"]] != []
    web = build_app(moved)
    web.include_router(page_routes(moved, "/chat"))
    with TestClient(web, "http://127.0.0.1:8000", client=("127.0.0.1", 50_000)) as client:
        place = {"document": GEARBOX, "page": "1", "language": "de"}
        picture = client.get(f"/api/pages/{GEARBOX}/1.png", headers={"Accept-Language": "de"})
        viewer, piece = client.get("/chat/page", params=place), client.get("/chat/cutout.png", params=place)
    assert (picture.status_code, picture.json()["title"]) == (503, "Pages unreachable")
    assert "nicht erreichbar" in picture.json()["detail"]
    assert (viewer.status_code, "nicht erreichbar" in viewer.text) == (503, True)
    assert (piece.headers["content-type"], "nicht erreichbar" in piece.text) == ("image/svg+xml", True)
    doctor = next(check for check in moved.doctor()["checks"] if check["name"] == "pages")
    assert not doctor["ok"]
    line.become("through")


def test_bringing_in_and_forgetting_reach_the_store(line: Line, tiny_manuals: Path, tmp_path: Path) -> None:
    with build_copilot(settings_of(line, tmp_path / "home", "s3://plant/other")) as copilot:
        line.become("cut")
        with pytest.raises(PagesUnreachable):
            copilot.ingest([tiny_manuals / f"{GEARBOX}.pdf"])
        assert copilot.documents()["documents"] == []
        line.become("through")
        assert _patiently(lambda: copilot.ingest([tiny_manuals / f"{GEARBOX}.pdf"]))["documents"] == 1
        assert copilot.page_store()["files"] == 1
        copilot.forget(GEARBOX)
        assert copilot.page_store()["files"] == 0


def test_the_commands_say_where_pages_are_and_move_them_back(
    moved: Copilot, line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_home(moved.home, tmp_path / "home")
    for name, value in {"ENDPOINT": line.url, "KEY": KEY, "SECRET": SECRET}.items():
        monkeypatch.setenv(f"PLANT_PAGES_{name}", value)
    back = ["--home", str(home), "pages", "move", "--from", WHERE, "--keep", "--json"]
    done = json.loads(CliRunner().invoke(commands, back).stdout)
    assert (done["moved"], done["removed"], done["target"]) == (3, 0, str(home / "library" / "files"))
    told = CliRunner().invoke(commands, ["--home", str(home), "pages", "where"])
    assert (told.exit_code, "3 PDFs of 3 documents" in told.stdout) == (0, True)
    monkeypatch.undo()


def _patiently(do: Callable[[], Any]) -> Any:
    """Do it when the store, which was away, is asked again."""
    for _ in range(200):
        try:
            return do()
        except PagesUnreachable:
            time.sleep(0.1)
    return None


def test_the_measurement_leaves_the_store_as_it_was(line: Line, tiny_manuals: Path, tmp_path: Path) -> None:
    settings = settings_of(line, tmp_path, "s3://plant/trial")
    result = page_store.run_page_store(settings, 1, tiny_manuals)
    assert (result["where"], result["pdfs"]) == ("s3://plant/trial", 3)
    assert all(figure["p50"] > 0 for figure in result["seconds"].values())
    assert "the first from the store: p50 " in page_store.of_page_store(result)
    assert store_of(settings).names() == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"PLANT_PAGES": "plant/pages"},
        {"PLANT_PAGES": "s3://plant/../other"},
        {"PLANT_PAGES": "s3://plant/pages"},
        {"PLANT_PAGES_ENDPOINT": "store:9000"},
        {"PLANT_PAGES_CACHE_MB": "0"},
    ],
)
def test_a_setting_that_cannot_be_is_named(wrong: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=next(iter(wrong))):
        Settings.read(wrong, home=tmp_path)
