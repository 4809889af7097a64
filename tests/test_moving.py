"""A plant on PostgreSQL: its books moved there and back, backed up, put back, looked after."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.backup.restoring import restore
from plant_copilot.errors import DatabaseRefused, WrongUse
from plant_copilot.moving.checking import database_check
from plant_copilot.moving.move import move, where
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.investigation.kept import Kept

QUESTION = "What does E0712 mean?"


def quietly(*_told: object) -> None:
    return None


def seen(copilot: Copilot) -> list[object]:
    """Return what can be seen of a plant."""
    drafts = [(one["draft"], one["text"], one["fields"]) for one in copilot.drafts.list()["drafts"]]
    threads = [(one["thread"], one["title"], one["questions"]) for one in copilot.threads()["threads"]]
    events = [(one["number"], one["text"]) for one in copilot.events.list()["events"]]
    documents = copilot.documents()["documents"]
    audit = [one["subject"] for one in copilot.audit.list()["entries"] if one["what"] == "records loaded"]
    investigations = copilot.investigations.list()["investigations"]
    return [drafts, threads, events, documents, audit, investigations, copilot.user("list"), copilot.records.datasets()]


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny plant in files, with something in every book."""
    home = copy_home(tiny_home, tmp_path_factory.mktemp("filed") / "home")
    orders = home.parent / "orders.csv"
    orders.write_text("Order;Asset;Text;Date\n1;GR-12;Oil too hot;2024-01-02\n2;GR-12;Leaks;2024-02-03\n")
    with build_copilot(replace(Settings.read({}, home=home), database="")) as copilot:
        copilot.user("add", "root", {"roles": ["admin"], "source": "oidc"})
        copilot.records.load(orders)
        copilot.drafts.create("GR-12 leaks", by="Tina")
        copilot.events.take({"source": "dcs", "asset": "GR-12", "code": "E0712", "at": "", "text": "too hot"})
        copilot.investigations.begin("GR-12 leaks at the seal")
        copilot.ask(QUESTION, thread="what-now")
        copilot.give_feedback("what-now", "up")
    return home


@pytest.fixture(scope="module")
def moved(home: Path, postgres: str) -> Settings:
    """The settings of that plant on a server, where its books were moved to."""
    settings = replace(Settings.read({}, home=home), database=postgres)
    move(settings, quietly)
    return settings


@pytest.mark.sqlite("its home has to begin with files")
def test_every_book_has_as_many_rows_on_the_server_and_the_files_are_as_they_were(moved: Settings) -> None:
    filed = where(replace(moved, database=""))["books"]
    served = where(moved)["books"]
    assert [(one["book"], one["rows"]) for one in served] == [(one["book"], one["rows"]) for one in filed]
    assert {one["book"] for one in served if not one["rows"]} == {"channels", "replies"}


@pytest.mark.sqlite("its home has to begin with files")
def test_the_plant_is_the_same_there_and_goes_on(moved: Settings) -> None:
    with build_copilot(replace(moved, database="")) as first, build_copilot(moved) as copilot:
        assert seen(copilot) == seen(first)
        assert copilot.audit.verify()["intact"]
        assert copilot.ask("And what is done about it?", thread="what-now")["question"].startswith("And what")
        assert copilot.investigations.begin("Another one")["investigation"] == 2
        assert copilot.drafts.create("GR-12 vibrates", by="Tina")["draft"] == 2


def test_moving_again_changes_nothing_and_never_writes_over_others(home: Path, postgres: str, tmp_path: Path) -> None:
    settings = replace(Settings.read({}, home=copy_home(home, tmp_path / "home")), database=postgres, schema="twice")
    first, second = move(settings, quietly), move(settings, quietly)
    assert {one["state"] for one in first["books"]} == {"moved", "none"}
    assert {one["state"] for one in second["books"]} == {"there", "none"}
    Kept(Shelf(settings.home)).add("new", {})
    with pytest.raises(DatabaseRefused, match=r"There are other rows of investigations already, in .*, schema twice\."):
        move(settings, quietly)


@pytest.mark.sqlite("its home has to begin with files")
def test_moved_back_the_files_hold_the_same(moved: Settings, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    told = move(replace(moved, home=away, schema=moved.shelf.schema), quietly, back=True)
    assert told["target"] == str(away)
    assert [one["rows"] for one in where(Settings.read({}, home=away))["books"]] == [
        one["rows"] for one in told["books"]
    ]


@pytest.mark.sqlite("its home has to begin with files")
def test_a_backup_has_the_rows_of_the_server_and_is_put_back_into_files_or_a_server(
    moved: Settings, tmp_path: Path
) -> None:
    with build_copilot(moved) as copilot:
        archive = Path(copilot.backup(tmp_path / "plant.zip")["path"])
        assert copilot.verify()["ok"], copilot.verify()
        known = seen(copilot)
    filed, served = tmp_path / "filed", replace(moved, home=tmp_path / "served")
    restore(archive, Shelf(filed), quietly)
    restore(archive, served.shelf, quietly)
    assert not (served.home / "users.sqlite").exists()
    assert served.shelf.schema != moved.shelf.schema
    for settings in (Settings(home=filed), served):
        with build_copilot(settings) as copilot:
            assert seen(copilot) == known
            assert copilot.audit.verify()["intact"]
            assert copilot.audit.list(limit=1)["entries"][0]["what"] == "home restored"


def test_the_doctor_tells_of_books_that_were_left_in_files(postgres: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database=postgres)
    assert database_check(settings).ok
    Kept(Shelf(tmp_path)).add("one", {})
    told = database_check(settings)
    assert (told.ok, told.remedy) == (False, "Stop the server, then: plant-copilot database move")
    assert "investigations" in told.detail


def test_the_doctor_tells_of_a_server_that_is_away_without_its_password(tmp_path: Path) -> None:
    told = database_check(Settings(home=tmp_path, database="postgresql+psycopg://plant:geheim@127.0.0.1:1/plant"))
    assert not told.ok
    assert "refused" in told.detail
    assert "geheim" not in told.detail


def test_without_a_database_there_is_nothing_to_move_to(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="There is no database to move to or from"):
        move(Settings(home=tmp_path), quietly)


def test_the_command_tells_where_the_books_are_and_moves_them(postgres: str, tmp_path: Path) -> None:
    Kept(Shelf(tmp_path)).add("one", {})

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "plant_ui.cli", "--home", str(tmp_path), "database", *words]
        environment = {"PLANT_DATABASE": postgres}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    assert "investigations              1 rows  moved" in run("move")
    assert "investigations              1 rows" in run("where")
