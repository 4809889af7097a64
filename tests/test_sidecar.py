"""documents.yaml says what the files do not, and its faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.sidecar import describe, read_sidecar


def entries(folder: Path, text: str) -> dict[str, object]:
    (folder / "documents.yaml").write_text(text, encoding="utf-8")
    return {file: dict(entry) for file, entry in read_sidecar(folder).items()}


def test_a_folder_without_a_sidecar_has_no_entries(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path) == {}


def test_entries_are_found_by_their_file(tmp_path: Path) -> None:
    text = "documents:\n  - {file: a.pdf, revision: 3, assets: [P-101]}\n  - file: b.pdf\n"
    assert entries(tmp_path, text) == {
        "a.pdf": {"file": "a.pdf", "revision": "3", "assets": ["P-101"]},
        "b.pdf": {"file": "b.pdf"},
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("documents: [", "not valid YAML .*line 1"),
        ("", 'it needs a list under "documents:"'),
        ("- file: a.pdf", 'it needs a list under "documents:"'),
        ("documents: a.pdf", 'it needs a list under "documents:"'),
        ("documents:\n  - file: a.pdf\n  - revision: B", 'entry 2 has no "file"'),
        ("documents: [a.pdf]", 'entry 1 has no "file"'),
        ("documents: [{file: a.pdf, rigths: [few]}]", r"entry 1 \(a.pdf\) has unknown fields \['rigths'\]; known are"),
        ("documents: [{file: a.pdf, assets: P-101}]", r'entry 1 \(a.pdf\) has "assets" that are no list'),
        ("documents: [{file: a.pdf, rights: everyone}]", r'entry 1 \(a.pdf\) has "rights" that are no list'),
        ("documents: [{file: a.pdf, rights: []}]", r'entry 1 \(a.pdf\) has "rights" for nobody'),
        ("documents: [{file: a.pdf, rights: }]", r'entry 1 \(a.pdf\) has "rights" that are no list'),
        ("documents: [{file: a.pdf, title: [a, b]}]", r'entry 1 \(a.pdf\) has a "title" that is no text'),
        ("documents: [{file: a.pdf, effective: 1.3.2025}]", r"is \"effective\" from 1.3.2025, which is no date"),
        ("documents: [{file: a.pdf, effective: 2025-02-30}]", "from 2025-02-30, which is no date like 2025-03-01"),
        ("documents: [{file: a.pdf}, {file: a.pdf}]", r"entry 2 \(a.pdf\) names a file for the second time"),
    ],
)
def test_a_fault_is_told_with_its_entry(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason) as refusal:
        entries(tmp_path, text)
    assert refusal.value.path == tmp_path / "documents.yaml"


def test_a_sidecar_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "documents.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableDocument, match="not valid YAML"):
        read_sidecar(tmp_path)


def test_what_the_sidecar_says_of_a_document_counts() -> None:
    entry = {
        "document": "FL-303 manual",
        "revision": "C",
        "effective": "2025-03-01",
        "title": "Filler",
        "assets": ["FL-303"],
        "rights": ["fitters"],
    }
    assert describe(Path("a.pdf"), "f" * 64, entry, "Own title") == Document(
        "FL-303 manual", "C", "f" * 64, "Filler", "2025-03-01", ("FL-303",), ("fitters",)
    )


def test_without_a_sidecar_the_file_speaks_for_itself() -> None:
    described = describe(Path("pump manual.pdf"), "f" * 64, {}, "Pump P-101")
    assert (described.name, described.revision, described.title) == ("pump manual", "", "Pump P-101")
    assert (described.assets, described.rights) == ((), ("everyone",))
    assert describe(Path("pump manual.pdf"), "f" * 64, {}, "").title == "pump manual"


def test_numbers_and_dates_of_yaml_are_read_as_they_are_written(tmp_path: Path) -> None:
    written = "documents: [{file: a.pdf, revision: 1.10, effective: 2025-03, assets: [0303]}]"
    entry = entries(tmp_path, written)["a.pdf"]
    assert isinstance(entry, dict)
    document = describe(Path("a.pdf"), "f" * 64, entry, "")
    assert (document.revision, document.effective, document.assets) == ("1.10", "2025-03", ("0303",))
