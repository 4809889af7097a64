from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from databases import records_of
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import EVERYONE, Principal
from plant_tools.sop import kept
from plant_tools.sop.desk import SopDesk
from plant_tools.sop.errors import SopInvalid, SopRefused
from plant_tools.sop.model import Energy, Gap, Line
from plant_tools.sop.training.desk import TrainingDesk
from plant_tools.sop.training.questions import questions
from procedures import DOCUMENT, ENERGIES, PAGES, approved, sealing_bar
from tiny_plant import write_pdf

ANNA = Principal("anna", frozenset({EVERYONE}))
TEXTS = {DOCUMENT: ["Guide screws 8 Nm, motor flange 49 Nm.", "The belt runs at 0.4 m/s.", "Tighten to 25 Nm."]}


@pytest.fixture
def desk(library: Library, tmp_path: Path) -> Iterator[TrainingDesk]:
    library.ingest([write_pdf(tmp_path / f"{DOCUMENT}.pdf", PAGES)])
    store = records_of(tmp_path)
    for procedure in (approved(), replace(sealing_bar(), id="SOP-2")):
        with store.writing() as connection:
            row = kept.add(connection, procedure, key=procedure.id, rights=ANNA.reach, by="Anna")
            kept.change(connection, row, state=procedure.state)
    sops = SopDesk(lambda: store, library)
    sops.load_energies(ENERGIES, "SW-306.yaml", by="Anna")
    yield TrainingDesk(lambda: store, library, sops)
    store.close()


def test_a_value_is_asked_beside_other_values_of_the_same_document_only() -> None:
    asked = questions(approved(), lambda document: TEXTS[document], "de")
    torque = next(one for one in asked if one.kind == "value" and one.step == "s8")
    assert set(torque.options) == {"8 Nm", "49 Nm", "25 Nm"}
    assert (torque.right, "25 Nm" in torque.text) == ("25 Nm", False)
    assert torque.source is not None
    assert torque.source.page == 15
    assert torque.text.startswith("Welcher Wert gehört hierher?")


def test_nothing_is_asked_where_the_document_has_nothing_to_put_beside_the_answer() -> None:
    asked = questions(approved(), lambda _: (), "en")
    assert {one.kind for one in asked} == {"signal", "order"}


def test_isolation_points_and_their_proof_are_asked_among_those_of_the_machine() -> None:
    air = Energy("pneumatic", "Air", "en", Gap("magnitude"), Line("Valve V3", "en"), Gap("relieve"), Gap("verify"))
    made = replace(approved(), energies=(*approved().energies, air))
    asked = [one for one in questions(made, lambda _: (), "en") if one.kind == "isolate"]
    assert {one.right for one in asked} == {"Valve V3", "Main switch Q1, panel +A1"}
    assert all(len(one.options) == 2 for one in asked)


def test_the_same_procedure_gives_the_same_questions_in_an_order_that_tells_nothing() -> None:
    once, again = (questions(approved(), lambda document: TEXTS[document], "en") for _ in range(2))
    assert once == again
    assert len({one.options.index(one.right) for one in once if len(one.options) > 1}) > 1


def test_a_wrong_answer_opens_the_page_and_the_record_is_kept_by_person(desk: TrainingDesk) -> None:
    signal = next(one for one in desk.quiz("SOP-SW-306-1", ANNA)["questions"] if one["kind"] == "signal")
    wrong = desk.answer("SOP-SW-306-1", signal["id"], "NOTICE", ANNA, person="Carl", key="a")
    assert (wrong["right"], wrong["correct"], wrong["place"]["page"]) == (False, "WARNING", 14)
    assert desk.record("Carl")["people"][0] | {"last_utc": ""} == {
        "person": "Carl", "sop": "SOP-SW-306-1", "version": 1, "answered": 1, "right": 0, "open": 1, "last_utc": ""
    }  # fmt: skip
    assert desk.quiz("SOP-SW-306-1", ANNA, person="Carl")["questions"][0]["id"] == signal["id"]
    desk.answer("SOP-SW-306-1", signal["id"], str(signal["options"].index("WARNING") + 1), ANNA, person="Carl")
    assert desk.record()["people"][0]["right"] == 1


def test_only_what_is_approved_is_taught_and_only_its_options_are_taken(desk: TrainingDesk) -> None:
    with pytest.raises(SopRefused, match="approved"):
        desk.cards("SOP-2", ANNA)
    question = desk.quiz("SOP-SW-306-1", ANNA)["questions"][0]["id"]
    with pytest.raises(SopInvalid, match="none of the options"):
        desk.answer("SOP-SW-306-1", question, "all of them", ANNA, person="Carl")
    assert all(card["back"] for card in desk.cards("SOP-SW-306-1", ANNA)["cards"])
