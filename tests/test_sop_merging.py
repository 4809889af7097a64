"""Two procedures made one: nothing lost, nothing invented, each order kept, and what differs left to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from papers import HashingEmbedder, running, write_pdf
from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.library import Library
from plant_tools.sop.drafting.merging import merged
from plant_tools.sop.errors import SopInvalid, SopRefused
from plant_tools.sop.model import Gap, Hazard, Phase, Source, Step
from plant_tools.sop.proven import facts
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from sop_plant import LOCAL, desk_in

PUMP = (
    "4.1 Replacing the seal",
    "WARNING: Hot surfaces cause burns. Wear gloves.",
    "1. Remove the cover.",
    "2. Take out the old seal.",
    "3. Fit the new seal NP-65-4410.",
    "4. Tighten the cover nuts to 32 Nm.",
    "5. Fill the gearbox with 2.5 l of gear oil.",
)
SEAL = (
    "3 Seal exchange",
    "1. Take off the cover.",
    "2. Clean the shaft.",
    "3. Fit the new seal NP-65-4410.",
    "4. Fill the gearbox with 3.5 l of gear oil.",
    "5. Tighten the cover nuts to 32 Nm.",
    "6. Check the gap: 0.5 mm.",
)
RUN = ("5 Starting the gearbox", "No lock-out is needed.", "1. Switch on the pump.", "2. Check the oil level.")
SHEET = """asset: GR-12
energies:
- {name: Mains, kind: electrical, magnitude: 400 V, isolate: Q1, relieve: wait 5 min, verify: tester reads 0 V}
"""
TASK = "replacing the seal of GR-12"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in (("pump", PUMP), ("seal", SEAL), ("start", RUN)):
        write_pdf(folder / f"{name}.pdf", running(*text), toc=[[1, text[0], 1]], title=f"{name} GR-12")
    return folder


@pytest.fixture(scope="module")
def desk(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("merged")
    library = Library(folder / "library", HashingEmbedder)
    for name in ("pump", "seal", "start"):
        library.ingest([papers / f"{name}.pdf"], described={"document": f"{name} manual", "assets": ["GR-12"]})
    opened = desk_in(folder, library)
    opened.load_energies(SHEET, "GR-12.yaml", by="Anna")
    yield opened
    library.close()


def drafted(desk: Any, **asked: Any) -> dict[str, Any]:
    given = {"by": "Anna", "document": "pump manual", "merge": ["seal manual:1"]} | asked
    one: dict[str, Any] = desk.draft(TASK, LOCAL, **given)
    return one


def work(one: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for step in one["procedure"]["steps"] if step["phase"] == "work"]


def test_the_same_act_is_one_step_that_cites_both_manuals(desk: Any) -> None:
    first = work(drafted(desk))[0]
    assert first["action"] == "Remove the cover."
    assert [source["document"] for source in first["sources"]] == ["pump manual", "seal manual"]
    assert [remark["text"] for remark in first["remarks"]] == ["Take off the cover."]
    assert [warning["signal_word"] for warning in first["warnings"]] == ["WARNING"]


def test_no_step_is_lost_and_each_manual_keeps_its_order(desk: Any) -> None:
    steps = work(drafted(desk))
    for part, wanted in ((1, 5), (2, 6)):
        places = [origin["at"] for step in steps for origin in step["origins"] if origin["part"] == part]
        assert places == list(range(1, wanted + 1))


def test_values_that_differ_are_both_shown_and_chosen_by_nobody(desk: Any) -> None:
    one = drafted(desk)
    told = next(finding for finding in one["lint"] if finding["code"] == "disagree")
    step = next(step for step in work(one) if step["id"] == told["step"])
    assert ("2.5 l in pump manual, page 1" in told["text"], "3.5 l in seal manual, page 1" in told["text"]) == (
        True,
        True,
    )
    assert step["action"] == "Fill the gearbox with 2.5 l of gear oil. | Fill the gearbox with 3.5 l of gear oil."
    assert step["good"]["kind"] == "gap"
    assert "sources differ: to be decided" in {gap["text"] for gap in one["gaps"]}


def test_an_order_that_differs_is_reported(desk: Any) -> None:
    one = drafted(desk)
    told = next(finding for finding in one["lint"] if finding["code"] == "order_differs")
    again = [step["id"] for step in work(one) if step["action"] == "Tighten the cover nuts to 32 Nm."]
    assert again == [told["facts"]["step"], told["facts"]["second_step"]]


def test_the_machine_is_isolated_once_before_all_work(desk: Any) -> None:
    phases = [step["phase"] for step in drafted(desk)["procedure"]["steps"]]
    assert phases.count("isolate") == 1
    assert phases == sorted(phases, key=list(Phase).index)


def test_only_what_is_open_keeps_a_merged_draft_from_being_approved(desk: Any) -> None:
    sop = drafted(desk)["sop"]
    desk.submit(sop, LOCAL, by="Anna")
    with pytest.raises(SopRefused, match="disagree"):
        desk.approve(sop, LOCAL, by="Bert")
    desk.send_back(sop, LOCAL, by="Bert")
    with pytest.raises(SopInvalid, match="does not say which holds"):
        desk.fill(sop, "notices.disagree", "as the maker says", LOCAL, by="Anna")
    desk.fill(sop, "notices.disagree", "3.5 l", LOCAL, by="Anna")
    one = desk.fill(sop, "notices.order_differs", "twice is right", LOCAL, by="Anna")
    assert one["lint"] == []
    decided = next(step for step in work(one) if step["action"] == "Fill the gearbox with 3.5 l of gear oil.")
    assert (decided["good"]["text"], decided["good"]["sources"][0]["document"]) == ("3.5 l", "Anna")


def test_two_drafts_are_merged_by_their_ids_and_drafted_again_as_one(desk: Any) -> None:
    ids = [desk.draft(TASK, LOCAL, document=f"{name} manual:1", by="Anna")["sop"] for name in ("pump", "seal")]
    one = desk.draft(ids[0], LOCAL, merge=[ids[1]], by="Anna")
    assert [step["action"] for step in work(one)] == [step["action"] for step in work(drafted(desk))]
    for place, text in (("notices.disagree", "3.5 l"), ("notices.order_differs", "twice is right")):
        desk.fill(one["sop"], place, text, LOCAL, by="Anna")
    desk.submit(one["sop"], LOCAL, by="Anna")
    desk.approve(one["sop"], LOCAL, by="Bert")
    again = desk.revise(one["sop"], LOCAL, by="Anna")
    assert len(work(again)) == len(work(one))


def test_a_part_that_no_manual_has_is_said_and_blocks(desk: Any) -> None:
    one = drafted(desk, merge=["changing the belt"])
    told = next(finding["text"] for finding in one["lint"] if finding["code"] == "no_part")
    assert "changing the belt" in told
    assert work(one)[0]["action"] == "Remove the cover."


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"merge": ["start manual:1"]}, r"is done under power, .* with the machine locked out"),
        ({"merge": ["seal manual:9"]}, r"Page 9 of seal manual has no steps"),
        ({"document": "belt manual"}, r"There is no document 'belt manual'\. There are: pump manual; seal manual"),
        ({"merge": ["changing the oil of K-110"]}, r"One procedure is of one asset: GR-12 or K-110"),
        ({"merge": [" "]}, r"A task is told in 1 to 500 characters"),
    ],
)
def test_what_cannot_be_one_procedure_is_refused(desk: Any, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(SopInvalid, match=told):
        drafted(desk, **asked)


def test_a_document_that_is_merged_in_is_not_taken_for_both(desk: Any) -> None:
    for name in ("pump manual", "seal manual"):
        one = drafted(desk, document="", merge=[name])
        cited = {source["document"] for source in work(one)[0]["sources"]}
        assert cited == {"pump manual", "seal manual"}


def test_the_same_procedure_twice_is_drafted_once(desk: Any) -> None:
    one = drafted(desk, merge=["pump manual:1"])
    assert len(work(one)) == 5
    assert "same_procedure" in {notice["code"] for notice in one["notices"]}


ACTS = (
    "Remove the cover.",
    "Take off the cover.",
    "Fit the seal.",
    "Remove the seal.",
    "Drain the oil.",
    "Tighten the nut to 32 Nm.",
    "Tighten the nut to 35 Nm.",
    "Open the valve HV-1.",
    "Open the valve HV-2.",
    "Clean the shaft.",
)
LISTS = st.lists(st.lists(st.sampled_from(ACTS), max_size=7), min_size=2, max_size=3)


@cache
def glossary() -> Glossary:
    return Glossary.read()


def steps_of(part: int, acts: Sequence[str]) -> list[Step]:
    hot = Hazard("WARNING", 1, "Hot oil.", "en", (Source(f"M{part}", "WARNING Hot oil.", page=1),))
    return [
        Step(
            f"{part}.{at}",
            Phase.WORK,
            act,
            "en",
            Gap("good"),
            (hot,) * (at == 1),
            (),
            (Source(f"M{part}", act, page=at),),
        )
        for at, act in enumerate(acts, 1)
    ]


@settings(max_examples=150, deadline=None)
@given(LISTS)
def test_merging_loses_no_step_invents_no_value_and_keeps_every_order(told: list[list[str]]) -> None:
    lists = [steps_of(part, acts) for part, acts in enumerate(told, 1)]
    steps, _ = merged(lists, glossary(), "en")
    for part, own in enumerate(lists, 1):
        met = [(origin.at, step) for step in steps for origin in step.origins if origin.part == part]
        assert [at for at, _ in met] == list(range(1, len(own) + 1))
        for (_, step), source in zip(met, own, strict=True):
            words = (step.action, *(remark.text for remark in step.remarks))
            assert source.sources[0] in step.sources
            assert any(source.action in said for said in words)
            assert {warning.text for warning in source.warnings} <= {warning.text for warning in step.warnings}
    for step in steps:
        assert set(facts(step.action)) <= set(facts(" ".join(source.quote for source in step.sources)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ACTS), max_size=7, unique=True))
def test_a_procedure_merged_with_itself_is_itself(acts: list[str]) -> None:
    lists = [steps_of(part, acts) for part in (1, 2)]
    steps, notices = merged(lists, glossary(), "en")
    # Of acts that name the same in other words, each may be met by the other.
    assert (len(steps) <= 2 * len(acts), [s.action for s in steps][:1]) == (True, acts[:1])
    if not {"Take off the cover.", "Tighten the nut to 35 Nm."} & set(acts):
        assert ([step.action for step in steps], notices) == (acts, [])


def test_a_model_only_proposes_what_nothing_printed_keeps_apart() -> None:
    lists = [
        steps_of(1, ["Undo the lid.", "Open the valve HV-1."]),
        steps_of(2, ["Remove the cover.", "Open the valve HV-2."]),
    ]
    steps, _ = merged(lists, glossary(), "en", lambda *_: [("1.1", "2.1"), ("1.2", "2.2"), ("9.9", "2.1")])
    assert [step.action for step in steps] == ["Undo the lid.", "Open the valve HV-1.", "Open the valve HV-2."]


def test_every_door_merges(papers: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with build_copilot(Settings.read({}, home=home)) as copilot:
        for name in ("pump", "seal"):
            copilot.ingest([papers / f"{name}.pdf"], described={"document": f"{name} manual", "assets": ["GR-12"]})
        wanted: dict[str, Any] = {"document": "pump manual", "merge": ["seal manual:1"]}
        one = copilot.sops.draft(TASK, by="Anna", **wanted)
        assert len(work(one)[0]["sources"]) == 2
        second = copilot.sops.draft(TASK, by="Anna", document="seal manual:1")
        _over_http(copilot, wanted, one)
        asked = copilot.ask(f"Merge {one['sop']} and {second['sop']}", thread="merge")["pending"]
        assert "Fill the gearbox with 2.5 l of gear oil. | Fill" in asked["summary"].replace("\\", "")
        (place,) = (field for field in asked["fields"] if field.startswith("notices.disagree."))
        asked = copilot.decide("merge", "edit", {place: "3.5 l", "decided_by": "Anna"})["pending"]
        assert place not in asked["fields"]
        assert "Fill the gearbox with 3.5 l of gear oil." in asked["summary"].replace("\\", "")
    words = ["--home", str(home), "sop", "draft", TASK, "--document", "pump manual", "--merge", "seal manual:1"]
    told = CliRunner().invoke(app, words, catch_exceptions=False)
    assert "Remove the cover.  [pump manual, page 1; seal manual, page 1]" in told.stdout


def _over_http(copilot: Copilot, wanted: dict[str, Any], one: dict[str, Any]) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        made = client.post("/api/sops", json={"text": TASK, **wanted}).json()
        assert [step["action"] for step in work(made)] == [step["action"] for step in work(one)]
        assert client.post("/api/sops", json={"text": TASK, "document": "x"}).status_code == 422
