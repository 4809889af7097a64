"""Two sources of one value: the second is named, a different value is shown, other conditions are not compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from papers import HashingEmbedder, running, write_pdf
from plant_agents.answer import MarkedEvidence
from plant_agents.corroborating import Corroborated, agrees, corroborated
from plant_agents.question import Question
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_tools.manuals.second_source import SecondSources

LOCAL = Principal("local")
MANUAL = "The flange screws take a torque of 45 Nm."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library", HashingEmbedder)
    yield library
    library.close()


def bring(
    library: Library, folder: Path, name: str, *lines: str, assets: str = "AX-5", rights: str = "everyone"
) -> None:
    """Bring in a made manual of a page."""
    file = write_pdf(folder / f"{name}.pdf", running(*lines), title=name)
    library.ingest([file], described={"document": name, "assets": [assets], "rights": [rights]})


def checked(library: Library, value: str = "45 Nm", quote: str = MANUAL) -> Corroborated:
    """What the other documents say of the value of the first manual."""
    entry = next(e for e in library.documents(LOCAL) if e.document.name == "AX-5 manual")
    place = PageCitation("AX-5 manual", entry.document.revision, 1, "", (Rectangle(0, 0, 9, 9),), quote, "en")
    fact = {"fact": {"kind": "value", "value": {"text": value}}}
    leading = MarkedEvidence("manuals", quote, None, "", (1,), "fact", details=fact)
    return corroborated(Question("?", "en", "", LOCAL), [leading], [place], SecondSources(library))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("45 Nm", "33.2 lbf·ft", True),
        ("85 °C", "185 °F", True),
        ("0.6 MPa", "6,0 bar", True),
        ("2 weeks", "14 days", True),
        ("5 to 6 bar", "5.5 bar", True),
        ("5 to 6 bar", "7 bar", False),
        ("45 Nm", "54 Nm", False),
        ("45 Nm", "45 °C", None),
    ],
)
def test_values_are_compared_in_any_unit_of_their_kind(one: str, other: str, same: bool | None) -> None:
    assert agrees(one, other) is same
    assert agrees(other, one) is same


def test_a_second_document_with_another_value_is_shown_and_cited(library: Library, tmp_path: Path) -> None:
    bring(library, tmp_path, "AX-5 manual", MANUAL)
    bring(library, tmp_path, "AX-5 bulletin", "Flange screws: 50 Nm torque.")
    found = checked(library)
    assert [(notice.code, "45 Nm" in notice.text, "50 Nm" in notice.text) for notice in found.notices] == [
        ("sources_disagree", True, True)
    ]
    (against,) = found.evidence
    assert (against.citations[0].quote, "AX-5 bulletin" in found.notices[0].text) == (against.statement, True)


def test_a_second_document_in_another_language_and_unit_agrees(library: Library, tmp_path: Path) -> None:
    bring(library, tmp_path, "AX-5 manual", MANUAL)
    bring(library, tmp_path, "AX-5 Merkblatt", "Drehmoment der Flanschschrauben: 45 N·m.")
    found = checked(library)
    assert ([notice.code for notice in found.notices], found.evidence) == (["also_in"], ())


@pytest.mark.parametrize(
    "other",
    [
        "The cover screws take a torque of 50 Nm.",
        "The flange screws M8 take a torque of 50 Nm.",
        "The flange screws take a torque of 50 Nm when hot.",
        "The flange screws take a torque of at most 50 Nm.",
        "The flange screws are 50 mm long.",
    ],
)
def test_other_things_and_other_conditions_are_not_compared(library: Library, tmp_path: Path, other: str) -> None:
    bring(library, tmp_path, "AX-5 manual", MANUAL)
    bring(library, tmp_path, "AX-5 bulletin", other)
    assert checked(library) == Corroborated()


def test_other_machines_and_hidden_documents_are_not_compared(library: Library, tmp_path: Path) -> None:
    bring(library, tmp_path, "AX-5 manual", MANUAL)
    bring(library, tmp_path, "BX-6 manual", "The flange screws take a torque of 50 Nm.", assets="BX-6")
    bring(library, tmp_path, "AX-5 secret", "The flange screws take a torque of 51 Nm.", rights="makers")
    assert checked(library) == Corroborated()
