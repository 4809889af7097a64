from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databases import records_of
from papers import HashingEmbedder
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import EVERYONE, Principal
from plant_tools.sop.desk import SopDesk
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.importing.desk import ImportDesk
from plant_tools.sop.importing.reading import imported
from plant_tools.sop.laying_out import sheet
from plant_tools.sop.model import Gap, Good, Phase
from plant_tools.sop.word import docx
from procedures import sealing_bar
from tiny_plant import write_pdf

MANUAL = (
    ("1 Betriebsanleitung P-101", "Pumpe P-101 steht im Pumpenraum."),
    (
        "2 Gleitringdichtung tauschen",
        "Welle auf Riefen prüfen. Rundlauffehler der Welle an der Dichtung höchstens 0,05 mm.",
        "Laufradmutter M16 mit 65 Nm anziehen.",
        "Muttern M10 am Deckel mit 32 Nm anziehen.",
    ),
)
ANNA = Principal("anna", frozenset({EVERYONE}))
OLD = """# Changing the mechanical seal of P-101

| Asset | P-101 |
|---|---|
| Author | K. Old |

## Safety

| Energy | Isolation | Relieve | Verify |
|---|---|---|---|
| Electricity 400 V | Main switch Q101 | - | try to start |

## Steps
1. Turn Q101 to 0 and fit lock and tag.
2. Pull off the old seal. Check the shaft for scoring; permitted run-out at the seal 0.08 mm.
3. Fit the new seal NP-65-4410 with soapy water.
4. Tighten the impeller nut M16 to 80 Nm.
5. Tighten the 8 nuts of the casing cover M10 to 32 Nm. Good: the shaft turns by hand.

## Sources
Operating manual of P-101, revision 9; manual of the forklift
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImportDesk]:
    home = tmp_path_factory.mktemp("plant")
    library, store = Library(home / "library", HashingEmbedder), records_of(home)
    manual = write_pdf(home / "P-101 manual.pdf", MANUAL)
    library.ingest([manual], None, {"assets": ["P-101"], "revision": "2"})
    yield ImportDesk(library, SopDesk(lambda: store, library))
    library.close()
    store.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "seal.md").write_text(OLD)
    return tmp_path / "seal.md"


def findings(draft: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [one for one in draft["report"]["findings"] if one["code"] == code]


def test_an_own_procedure_becomes_a_draft_with_its_file_as_the_source(desk: ImportDesk, old: Path) -> None:
    draft = desk.bring_in(old, ANNA, by="Anna")
    step = draft["procedure"]["steps"][3]
    assert (draft["state"], draft["asset"], len(draft["procedure"]["steps"])) == ("draft", "P-101", 5)
    assert step["sources"][0]["document"] == "seal.md"
    assert desk.bring_in(old, ANNA, by="Anna")["sop"] == draft["sop"]


def test_values_that_differ_are_shown_beside_the_page_that_says_otherwise(desk: ImportDesk, old: Path) -> None:
    differing = findings(desk.bring_in(old, ANNA, by="Anna"), "value_differs")
    said = {one["facts"]["value"]: one["facts"]["manual_value"] for one in differing}
    assert said == {"80 Nm": "65 Nm", "0.08 mm": "0,05 mm"}
    assert all(one["place"]["page"] == 2 and one["place"]["rectangles"] for one in differing)
    assert differing[0]["said"].endswith("in the manual.")


def test_missing_phases_sources_and_chapters_are_reported(desk: ImportDesk, old: Path) -> None:
    draft = desk.bring_in(old, ANNA, by="Anna")
    missing = {(one["facts"].get("phase"), one["facts"].get("energy")) for one in draft["report"]["findings"]}
    assert {("remove", None), ("verify", "Electricity 400 V"), ("relieve", "Electricity 400 V")} <= missing
    assert findings(draft, "source_outdated")[0]["facts"]["said"] == "9"
    assert findings(draft, "source_not_found")[0]["text"] == "manual of the forklift"
    assert "ppe" in {one["facts"]["field"] for one in findings(draft, "not_said")}


def test_what_the_plant_locks_out_is_recognised_as_such(old: Path) -> None:
    procedure = imported(old).procedure
    assert [step.phase for step in procedure.steps] == [Phase.ISOLATE, *[Phase.WORK] * 4]
    assert procedure.steps[0].energies == ("Electricity 400 V",)
    assert isinstance(procedure.energies[0].relieve, Gap)
    assert isinstance(procedure.steps[4].good, Good)
    assert procedure.steps[4].good.text == "the shaft turns by hand."


def test_a_word_document_of_the_house_comes_back_with_its_steps_and_warnings(tmp_path: Path) -> None:
    made = sealing_bar()
    (tmp_path / "old.docx").write_bytes(docx(sheet(made)))
    back = imported(tmp_path / "old.docx").procedure
    assert back.asset == "SW-306"
    assert len(back.steps) == len(made.steps)
    assert "Tighten the four screws M8x20" in back.steps[7].action
    assert [step.phase for step in back.steps] == [step.phase for step in made.steps]
    assert [len(step.warnings) for step in back.steps] == [len(step.warnings) for step in made.steps]
    assert (back.energies[0].name, back.energies[0].verify) == ("Mains", Gap("verify", "Mains"))


def test_a_file_without_steps_or_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("# Dear all\n\nThe pump is loud.\n")
    (tmp_path / "old.odt").write_bytes(b"PK")
    with pytest.raises(SopInvalid, match=r"letter\.md has no steps"):
        imported(tmp_path / "letter.md")
    with pytest.raises(UnreadableDocument, match="neither Word nor Markdown"):
        imported(tmp_path / "old.odt")
