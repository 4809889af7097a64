"""Backups: taken while the home is in use, proven, put back whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from commands import plant_copilot
from copies import copy_home
from databases import server, shelf_of
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.backup.facade import verified
from plant_copilot.backup.restoring import restore
from plant_copilot.errors import BackupDamaged, BackupFailed
from plant_evals.backup import damaged
from tiny_plant import serving

QUESTION = "What does E0712 mean?"


def quietly(_done: int, _of: int) -> None:
    return None


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny plant with a user, an order to be approved and a conversation."""
    home = copy_home(tiny_home, tmp_path_factory.mktemp("kept") / "home")
    orders = home.parent / "orders.csv"
    orders.write_text("Order;Asset;Text;Date\n1;GR-12;Oil too hot;2024-01-02\n")
    with build_copilot(Settings.read({}, home=home)) as copilot:
        copilot.user("add", "root", {"roles": ["admin"], "source": "oidc"})
        copilot.records.load(orders)
        copilot.drafts.create("GR-12 leaks", by="Tina")
        copilot.ask(QUESTION)
    return home


@pytest.fixture(scope="module")
def archive(home: Path) -> Path:
    """A backup of it."""
    with build_copilot(Settings.read({}, home=home)) as copilot:
        return Path(copilot.backup(home.parent / "plant.zip")["path"])


def seen(copilot: Copilot) -> list[object]:
    """Return what can be seen of a home."""
    found = copilot.search(QUESTION)["hits"]
    drafts = [(one["draft"], one["text"]) for one in copilot.drafts.list()["drafts"]]
    threads = [(one["title"], one["questions"]) for one in copilot.threads()["threads"]]
    return [found, drafts, threads, copilot.user("list")]


def test_what_is_put_back_is_what_was_there_and_as_small(home: Path, archive: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    done = restore(archive, shelf_of(back), quietly)
    assert done["bytes"] > 100_000_000
    assert sum(file.stat().st_blocks * 512 for file in back.rglob("*")) < 30_000_000
    assert archive.stat().st_size < 10_000_000
    with build_copilot(Settings.read({}, home=back)) as copilot, build_copilot(Settings.read({}, home=home)) as first:
        assert seen(copilot) == seen(first)
        checks = copilot.verify()
        latest = copilot.audit.list(limit=1)["entries"][0]
    assert checks["ok"], checks
    assert (done["before"], latest["what"]) == ("", "home restored")
    users = [file.stat().st_mode & 0o777 for file in back.glob("users.sqlite")]
    assert users == ([] if server() else [0o600])
    assert archive.stat().st_mode & 0o777 == 0o600


def test_what_was_there_is_kept_with_the_log_going_on(home: Path, archive: Path, tmp_path: Path) -> None:
    there = copy_home(home, tmp_path / "home")
    with build_copilot(Settings.read({}, home=there)) as copilot:
        copilot.drafts.create("GR-12 leaks again", by="Tina")
        entries = copilot.audit.verify()["entries"]
    done = restore(archive, shelf_of(there), quietly)
    assert done["audit"] == "kept"
    assert Path(done["before"]).is_dir()
    with build_copilot(Settings.read({}, home=there)) as copilot:
        assert len(copilot.drafts.list()["drafts"]) == 1
        proof = copilot.audit.verify()
    assert (proof["intact"], proof["entries"]) == (True, entries + 1)


def test_damage_is_named_and_nothing_is_touched(archive: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    content = bytearray(archive.read_bytes())
    with ZipFile(archive) as zipped:
        place = zipped.getinfo("home/records/records.sqlite").header_offset
    content[place + 400 : place + 420] = bytes(20)
    broken.write_bytes(content)
    with pytest.raises(BackupDamaged, match=r"broken\.zip is damaged: records/records\.sqlite is not what was written"):
        verified(broken, quietly)
    with pytest.raises(BackupDamaged):
        restore(broken, shelf_of(tmp_path / "back"), quietly)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.zip"]


def test_no_damaged_archive_is_put_back(tmp_path: Path) -> None:
    tally = damaged(tmp_path, 12, seed=5)
    assert tally["refused"] + tally["harmless"] == 12
    assert tally["named"] == tally["refused"]
    assert tally["put_back"] == tally["home_touched"] == 0


def test_an_archive_that_leads_out_of_the_home_is_refused(archive: Path, tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with ZipFile(archive) as good, ZipFile(evil, "w") as bad:
        manifest = json.loads(good.read("manifest.json"))
        manifest["files"][0]["path"] = "../../outside.txt"
        bad.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(BackupDamaged, match="outside"):
        restore(evil, shelf_of(tmp_path / "back"), quietly)


def test_a_place_that_cannot_be_is_said_in_a_line(home: Path, tmp_path: Path) -> None:
    with build_copilot(Settings.read({}, home=home)) as copilot:
        with pytest.raises(BackupFailed, match="inside the home"):
            copilot.backup(home / "plant.zip")
        (tmp_path / "file").touch()
        with pytest.raises(BackupFailed, match="cannot be read or written"):
            copilot.backup(tmp_path / "file" / "plant.zip")
    with pytest.raises(BackupFailed, match="There is no file"):
        restore(tmp_path / "nothing.zip", shelf_of(tmp_path / "back"), quietly)


@pytest.fixture
def served(home: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the home with a server on it."""
    with serving(copy_home(home, tmp_path / "served")):
        yield tmp_path / "served"


def test_the_commands_go_through_a_running_server_but_restore_refuses(served: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "plant.zip")
    done = plant_copilot(served, "backup", place, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["notices"] == []
    assert "Backing up: " in done.stderr
    assert "all as they were written." in plant_copilot(served, "verify", place).stdout
    assert json.loads(plant_copilot(served, "verify", "--json").stdout)["ok"]
    refused = plant_copilot(served, "restore", place)
    assert (refused.returncode, "A server runs on" in refused.stderr) == (1, True)


def test_verify_tells_what_a_home_has_lost(home: Path, tmp_path: Path) -> None:
    there = copy_home(home, tmp_path / "home")
    next((there / "library" / "files").glob("*.pdf")).unlink()
    told = plant_copilot(there, "verify")
    assert told.returncode == 1
    assert "plant-copilot: Not whole: pages." in told.stderr
