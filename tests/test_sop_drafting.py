"""Drafts without a model: what stands in the manual, at its place, in order; what does not is a gap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papers import HashingEmbedder, running, write_pdf
from plant_knowledge_ingest.library import Library
from plant_tools.sop.drafting.actions import apart
from plant_tools.sop.energy_sheet import read
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.model import Gap, Good, Phase, Procedure
from plant_tools.sop.proven import counted, unproven
from sop_plant import LOCAL, MANUALS, SEAL, desk_in, library_in

FILLER = MANUALS / "FL-303-operating-manual-rev-C.pdf"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("drafted")
    library = library_in(folder, MANUALS / "P-101-Betriebsanleitung.pdf", FILLER)
    yield desk_in(folder, library)
    library.close()


def drafted(desk: Any, text: str, **asked: str) -> Procedure:
    found: Procedure = desk.procedure(desk.draft(text, LOCAL, by="Anna", **asked)["sop"], LOCAL)
    return found


def test_the_work_is_the_manuals_one_action_a_step_after_its_isolation(desk: Any) -> None:
    steps = drafted(desk, f"{SEAL} an P-101").steps
    done = [step.action for step in steps if step.phase == Phase.WORK]
    assert done[:4] == [
        "spülen",
        "pH-Wert prüfen.",
        "Gehäuse abnehmen: acht Muttern M10 über Kreuz lösen.",
        "Laufrad mit dem Bandschlüssel halten",
    ]
    assert [step.action for step in steps if step.phase == Phase.ISOLATE] == [
        "Q101 auf 0 drehen",
        "HV101.1 und HV101.2 schließen und mit Kette sichern.",
    ]
    assert steps[0].phase == Phase.PREPARE


def test_a_torque_comes_from_the_row_of_its_table(desk: Any) -> None:
    steps = drafted(desk, f"{SEAL} an P-101").steps
    nut = next(step.good for step in steps if step.action.startswith("Laufradmutter nach Tabelle 4"))
    assert isinstance(nut, Good)
    assert (nut.value, nut.unit, nut.sources[0].page) == ("65 Nm", "Nm", 5)
    assert nut.sources[0].quote == "Laufradmutter\nM16 × 1,5, 1.4404\n65 Nm"


def test_every_number_stands_at_its_citation(desk: Any) -> None:
    for text in (
        f"{SEAL} an P-101",
        "replacing the seals of a filling valve of FL-303",
        "changing the format of FL-303",
    ):
        procedure = drafted(desk, text)
        assert (list(unproven(procedure)), counted(procedure) > 30) == ([], True)


def test_a_value_in_the_words_of_whoever_asks_is_not_proven_by_them(desk: Any) -> None:
    one = desk.draft("Gleitringdichtung tauschen und mit 99 Nm anziehen", LOCAL, asset="P-101", by="Anna")
    assert {f["facts"]["fact"] for f in one["lint"] if f["code"] == "unproven"} == {"99"}


def test_a_warning_stands_before_its_step_with_its_signal_word(desk: Any) -> None:
    steps = drafted(desk, "replacing the seals of a filling valve of FL-303").steps
    first = next(step for step in steps if step.phase == Phase.WORK)
    assert [(one.signal_word, one.rank) for one in first.warnings] == [("CAUTION", 2)]
    assert first.warnings[0].text.startswith("Burns from caustic and hot surfaces")


def test_the_scaffold_speaks_the_readers_language_and_quotes_their_own(desk: Any) -> None:
    procedure = drafted(desk, "更换机械密封", asset="P-101")
    assert (procedure.language, procedure.steps[0].language) == ("zh-Hans", "zh-Hans")
    assert {step.language for step in procedure.steps if step.phase == Phase.WORK} == {"de"}


def test_the_task_may_be_in_another_language_than_the_readers(desk: Any) -> None:
    procedure = drafted(desk, SEAL, asset="P-101", language="zh-Hant")
    assert procedure.steps[0].language == "zh-Hant"
    assert any(step.action.startswith("Laufradmutter nach") for step in procedure.steps)


def test_the_lock_out_itself_is_a_procedure_without_work(desk: Any) -> None:
    one = desk.draft("Freischalten der P-101", LOCAL, by="Anna")
    assert {finding["code"] for finding in one["lint"]} == {"missing"}
    assert "lock_out" in {notice["code"] for notice in one["notices"]}


def test_without_a_procedure_there_is_no_work_and_what_there_is_is_named(desk: Any) -> None:
    one = desk.draft("changing the oil of P-101", LOCAL, by="Anna")
    assert [step["phase"] for step in one["procedure"]["steps"] if step["phase"] == "work"] == []
    assert "no_work" in {finding["code"] for finding in one["lint"]}
    assert "4.1 Gleitringdichtung tauschen" in next(n["text"] for n in one["notices"] if n["code"] == "no_procedure")


def test_starting_a_pump_is_an_operation_under_power(desk: Any) -> None:
    one = desk.draft("Inbetriebnahme der P-101", LOCAL, by="Anna")
    assert (one["procedure"]["work"], one["lint"]) == ("operation", [])


def test_what_the_manual_locks_out_for_is_no_operation(desk: Any) -> None:
    one = desk.draft(f"{SEAL} an P-101", LOCAL, by="Anna", work="operation")
    assert one["procedure"]["work"] == "intervention"
    assert "locked_out" in {notice["code"] for notice in one["notices"]}


def test_what_the_manual_does_not_give_is_a_gap(desk: Any) -> None:
    procedure = drafted(desk, f"{SEAL} an P-101")
    assert {(gap.field, gap.of) for gap in procedure.gaps} >= {("permits", ""), ("relieve", "Elektrisch")}
    assert [energy.name for energy in procedure.energies if isinstance(energy.relieve, Gap)] == [
        "Elektrisch",
        "Druck, Saugseite",
    ]


def test_a_lubricant_is_given_with_its_amount_and_without_a_number(desk: Any) -> None:
    part = next(p for p in drafted(desk, "changing the gearbox oil of FL-303").parts if not isinstance(p, Gap))
    assert (part.name, getattr(part.quantity, "text", "")) == ("PAO gear oil, ISO VG 220 (Main gearbox)", "4.2 l")
    assert part.number == Gap("number", part.name)


def test_an_energy_sheet_goes_before_the_manual_which_says_what_it_lacks(desk: Any) -> None:
    mains = "{name: Mains, isolate: Main switch Q303, relieve: wait 5 min, verify: tester reads 0 V}"
    sheet = f"asset: FL-303\nenergies:\n- {mains}"
    desk.load_energies(sheet, "FL-303.yaml", by="Anna")
    one = desk.draft("changing the format of FL-303", LOCAL, by="Anna")
    assert [energy["name"] for energy in one["procedure"]["energies"]] == ["Mains"]
    lacking = [f["facts"]["energy"] for f in one["lint"] if f["code"] == "sheet_lacks"]
    assert lacking[:2] == ["Compressed air", "Product pressure"]


def test_a_form_begins_with_what_the_manual_says(desk: Any) -> None:
    form = read(desk.energy_form("P-101", LOCAL), "P-101.yaml")["energies"]
    assert [(row["name"], row["kind"], row["relieve"]) for row in form][:2] == [
        ("Elektrisch", "electrical", ""),
        ("Druck, Saugseite", "pressure", ""),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("energies: []", "s.yaml: asset is missing."),
        ("asset: P-1\nenergies: []", "s.yaml: energies is empty."),
        ("asset: P-1\nenergies: [{kind: electrical}]", "s.yaml: energy 1 has no name."),
        ("asset: P-1\nenergies: [{name: a, kind: magic}]", "s.yaml: energy 'a': kind is 'magic'."),
        ("asset: P-1\nenergies: [{name: a}, {name: a}]", "s.yaml: there are two energies 'a'."),
        ("asset: P-1\nenergies: [{name: a, proof: x}]", "s.yaml: energy 'a' has an unknown field 'proof'."),
        ("asset: [", "s.yaml: no YAML"),
    ],
)
def test_a_wrong_sheet_is_named_by_file_energy_and_field(text: str, told: str) -> None:
    with pytest.raises(SopInvalid) as refused:
        read(text, "s.yaml")
    assert str(refused.value).startswith(told)


def test_an_asset_that_nothing_is_about_is_refused_with_those_there_are(desk: Any) -> None:
    with pytest.raises(SopInvalid, match=r"is about X-9\. There are: FL-303, P-101"):
        desk.draft("changing the oil of X-9", LOCAL)


def test_two_manuals_that_disagree_are_for_a_person(tmp_path: Path) -> None:
    steps = (
        "4.1 Changing the oil",
        "1. Drain the gear oil of the gearbox.",
        "2. Fill the gearbox with 2.5 l of gear oil.",
    )
    write_pdf(tmp_path / "a.pdf", running(*steps), toc=[[1, steps[0], 1]], title="Gearbox GR-12")
    write_pdf(tmp_path / "b.pdf", running("2 Data", "Fill the gearbox with 3.5 l of gear oil."), title="Notes on GR-12")
    library = Library(tmp_path / "library", HashingEmbedder)
    for name in ("a", "b"):
        library.ingest([tmp_path / f"{name}.pdf"], described={"document": name, "assets": ["GR-12"]})
    one = desk_in(tmp_path, library).draft("changing the oil of GR-12", LOCAL, by="Anna")
    told = [f["text"] for f in one["lint"] if f["code"] == "disagree"]
    library.close()
    assert told
    assert ("2.5 l in a" in told[0], "3.5 l in b" in told[0]) == (True, True)


@pytest.mark.parametrize(
    ("sentence", "language", "actions"),
    [
        (
            "Freischalten (Abschnitt 1.2), spülen, pH-Wert prüfen.",
            "de",
            ["Freischalten (Abschnitt 1.2)", "spülen", "pH-Wert prüfen."],
        ),
        (
            "Loosen the levers, lift out the star wheels and store them.",
            "en",
            ["Loosen the levers", "lift out the star wheels and store them."],
        ),
        (
            "Tighten crosswise in two passes, first to 10 Nm.",
            "en",
            ["Tighten crosswise in two passes, first to 10 Nm."],
        ),
        (
            "将 Q307 转到 0，挂上个人锁和标牌，等待 10 min。",
            "zh-Hans",
            ["将 Q307 转到 0", "挂上个人锁和标牌", "等待 10 min。"],
        ),
        ("检修胶缸时，等待 TI-305 低于 50 ℃。", "zh-Hans", ["检修胶缸时，等待 TI-305 低于 50 ℃。"]),
    ],
)
def test_a_sentence_is_cut_where_an_action_ends(sentence: str, language: str, actions: list[str]) -> None:
    assert apart(sentence, language) == actions
