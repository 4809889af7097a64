"""Files come into the library once, whole, and again when they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers import HashingEmbedder, manual
from plant_knowledge_ingest.ingestion import IngestReport, Progress
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

LOCAL = Principal("local")


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.documents, report.pages, report.passages, report.unchanged


def found(library: Library, question: str) -> list[str]:
    return [hit.passage.text for hit in library.search(question, LOCAL).hits]


def ids(library: Library, question: str) -> set[str]:
    return {hit.passage.id for hit in library.search(question, LOCAL).hits}


def describe(folder: Path, **fields: str) -> None:
    """Write a side-car for a.pdf."""
    listed = "".join(f"\n    {name}: {value}" for name, value in fields.items())
    (folder / "documents.yaml").write_text(f"documents:\n  - file: a.pdf{listed}\n")


def test_what_was_brought_in_is_counted_and_found(library: Library, folder: Path) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.", "The oil is changed every 4000 hours.")
    assert counts(library.ingest([folder])) == (1, 2, 2, 0)
    assert found(library, "torque of the flange")[0] == "The torque of the flange is 21 Nm."


def test_bringing_in_twice_changes_nothing(library: Library, folder: Path, embedder: HashingEmbedder) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    (folder / "b.md").write_text("# Oil\n\nThe oil is changed every 4000 hours.")
    library.ingest([folder])
    before, embedded = ids(library, "oil torque"), len(embedder.embedded)
    assert counts(library.ingest([folder])) == (0, 0, 0, 2)
    assert ids(library, "oil torque") == before
    assert len(embedder.embedded) == embedded == 2


def test_the_same_content_under_another_name_is_unchanged(library: Library, folder: Path) -> None:
    content = manual(folder / "a.pdf", "The torque of the flange is 21 Nm.").read_bytes()
    (folder / "copy of a.pdf").write_bytes(content)
    assert counts(library.ingest([folder])) == (1, 1, 1, 1)
    assert counts(library.ingest([folder / "copy of a.pdf"])) == (0, 0, 0, 1)


def test_a_file_named_twice_is_counted_once(library: Library, folder: Path) -> None:
    path = manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    describe(folder, revision="A")
    assert counts(library.ingest([path, folder])) == (1, 1, 1, 1)


def test_a_file_changed_in_place_replaces_its_passages(library: Library, folder: Path, tmp_path: Path) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 18 Nm.")
    library.ingest([folder])
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    assert counts(library.ingest([folder])) == (1, 1, 1, 0)
    assert found(library, "torque of the flange") == ["The torque of the flange is 21 Nm."]
    assert len(library.documents(LOCAL)) == len(list((tmp_path / "library" / "files").iterdir())) == 1


def test_a_file_that_breaks_keeps_its_old_content_in_the_answers(library: Library, folder: Path) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    library.ingest([folder])
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 half a fi")
    report = library.ingest([folder])
    assert [failure.path for failure in report.failed] == [str(folder / "a.pdf")]
    assert found(library, "torque of the flange") == ["The torque of the flange is 21 Nm."]


def test_what_was_brought_in_is_still_there_when_the_library_is_opened_again(folder: Path, tmp_path: Path) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    for expected in ((1, 1, 1, 0), (0, 0, 0, 1)):
        library = Library(tmp_path / "again", HashingEmbedder)
        assert counts(library.ingest([folder])) == expected
        assert found(library, "torque") == ["The torque of the flange is 21 Nm."]
        library.close()


def test_rights_and_assets_are_taken_over_without_embedding_again(
    library: Library, folder: Path, embedder: HashingEmbedder
) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    describe(folder, assets="[FL-303]")
    library.ingest([folder])
    describe(folder, assets="[FL-304]", rights="[fitters]")
    assert counts(library.ingest([folder])) == (1, 0, 0, 0)
    assert len(embedder.embedded) == 1
    fitter = Principal("fitter", frozenset({"fitters"}))
    assert library.search("torque", LOCAL).hits == ()
    assert len(library.search("torque", fitter, asset="FL-304").hits) == 1
    assert library.search("torque", fitter, asset="FL-303").hits == ()


@pytest.mark.parametrize("later", [{"document": "FL-303 manual"}, {"document": "FL-303 manual", "revision": "C"}])
def test_a_document_that_gets_another_name_keeps_no_double(
    library: Library, folder: Path, later: dict[str, str], tmp_path: Path
) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    library.ingest([folder])
    describe(folder, **later)
    library.ingest([folder])
    (entry,) = library.documents(LOCAL)
    assert (entry.document.name, entry.document.revision) == ("FL-303 manual", later.get("revision", ""))
    assert found(library, "torque") == ["The torque of the flange is 21 Nm."]
    assert len(list((tmp_path / "library" / "files").iterdir())) == 1


def test_a_second_claim_of_a_revision_is_refused_by_name(library: Library, folder: Path) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 18 Nm.")
    manual(folder / "b.pdf", "The torque of the flange is 21 Nm.")
    claims = "".join(f"  - {{file: {name}.pdf, document: FL-303 manual, revision: C}}\n" for name in "ab")
    (folder / "documents.yaml").write_text(f"documents:\n{claims}")
    report = library.ingest([folder])
    (failure,) = report.failed
    assert failure.path.endswith("b.pdf")
    assert failure.reason.startswith(f"it claims to be revision C of 'FL-303 manual', which is {folder}/a.pdf; ")
    assert found(library, "torque") == ["The torque of the flange is 18 Nm."]


def test_a_claim_is_free_when_its_file_is_gone(library: Library, folder: Path) -> None:
    old = manual(folder / "old.pdf", "The torque of the flange is 18 Nm.")
    claim = "documents: [{{file: {}.pdf, document: FL-303 manual, revision: C}}]"
    (folder / "documents.yaml").write_text(claim.format("old"))
    library.ingest([folder])
    old.unlink()
    manual(folder / "new.pdf", "The torque of the flange is 21 Nm.")
    (folder / "documents.yaml").write_text(claim.format("new"))
    library.ingest([folder])
    assert found(library, "torque") == ["The torque of the flange is 21 Nm."]


def test_a_run_that_is_killed_goes_on_with_what_is_missing(
    library: Library, folder: Path, embedder: HashingEmbedder, tmp_path: Path
) -> None:
    facts = [f"Fact number {n} of the machine." for n in range(40)]
    manual(folder / "a.pdf", *facts)
    embedder.allowed = 30
    with pytest.raises(KeyboardInterrupt):
        library.ingest([folder])
    assert library.documents(LOCAL) == []
    assert list((tmp_path / "library" / "files").iterdir()) == []
    embedder.allowed, stored = 1_000, 24
    assert counts(library.ingest([folder])) == (1, 40, 40, 0)
    assert len(embedder.embedded) == 30 + 40 - stored


def test_nothing_of_a_killed_run_is_found(library: Library, folder: Path, embedder: HashingEmbedder) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    manual(folder / "b.pdf", *(f"Fact number {n} of the machine." for n in range(40)))
    embedder.allowed = 30
    with pytest.raises(KeyboardInterrupt):
        library.ingest([folder])
    assert found(library, "fact number machine") == ["The torque of the flange is 21 Nm."]


def test_progress_names_the_file_and_counts_its_pages(library: Library, folder: Path) -> None:
    manual(folder / "a.pdf", *(f"Fact number {n} of the machine." for n in range(30)))
    steps: list[Progress] = []
    library.ingest([folder], steps.append)
    assert {step.path for step in steps} == {str(folder / "a.pdf")}
    assert [(step.file, step.files, step.page, step.pages) for step in steps] == [
        (1, 1, 0, 0),
        (1, 1, 24, 30),
        (1, 1, 30, 30),
    ]


def test_a_file_can_be_asked_for_before_the_next_one_is_in(library: Library, folder: Path) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    manual(folder / "b.pdf", "The oil is changed every 4000 hours.")
    seen: list[list[str]] = []
    library.ingest([folder], lambda step: seen.append(found(library, "torque")) if step.file == 2 else None)
    assert seen[0] == ["The torque of the flange is 21 Nm."]


def test_the_languages_of_a_document_come_most_frequent_first(library: Library, folder: Path) -> None:
    english = "Close the valve before the pump is opened."
    manual(folder / "a.pdf", english, "Das Ventil ist vor der Pumpe zu schließen.", english.replace("pump", "cover"))
    library.ingest([folder])
    assert library.documents(LOCAL)[0].languages == ("en", "de")


def test_an_empty_folder_brings_in_nothing(library: Library, folder: Path) -> None:
    report = library.ingest([folder])
    assert counts(report) == (0, 0, 0, 0)
    assert report.failed == []
