"""The how-to that adds a tool and a flow, executed: its two listings installed as a package, and asked everywhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from copies import copy_home
from plant_copilot import BadSetting, Copilot, Settings, WrongUse, build_copilot
from plant_ui.api.app import build_app

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to" / "add-a-tool.md"


def listing(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def lockers(home: Path) -> Path:
    (home / "lockers.csv").write_text("bearing puller,locker 7\ntorque wrench,locker 2\n", encoding="utf-8")
    return home


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return lockers(copy_home(tiny_home, tmp_path / "home"))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package of the how-to, as pip would leave it."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "lockers-1.0.dist-info").mkdir()
    (folder / "lockers.py").write_text(listing("lockers.py"), encoding="utf-8")
    points = listing("entry_points.txt").replace("project.entry-points.", "")
    (folder / "lockers-1.0.dist-info" / "entry_points.txt").write_text(points.replace('"', ""), encoding="utf-8")
    (folder / "lockers-1.0.dist-info" / "METADATA").write_text("Name: lockers\nVersion: 1.0\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield folder
    sys.modules.pop("lockers", None)


@pytest.fixture
def copilot(home: Path, package: Path) -> Iterator[Copilot]:
    assert package.is_dir()
    with opened(home) as made:
        yield made


@pytest.fixture(scope="module")
def asked(tiny_home: Path, package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A copilot that has compared a question with all examples before: reading them takes seconds."""
    assert package.is_dir()
    with opened(lockers(copy_home(tiny_home, tmp_path_factory.mktemp("asked") / "home"))) as made:
        yield made


def opened(home: Path) -> Copilot:
    return build_copilot(Settings.read({}, home=home))


@pytest.mark.parametrize(
    ("question", "locker"),
    [
        ("Which locker holds the bearing puller?", "locker 7"),
        ("Where do you keep the torque wrench?", "locker 2"),
    ],
)
def test_a_declared_tool_is_asked_what_its_examples_are_like(asked: Copilot, question: str, locker: str) -> None:
    answer = asked.ask(question)
    assert answer["tools"] == ["lockers"]
    assert answer["evidence"][0]["value"] == locker


def test_other_questions_still_go_to_the_manuals(asked: Copilot) -> None:
    for question in ("What does alarm E0712 mean?", "How often is the gear oil of gearbox GR-12 changed?"):
        assert asked.ask(question)["tools"] == ["manuals"]


def test_a_declared_tool_is_listed_and_called_in_every_face(copilot: Copilot) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1") as client:
        listed = {tool["name"]: tool for tool in client.get("/api/tools").json()["tools"]}
        assert (listed["lockers"]["flow"], listed["hand_out"]["flow"]) == (False, True)
        found = client.post("/api/tools/lockers", json={"tool": "torque wrench"}).json()
    assert found["evidence"][0]["statement"] == "torque wrench: locker 2"


def test_a_flow_waits_for_a_decision_and_writes_after_it(copilot: Copilot, home: Path) -> None:
    answer = copilot.ask("Hand out: bearing puller", thread="t")
    assert answer["pending"]["choices"] == ["yes", "no"]
    assert answer["pending"]["fields"] == {"to": ""}
    assert not (home / "handed-out.csv").exists()
    decided = copilot.decide("t", "yes", {"to": "Anna"})
    assert (decided["answer"], decided["pending"]) == ("bearing puller was handed out to Anna.", None)
    assert (home / "handed-out.csv").read_text(encoding="utf-8").endswith(",bearing puller,Anna\n")


def test_what_waits_survives_a_restart_and_other_questions(home: Path, package: Path) -> None:
    assert package.is_dir()
    with opened(home) as before:
        before.ask("Hand out: bearing puller", thread="t")
        before.ask("What does alarm E0712 mean?", thread="t")
    with opened(home) as after:
        assert after.threads()["threads"][0]["waiting"]
        after.decide("t", "yes", {"to": "Anna"})
    assert (home / "handed-out.csv").read_text(encoding="utf-8").count("Anna") == 1


def test_a_decision_made_again_after_a_crash_writes_once(copilot: Copilot, home: Path) -> None:
    copilot.ask("Hand out: bearing puller", thread="t")
    decided = copilot._threads.decided  # noqa: SLF001 - the crash comes before what was decided is noted
    copilot._threads.decided = lambda thread: None  # type: ignore[method-assign]  # noqa: ARG005, SLF001
    copilot.decide("t", "yes", {"to": "Anna"})
    copilot._threads.decided = decided  # type: ignore[method-assign]  # noqa: SLF001
    copilot.decide("t", "yes", {"to": "Anna"})
    assert (home / "handed-out.csv").read_text(encoding="utf-8").count("Anna") == 1


def test_what_was_not_offered_cannot_be_decided(copilot: Copilot, home: Path) -> None:
    copilot.ask("Hand out: bearing puller", thread="t")
    with pytest.raises(WrongUse, match=r"There is no choice 'maybe'. It is yes or no"):
        copilot.decide("t", "maybe")
    with pytest.raises(WrongUse, match="There is no field price"):
        copilot.decide("t", "yes", {"price": 1})
    assert not (home / "handed-out.csv").exists()


def test_the_plants_own_examples_are_read_and_a_wrong_file_is_named(copilot: Copilot, home: Path) -> None:
    (home / "examples.yaml").write_text("wardrobes:\n  en: [Where is the coat]\n", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"examples.yaml: there is no tool wardrobes"):
        copilot.ask("What does alarm E0712 mean?")
    (home / "examples.yaml").write_text('lockers:\n  en: ["Who has got the grease gun?"]\n', encoding="utf-8")
    assert copilot.ask("Who has got the grease gun?")["tools"] == ["lockers"]
