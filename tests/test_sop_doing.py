from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from databases import records_of
from plant_knowledge_ingest.principal import EVERYONE, Principal
from plant_tools.drafts.desk import DraftDesk
from plant_tools.records.load import load
from plant_tools.records.store import Store
from plant_tools.sop import kept
from plant_tools.sop.doing.desk import DoingDesk
from plant_tools.sop.doing.heard import heard
from plant_tools.sop.doing.walk import Walk, answered, asked, is_measured
from plant_tools.sop.errors import SopInvalid, SopRefused, UnknownSop
from plant_tools.sop.model import Procedure
from procedures import approved, sealing_bar
from upkeep import ALL

RECORDS = Path(__file__).parents[1] / "copilot" / "plant_copilot" / "sample_plant" / "records"
ANNA = Principal("anna", frozenset({EVERYONE}))
SOP = "SOP-SW-306-1"
TO_THE_TORQUE = ["next"] * 5 + ["0", "understood", "38"]
"""Isolation, the warning of the hot bar, its temperature; the torque comes next."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = records_of(tmp_path_factory.mktemp("plant"))
    for name in ("work-orders", "assets", "failure-codes"):
        load(opened, RECORDS / f"{name}.csv", dataset="brunnental")
    put(opened, approved())
    put(opened, replace(sealing_bar(), id="SOP-SW-306-2"))
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> DoingDesk:
    return DoingDesk(tmp_path, lambda: store, DraftDesk(lambda: store, None))


def put(store: Store, procedure: Procedure, **values: Any) -> None:
    with store.writing() as connection:
        row = kept.add(connection, procedure, key=procedure.id, rights=[EVERYONE], by="Anna")
        kept.change(connection, row, state=procedure.state, **values)


def begun(desk: DoingDesk, *words: str, **asked_for: Any) -> dict[str, Any]:
    run = desk.begin(asked_for.pop("sop", SOP), ANNA, by="Carl", **asked_for)
    for said in words:
        run = desk.answer(run["run"], said, ANNA)
    return run


def test_a_warning_is_read_before_its_step_and_is_not_skipped(desk: DoingDesk) -> None:
    run = begun(desk, *["next"] * 5, "0 V")
    assert run["asked"]["kind"] == "warning"
    assert run["asked"]["text"].startswith("WARNING: The sealing bar is hot (180 °C).")
    for word in ("next", "38", "weiter"):
        with pytest.raises(SopRefused, match="cannot be skipped"):
            desk.answer(run["run"], word, ANNA)
    assert desk.answer(run["run"], "Verstanden.", ANNA)["asked"]["kind"] == "step"


def test_a_value_outside_its_limits_stops_until_it_is_right(desk: DoingDesk) -> None:
    run = begun(desk, *TO_THE_TORQUE[:-1], "52 °C")
    assert run["asked"]["trouble"] == "outside"
    assert "Do not go on" in run["asked"]["text"]
    with pytest.raises(SopRefused, match="measured value"):
        desk.answer(run["run"], "next", ANNA)
    assert desk.answer(run["run"], "52", ANNA)["asked"]["trouble"] == "outside"
    assert desk.answer(run["run"], "39,5", ANNA)["asked"]["number"] == 8


def test_a_value_without_tolerance_is_recorded_when_it_is_said_twice(desk: DoingDesk) -> None:
    run = begun(desk, *TO_THE_TORQUE, "27 Nm")
    assert run["asked"]["trouble"] == "unlike"
    run = desk.answer(run["run"], "27", ANNA)
    assert run["asked"]["number"] == 9
    assert "27 Nm (good: 25 Nm) – unlike the source" in run["record"]


def test_units_may_be_said_in_words_and_refusals_are_in_the_language_of_the_run(desk: DoingDesk) -> None:
    run = begun(desk, *TO_THE_TORQUE[:-1], "38 Grad", language="de")
    assert run["asked"]["number"] == 8
    with pytest.raises(SopRefused, match="„vielleicht“ ist hier keine Antwort"):
        desk.answer(run["run"], "vielleicht", ANNA)
    assert desk.answer(run["run"], "25 Newtonmeter", ANNA)["asked"]["number"] == 9


def test_a_value_in_another_unit_or_written_two_ways_is_not_taken(desk: DoingDesk) -> None:
    run = begun(desk, *TO_THE_TORQUE)
    with pytest.raises(SopRefused, match="in Nm, not in ft-lb"):
        desk.answer(run["run"], "25 ft-lb", ANNA)
    with pytest.raises(SopRefused, match="no answer"):
        desk.answer(run["run"], "1,500", ANNA)


def test_who_takes_over_is_told_to_lock_and_reads_the_warnings_again(desk: DoingDesk) -> None:
    run = begun(desk, *TO_THE_TORQUE[:-1], "stop", language="de")
    with pytest.raises(SopRefused, match=r"stopped|angehalten"):
        desk.answer(run["run"], "38", ANNA)
    run = desk.resume(run["run"], ANNA, by="Dora")
    assert run["asked"]["text"].startswith("Dora übernimmt von Carl.")
    run = desk.answer(run["run"], "verstanden", ANNA)
    assert run["asked"]["kind"] == "warning"
    assert desk.answer(run["run"], "verstanden", ANNA)["asked"]["number"] == 7


def test_only_the_approved_version_is_done_and_a_draft_is_walked_for_training(desk: DoingDesk) -> None:
    with pytest.raises(SopRefused, match="is draft, not approved"):
        begun(desk, sop="SOP-SW-306-2")
    run = begun(desk, *TO_THE_TORQUE, "25", "next", "next", "next", "30 %", sop="SOP-SW-306-2", mode="training")
    assert (run["state"], run["draft"]) == ("done", None)
    assert run["record"].startswith("TRAINING on a version that is not approved")


def test_what_one_may_not_see_one_cannot_do(desk: DoingDesk, store: Store) -> None:
    put(store, replace(approved(), id="SOP-9"), rights=["engineers"])
    with pytest.raises(UnknownSop):
        begun(desk, sop="SOP-9")


def test_a_changed_safety_step_blocks_even_a_run_that_has_begun(desk: DoingDesk, store: Store) -> None:
    put(store, replace(approved(), id="SOP-8"))
    run = begun(desk, "next", sop="SOP-8")
    flag = {"step": "s3", "safety": True, "new": {"quote": "Main switch Q2"}}
    with store.writing() as connection:
        kept.change(connection, kept.find(connection, "SOP-8"), flags=[flag])
    with pytest.raises(SopRefused, match="changed at safety step 3"):
        desk.answer(run["run"], "next", ANNA)
    assert desk.answer(run["run"], "stop", ANNA)["state"] == "paused"


def test_the_record_waits_for_approval_in_a_draft_of_the_work_order(desk: DoingDesk, store: Store) -> None:
    run = begun(desk, *TO_THE_TORQUE, "25", "note: film was wet", "next", "next", "next", "31", key="once")
    assert (run["state"], begun(desk, key="once")["draft"]) == ("done", run["draft"])
    draft = DraftDesk(lambda: store, None).show(run["draft"], ALL)
    assert (draft["kind"], draft["state"] in {"draft", "pending"}) == ("work_order", True)
    assert draft["fields"]["asset_tag"] == "SW-306"
    assert "step 8: 25 Nm (good: 25 Nm)" in draft["fields"]["description"]
    assert "note: film was wet" in draft["fields"]["description"]


def test_an_answer_that_is_sent_again_changes_nothing(desk: DoingDesk) -> None:
    run = begun(desk)
    told = [desk.answer(run["run"], "next", ANNA, turn=run["turn"]) for _ in range(2)]
    assert [one["asked"]["number"] for one in told] == [2, 2]


def test_a_photo_is_kept_with_its_step_and_anything_else_is_refused(desk: DoingDesk) -> None:
    held = BytesIO()
    Image.new("RGB", (8, 8), "red").save(held, "PNG")
    run = begun(desk, "next")
    name = desk.photo(run["run"], held.getvalue(), ANNA)["entries"][-1]["text"]
    assert desk.photo_file(run["run"], name, ANNA) == held.getvalue()
    again = desk.photo(run["run"], held.getvalue(), ANNA)["entries"]
    assert [one["text"] for one in again if one["what"] == "photo"] == [name]
    with pytest.raises(SopInvalid, match="no photo"):
        desk.photo(run["run"], b"%PDF-1.7", ANNA)


@given(
    st.lists(
        st.sampled_from(["next", "understood", "0", "38", "25", "30", "99", "back", "repeat", "note x"]), max_size=60
    )
)
def test_whatever_is_said_no_warning_and_no_value_is_passed_over(words: list[str]) -> None:
    procedure, walk = approved(), Walk()
    for word in words:
        before = asked(procedure, walk)
        try:
            walk = answered(procedure, walk, heard(word), "Carl", "2026-11-22 10:00:00")
        except SopRefused:
            continue
        if before.kind == "warning" and word != "back":
            assert asked(procedure, walk).key == before.key or before.key in walk.read
    passed = {entry.step for entry in walk.entries if entry.what in {"value", "value_unlike"}}
    for step in procedure.steps[: walk.at]:
        assert not is_measured(step) or step.id in passed
        assert {f"{step.id}.{n}" for n in range(len(step.warnings))} <= set(walk.read)


def test_the_words_of_each_language_are_understood() -> None:
    meant = {"Weiter!": "next", "下一步": "next", "再說一遍": "repeat", "Stopp": "stop", "明白了。": "understood"}
    meant |= {
        "noch einmal": "repeat",
        "上一步": "back",
        "Notiz: Dichtung alt": "note",
        "备注：漏油": "note",
        "放棄": "abandon",
    }
    assert {said: heard(said).command for said in meant} == meant
