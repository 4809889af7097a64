"""From a draft to what is in force: other people, complete isolation, signatures; and what a new manual changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from copies import copy_home
from databases import records_of
from papers import HashingEmbedder
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.records import audit
from plant_tools.records.load import load
from plant_tools.sop.desk import SopDesk
from plant_tools.sop.errors import SopInvalid, SopRefused, UnknownSop
from sop_plant import LOCAL, MANUALS, PUMP, SEAL, approved, complete, desk_in, library_in, revised
from upkeep import ALL


@pytest.fixture(scope="module")
def read_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read-in") / "home"
    library_in(folder).close()
    return folder


@pytest.fixture
def home(read_in: Path, tmp_path: Path) -> Path:
    return copy_home(read_in, tmp_path / "home")


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    opened = Library(home / "library", HashingEmbedder)
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Path, library: Library) -> SopDesk:
    return desk_in(home, library)


def test_a_draft_with_a_gap_in_its_isolation_is_not_approved(desk: SopDesk) -> None:
    sop = desk.draft(f"{SEAL} an P-101", LOCAL, by="Anna")["sop"]
    desk.submit(sop, LOCAL, by="Anna")
    with pytest.raises(SopRefused, match=r"Elektrisch: relieve is missing\. And 1 more"):
        desk.approve(sop, LOCAL, by="Bert")
    assert desk.show(sop, LOCAL)["state"] == "review"


@pytest.mark.parametrize("name", ["Anna", " anna", "ＡＮＮＡ", "Carl"])
def test_nobody_who_wrote_it_approves_it(desk: SopDesk, name: str) -> None:
    sop = complete(desk)
    desk.fill(sop, "ppe", "Schutzbrille", LOCAL, by="Carl")
    desk.submit(sop, LOCAL, by="Dora")
    with pytest.raises(SopRefused, match="cannot approve it"):
        desk.approve(sop, LOCAL, by=name)


def test_only_who_may_approve_does(home: Path, library: Library) -> None:
    desk = desk_in(home, library, approvers=frozenset({"Bert Meier"}))
    sop = complete(desk)
    desk.submit(sop, LOCAL, by="Anna")
    with pytest.raises(SopRefused, match="Carl is not among those who may approve"):
        desk.approve(sop, LOCAL, by="Carl")
    assert desk.approve(sop, LOCAL, by="bert meier")["state"] == "approved"


def test_a_signature_has_who_when_and_the_hash_of_what_was_signed(desk: SopDesk, home: Path) -> None:
    sop = complete(desk)
    seen = desk.submit(sop, LOCAL, by="Anna")["hash"]
    done = desk.approve(sop, LOCAL, by="Bert", seen=seen, review_date="2027-01-31")
    signed = [(one["who"], one["role"], one["hash"]) for one in done["signatures"]]
    assert signed == [("Anna", "author", seen), ("Bert", "approver", seen)]
    assert (done["review_date"], done["written"], desk.approve(sop, LOCAL, by="Bert")["written"]) == (
        "2027-01-31",
        True,
        False,
    )
    with records_of(home).reading(ALL) as connection:
        assert audit.broken_at(connection) is None
        assert [one["action"] for one in audit.entries(connection)][-2:] == ["submitted", "approved"]


def test_what_is_signed_is_what_was_read(desk: SopDesk) -> None:
    sop = complete(desk)
    seen = desk.show(sop, LOCAL)["hash"]
    desk.fill(sop, "tools", "Drehmomentschlüssel", LOCAL, by="Carl")
    desk.submit(sop, LOCAL, by="Anna")
    with pytest.raises(SopRefused, match="is not what you have read"):
        desk.approve(sop, LOCAL, by="Bert", seen=seen)


def test_only_a_draft_changes_and_what_was_sent_back_is_one(desk: SopDesk) -> None:
    sop = complete(desk)
    desk.submit(sop, LOCAL, by="Anna")
    with pytest.raises(SopRefused, match="only a draft can be changed"):
        desk.fill(sop, "ppe", "x", LOCAL, by="Anna")
    back = desk.send_back(sop, LOCAL, by="Bert", reason="PPE is missing")
    assert (back["state"], back["reason"], back["signatures"]) == ("draft", "PPE is missing", [])


def test_an_edited_procedure_must_be_readable(desk: SopDesk) -> None:
    one = desk.show(complete(desk), LOCAL)
    content = one["procedure"] | {"steps": [{"id": "s1"}]}
    with pytest.raises(SopInvalid, match=r"steps\.0\.phase: Field required"):
        desk.edit(one["sop"], content, LOCAL, by="Carl")
    cut = one["procedure"] | {"steps": one["procedure"]["steps"][3:]}
    edited = desk.edit(one["sop"], cut, LOCAL, by="Carl", seen=one["hash"])
    assert "missing_phase" in {finding["code"] for finding in edited["lint"]}


def test_a_quote_that_is_on_no_page_is_not_approved(desk: SopDesk) -> None:
    one = desk.show(complete(desk), LOCAL)
    content = json.loads(json.dumps(one["procedure"]).replace("65 Nm", "95 Nm"))
    edited = desk.edit(one["sop"], content, LOCAL, by="Carl")
    assert (edited["lint"], edited["needs_review"]) == ([], ["s24"])
    desk.submit(one["sop"], LOCAL, by="Anna")
    with pytest.raises(SopRefused, match="step s24 is not in its manual as it is quoted"):
        desk.approve(one["sop"], LOCAL, by="Bert")


def test_words_of_a_person_are_those_of_whoever_edits(desk: SopDesk) -> None:
    one = desk.show(complete(desk), LOCAL)
    content = json.loads(json.dumps(one["procedure"]).replace('"document": "Anna"', '"document": "Bert"'))
    with pytest.raises(SopInvalid, match="The source person 'Bert' cannot be added"):
        desk.edit(one["sop"], content, LOCAL, by="Carl")


def test_one_changed_torque_flags_exactly_its_step(desk: SopDesk, library: Library, tmp_path: Path) -> None:
    sop = approved(desk)
    revised(library, tmp_path, {"65 Nm": "70 Nm"})
    assert [one["needs_review"] for one in desk.keep_up()] == [["s24"]]
    (review,) = desk.show(sop, LOCAL)["reviews"]
    assert (review["reason"], review["safety"]) == ("changed", False)
    assert (review["old"]["quote"][-5:], review["new"]["quote"][-5:], review["new"]["revision"]) == (
        "65 Nm",
        "70 Nm",
        "3",
    )
    assert len(desk.executable(sop, LOCAL).steps) == 34


def test_a_changed_step_of_isolation_blocks_execution(desk: SopDesk, library: Library, tmp_path: Path) -> None:
    sop = approved(desk)
    revised(library, tmp_path, {"unter 40": "unter 30"})
    with pytest.raises(SopRefused, match="is blocked: the manual has changed for step s13"):
        desk.executable(sop, LOCAL)


def test_a_revision_without_the_page_leaves_its_steps_without_a_place(
    desk: SopDesk, library: Library, tmp_path: Path
) -> None:
    sop = approved(desk)
    revised(library, tmp_path, {}, without_page=5)
    one = desk.show(sop, LOCAL)
    assert {review["reason"] for review in one["reviews"]} == {"removed"}
    assert set(one["needs_review"]) == {f"s{number}" for number in range(15, 29)}
    assert one["state"] == "approved"


def test_a_document_that_is_forgotten_is_said(desk: SopDesk, library: Library) -> None:
    sop = approved(desk)
    library.forget("P-101 Betriebsanleitung", None, LOCAL)
    with pytest.raises(SopRefused, match="is blocked"):
        desk.executable(sop, LOCAL)
    assert {review["reason"] for review in desk.show(sop, LOCAL)["reviews"]} == {"gone"}


def test_an_energy_that_the_sheet_has_anew_blocks_until_it_is_drafted_again(desk: SopDesk) -> None:
    sop = approved(desk)
    form = desk.energy_form("P-101", LOCAL).replace('relieve: ""', "relieve: 5 min warten")
    steam = "  - {name: Dampf, magnitude: 3 bar, isolate: HV101.3, relieve: DV103 öffnen, verify: PI-101.3 zeigt 0 bar}"
    desk.load_energies(f"{form}{steam}\n", "P-101.yaml", by="Anna")
    with pytest.raises(SopRefused, match="has changed for step s01"):
        desk.executable(sop, LOCAL)
    assert {(r["reason"], r["new"]["quote"]) for r in desk.show(sop, LOCAL)["reviews"]} == {("added", "Dampf: 3 bar")}
    again = desk.revise(sop, LOCAL, by="Anna")
    assert (again["lint"], again["needs_review"], len(again["procedure"]["energies"])) == ([], [], 5)


def test_a_changed_value_of_the_sheet_flags_the_steps_that_state_it(desk: SopDesk) -> None:
    form = desk.energy_form("P-101", LOCAL).replace('relieve: ""', "relieve: 5 min warten")
    desk.load_energies(form, "P-101.yaml", by="Anna")
    sop = approved(desk)
    desk.load_energies(form.replace("unter 40", "unter 30"), "P-101.yaml", by="Anna")
    assert [(r["step"], r["reason"]) for r in desk.show(sop, LOCAL)["reviews"]] == [("s15", "changed")]


def test_the_next_version_keeps_ids_and_words_of_people_and_replaces_the_last(
    desk: SopDesk, library: Library, tmp_path: Path
) -> None:
    sop = approved(desk)
    revised(library, tmp_path, {"65 Nm": "70 Nm"})
    again = desk.revise(sop, LOCAL, by="Anna")
    assert (again["version"], again["lint"], again["needs_review"]) == (2, [], [])
    changes = [(one["what"], one["of"], one["new"]) for one in desk.diff(sop, LOCAL)["changes"]]
    assert changes == [("step good", "s24", "Laufradmutter: 70 Nm")]
    desk.submit(sop, LOCAL, by="Anna")
    desk.approve(sop, LOCAL, by="Bert")
    assert [(one["version"], one["state"]) for one in desk.show(sop, LOCAL)["versions"]] == [
        (1, "superseded"),
        (2, "approved"),
    ]


def test_who_may_not_see_the_documents_of_a_procedure_knows_nothing_of_it(desk: SopDesk, library: Library) -> None:
    library.ingest([PUMP], described={"rights": ["maintenance"], "site": "Linz"})
    groups = frozenset({"everyone", "maintenance"})
    sop = desk.draft(f"{SEAL} an P-101", Principal("a", groups, frozenset({"Linz"})), by="Anna")["sop"]
    for other in (LOCAL, Principal("b", groups), Principal("c", sites=frozenset({"*"}))):
        assert desk.listing(other)["sops"] == []
        with pytest.raises(UnknownSop):
            desk.show(sop, other)
    assert desk.show(sop, Principal("d", groups, frozenset({"*"})))["sop"] == sop


def test_a_role_of_the_author_hides_a_procedure_from_nobody_who_may_see_its_documents(desk: SopDesk) -> None:
    sop = desk.draft(f"{SEAL} an P-101", Principal("a", frozenset({"everyone", "engineer"})), by="Anna")["sop"]
    assert desk.show(sop, Principal("b", frozenset({"everyone", "technician"})))["sop"] == sop


def test_past_orders_that_speak_of_the_task_are_counted(desk: SopDesk, home: Path) -> None:
    store = records_of(home)
    load(store, MANUALS.parent / "records" / "work-orders.csv", dataset="brunnental")
    store.close()
    (line,) = desk.procedure(desk.draft(f"{SEAL} an P-101", LOCAL)["sop"], LOCAL).experience
    assert line.text == "7 frühere Aufträge an P-101 sprechen davon, der letzte vom 2024-12-25."
    assert (line.sources[0].document, line.sources[0].place[:9]) == ("brunnental", "BR-100383")


def test_the_same_key_is_the_same_draft(desk: SopDesk) -> None:
    first, second = (desk.draft(f"{SEAL} an P-101", LOCAL, key="k")["sop"] for _ in range(2))
    assert first == second
