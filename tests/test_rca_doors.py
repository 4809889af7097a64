"""Root-cause ranking over coded orders, through Python, the command line, HTTP and questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from databases import database_of, pasted
from plant_agents.declared.causes import claim
from plant_agents.question import Question
from plant_copilot import Copilot
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_knowledge_ingest.principal import Principal
from plant_tools.rca.errors import RankingDecided, UnknownRanking
from plant_ui.api.app import build_app
from plant_ui.chat.reply import reply
from plant_ui.cli.app import app
from records_files import write_csv

HEADINGS = ("order", "asset", "type", "description", "problem code", "cause code", "reported")
SEEN = (
    ("The seal leaks at the shaft", "SEAL", "WEAR"),
    ("The motor is much too hot", "HEAT", "DIRT"),
    ("A label is jammed at the cutter", "JAM", "SETUP"),
)


def orders(size: int) -> list[tuple[str, ...]]:
    return [
        (f"W{n}", f"P-10{n % 2}", "CM", f"{SEEN[n % 3][0]} {n % 4}", *SEEN[n % 3][1:], f"2024-0{1 + n % 9}-1{n % 9}")
        for n in range(size)
    ]


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = tmp_path_factory.mktemp("rca")
    (home / "cache").symlink_to(tiny_home / "cache")
    with build_copilot(Settings.read({}, home=home)) as opened:
        opened.records.load(write_csv(home / "orders.csv", orders(60), HEADINGS))
        yield opened


@pytest.fixture(scope="module")
def odd(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """Two plants: in one nothing foretells the causes, of which one is spelt in three ways; the other has one cause."""
    home = tmp_path_factory.mktemp("odd")
    (home / "cache").symlink_to(tiny_home / "cache")
    ways = ("Seal worn", "SEAL WORN", "seal-worn", "Belt", "Motor", "Fan", "Dirt", "Valve", "Chain")
    spelt = [(f"S{n}", "S-1", "CM", "Stopped", "", ways[n * 7 % 9], f"2024-0{1 + n % 9}-1{n % 7}") for n in range(90)]
    one = [(f"X{n}", "X-1", "CM", "Leaks", "", "WEAR", "2024-01-01") for n in range(40)]
    with build_copilot(Settings.read({}, home=home)) as opened:
        opened.records.load(write_csv(home / "odd.csv", spelt, HEADINGS), dataset="odd")
        opened.records.load(write_csv(home / "one.csv", one, HEADINGS), dataset="one")
        yield opened


def sql(copilot: Copilot, query: str) -> list[tuple[int | str, ...]]:
    return pasted(database_of(copilot.settings.home), query)


def test_every_count_is_given_again_by_its_sql(copilot: Copilot) -> None:
    found = copilot.causes("Seal leaks", asset="P-100", seen={"problem": "SEAL"})
    first = found["candidates"][0]
    assert (first["cause"], first["orders"], first["of"]) == ("WEAR", 20, 60)
    assert len(sql(copilot, first["sql"])) == first["orders"]
    assert sql(copilot, first["on_asset_sql"]) == [tuple(first["on_asset"])]
    supports = [one for candidate in found["candidates"] for one in (*candidate["for"], *candidate["against"])]
    assert supports
    assert all(sql(copilot, one["sql"]) == [(one["having"], one["told"])] for one in supports)


def test_an_alarm_in_the_day_before_is_a_symptom(copilot: Copilot, tmp_path: Path) -> None:
    days = [f"2024-{1 + n // 28:02d}-{1 + n % 28:02d}" for n in range(60)]
    rows = [
        (f"A{n}", "M-1", "CM", "Stopped", "S", "WEAR" if n % 2 else "DIRT", f"{day} 12:00")
        for n, day in enumerate(days)
    ]
    alarms = [(f"E{n}", "M-1", "alarm", f"A{n % 2}", f"{day} 11:00") for n, day in enumerate(days)]
    copilot.records.load(write_csv(tmp_path / "orders.csv", rows, HEADINGS), dataset="alarms")
    headings = ("event id", "asset", "event group", "event type", "event time")
    copilot.records.load(write_csv(tmp_path / "events.csv", alarms, headings), dataset="alarms")
    first = copilot.causes("Stopped", asset="M-1", dataset="alarms", seen={"alarm A1": "yes", "alarm A0": "no"})
    said = {one["symptom"]: one for one in first["candidates"][0]["against"] + first["candidates"][0]["for"]}
    assert first["checks"] == []
    assert sql(copilot, said["alarm A1"]["sql"]) == [(said["alarm A1"]["having"], said["alarm A1"]["told"])]


def test_a_confirmed_cause_counts_once_and_for_the_score(copilot: Copilot) -> None:
    number = copilot.causes("Motor too hot")["ranking"]
    assert copilot.confirm_cause(number, "dirt", by="Huber")["rank"] == 1
    assert copilot.confirm_cause(number, "DIRT", by="Huber")["rank"] == 1
    with pytest.raises(RankingDecided, match="dirt was confirmed by Huber"):
        copilot.confirm_cause(number, "WEAR", by="Meier")
    score = copilot.cause_score()
    assert (score["all"]["n"], score["all"]["hit@1"], score["all"]["few"]) == (1, 1.0, True)
    assert "n = 1" in copilot.cause_score_svg()
    with pytest.raises(UnknownRanking):
        copilot.confirm_cause(999, "WEAR", by="Huber")


def test_another_language_than_that_of_the_history_is_said(copilot: Copilot) -> None:
    found = copilot.causes("密封处泄漏很多水，需要尽快维修")
    assert {"code": "other_language", "asked": "zh", "history": ["en"]} in found["notices"]


def test_an_unknown_symptom_is_named(copilot: Copilot) -> None:
    notices = {one["code"]: one for one in copilot.causes("Seal leaks", seen={"smell": "burnt"})["notices"]}
    assert notices["unknown_symptoms"]["names"] == ["smell"]


def test_one_cause_alone_is_no_ranking(copilot: Copilot, tmp_path: Path) -> None:
    rows = [(f"X{n}", "K-1", "CM", "Leaks", "L", "WEAR", "2024-01-01") for n in range(40)]
    copilot.records.load(write_csv(tmp_path / "one.csv", rows, HEADINGS), dataset="one")
    found = copilot.causes("Leaks", dataset="one")
    assert (found["candidates"], found["ranking"]) == ([], None)
    assert found["gap"] == "all 40 coded orders have one cause, WEAR; nothing to rank"


@pytest.mark.parametrize(
    ("question", "symptom"),
    [
        ("What is the most likely cause: P-101 leaks at the seal?", "P-101 leaks at the seal"),
        ("Was ist die wahrscheinlichste Ursache: Motor heiß?", "Motor heiß"),
        ("P-101密封泄漏，最可能的原因是什么？", "P-101密封泄漏"),
        ("Why does CNC-3's spindle overheat?", "CNC-3's spindle overheat"),
        ("Fehlerursache für undichte Dichtung an P-101?", "undichte Dichtung an P-101"),
        ("LB-305皮带打滑的根本原因是什么？", "LB-305皮带打滑"),
        ("CH-115為什麼高壓跳機？", "CH-115 高壓跳機"),
    ],
)
def test_questions_for_likely_causes_are_understood(question: str, symptom: str) -> None:
    claimed = claim(Question(question, "auto", "", Principal("a")))
    assert claimed is not None
    assert claimed.arguments["symptom"] == symptom


@pytest.mark.parametrize(
    "question",
    [
        "What causes E0451?",
        "Cause and remedy of alarm E12",
        "Ursache von E0451?",
        "Why must the pump be vented?",
        "Warum darf die Pumpe nicht trocken laufen?",
        "为什么启动前必须排气？",
        "HP1警報的原因與排除方法？",
    ],
)
def test_what_a_manual_answers_is_not_taken_for_a_ranking(question: str) -> None:
    assert claim(Question(question, "auto", "", Principal("a"))) is None


def test_an_answer_says_candidate_and_never_cause_alone(copilot: Copilot) -> None:
    answer = copilot.ask("Was ist die wahrscheinlichste Ursache: seal leaks?", language="de")
    assert "Mögliche Ursache 1: WEAR" in answer["answer"]
    assert "bevor ein Mensch sie bestätigt" in answer["answer"]
    assert answer["citations"][0]["kind"] == "records"


@pytest.mark.parametrize(
    ("language", "weak", "spelt"),
    [
        ("en", "Weak evidence", "Counted as one cause each: SEAL WORN = Seal worn = seal-worn"),
        ("de", "Schwache Belege", "Jeweils als eine Ursache gezählt"),
        ("zh-Hans", "证据薄弱", "按同一原因计数"),
        ("zh-Hant", "證據薄弱", "按同一原因計數"),
    ],
)
def test_causes_spelt_in_several_ways_and_weak_evidence_are_said(
    odd: Copilot, language: str, weak: str, spelt: str
) -> None:
    odd.learn_causes("odd")
    answer = odd.ask("What is the most likely cause: S-1 stopped?", language=language)["answer"]
    assert weak in answer
    assert spelt in answer


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "All 40 coded orders have one cause"),
        ("de", "dieselbe Ursache; es gibt nichts zu ordnen"),
        ("zh-Hans", "都是同一原因，无从排列"),
        ("zh-Hant", "都是同一原因，無從排列"),
    ],
)
def test_one_cause_alone_is_said_in_every_language(odd: Copilot, language: str, said: str) -> None:
    answer = odd.ask("What is the most likely cause: X-1 leaks?", language=language)
    assert said in answer["answer"]
    assert "%" not in answer["answer"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How often was the cause ranking right?", "rankings whose cause a person confirmed"),
        ("Wie zuverlässig ist die Rangfolge der Ursachen?", "Rangfolgen, deren Ursache ein Mensch bestätigt hat"),
        ("原因排序的准确率是多少？", "已由人确认原因的排序"),
        ("原因排序的準確率是多少？", "已由人確認原因的排序"),
    ],
)
def test_the_score_is_told_in_conversation(copilot: Copilot, question: str, said: str) -> None:
    copilot.confirm_cause(copilot.causes("Label jammed")["ranking"], "SETUP", by="Huber")
    answer = copilot.ask(question)
    assert said in answer["answer"]
    assert "| Brier | ECE |" in answer["answer"]
    cited = answer["citations"][0]
    assert len(sql(copilot, cited["query"])) == cited["total"] > 0
    assert any("/api/causes/score.svg" in block for block in reply(answer, "/chat"))


def test_http_ranks_and_the_command_line_confirms(copilot: Copilot) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        ranked = client.post("/api/causes", json={"symptom": "Label jammed", "seen": {"problem": "JAM"}}).json()
        assert ranked["candidates"][0]["cause"] == "SETUP"
        done = client.post(f"/api/causes/{ranked['ranking']}/confirm", json={"cause": "SETUP", "by": "Huber"})
        assert done.json()["rank"] == 1
        assert client.post("/api/causes/999/confirm", json={"cause": "a", "by": "b"}).status_code == 404
        assert client.get("/api/causes/score.svg").text.startswith("<svg")


def test_the_command_ranks_and_scores(tiny_home: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").symlink_to(tiny_home / "cache")
    run, home = CliRunner(), ["--home", str(tmp_path)]
    run.invoke(app, [*home, "records", "load", str(write_csv(tmp_path / "o.csv", orders(20), HEADINGS))])
    ranked = json.loads(run.invoke(app, [*home, "rca", "Seal leaks", "--json"]).stdout)
    assert (ranked["basis"], ranked["notices"][0]["code"]) == ("prior", "prior_only")
    assert "place" in run.invoke(app, [*home, "rca", "confirm", "1", "WEAR", "--by", "Huber"]).stdout
    assert json.loads(run.invoke(app, [*home, "rca", "score", "--json"]).stdout)["all"]["n"] == 1
