"""Which files are meant by the files and folders somebody names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.found import found


def search(*paths: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files found, and the failures."""
    failures: list[UnreadableDocument] = []
    names = [path.name for path, _ in found(paths, failures.append)]
    return names, [f"{failure.path.name}: {failure.reason}" for failure in failures]


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_a_folder_is_searched_through_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b.pdf", "a.md", "deep/er/c.HTML", "deep/d.htm")
    assert search(tmp_path) == (["a.md", "b.pdf", "d.htm", "c.HTML"], [])


def test_other_kinds_hidden_files_and_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a.dwg", "notes.log", ".hidden.pdf", ".trash/old.pdf", "b.pdf")
    (tmp_path / "folder.pdf").mkdir()
    assert search(tmp_path) == (["b.pdf"], [])


def test_an_empty_folder_has_no_files_and_no_failures(tmp_path: Path) -> None:
    assert search(tmp_path) == ([], [])


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    assert search(tmp_path / "nothing.pdf", tmp_path) == (
        ["a.pdf"],
        ["nothing.pdf: there is no such file or folder"],
    )


def test_a_named_file_of_another_kind_is_refused_with_the_kinds_that_are_read(tmp_path: Path) -> None:
    put(tmp_path, "list.ods")
    _, (failure,) = search(tmp_path / "list.ods")
    assert failure.startswith("list.ods: this kind of file is not read (read are ")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert search(tmp_path / "pipe.pdf")[1] == ["pipe.pdf: it is neither a file nor a folder"]
    assert search(tmp_path) == ([], [])


def test_a_name_that_no_file_can_have_is_a_failure_like_others(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    names, (failure,) = search(tmp_path / ("n" * 300), tmp_path)
    assert names == ["a.pdf"]
    assert failure.endswith("it cannot be looked at (File name too long)")


def test_a_file_comes_with_its_entry_whether_named_itself_or_by_its_folder(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", "b.pdf")
    (tmp_path / "documents.yaml").write_text("documents: [{file: a.pdf, revision: C}]")
    expected = {"file": "a.pdf", "revision": "C"}
    assert [entry for _, entry in found([tmp_path], print)] == [expected, None]
    assert [entry for _, entry in found([tmp_path / "a.pdf"], print)] == [expected]


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.pdf")
    (tmp_path / "documents.yaml").write_text("documents: [{file: a.pdf, revision: C}]")
    monkeypatch.chdir(tmp_path)
    for name in ("a.pdf", "."):
        ((path, entry),) = found([Path(name)], print)
        assert path == tmp_path / "a.pdf"
        assert entry == {"file": "a.pdf", "revision": "C"}


def test_what_the_sidecar_names_and_nobody_reads_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", "b.dwg")
    (tmp_path / "documents.yaml").write_text("documents: [{file: a.pdf}, {file: b.dwg}, {file: c.pdf}]")
    assert search(tmp_path) == (
        ["a.pdf"],
        [
            "documents.yaml: it names b.dwg, a kind of file that is not read",
            "documents.yaml: it names c.pdf, which is not in the folder",
        ],
    )


def test_a_wrong_sidecar_keeps_its_folder_out_because_it_may_restrict_a_file(tmp_path: Path) -> None:
    put(tmp_path, "secret/a.pdf", "open/b.pdf")
    (tmp_path / "secret" / "documents.yaml").write_text("documents: [{file: a.pdf, rigths: [few]}]")
    names, (failure,) = search(tmp_path)
    assert names == ["b.pdf"]
    assert failure.startswith("documents.yaml: entry 1 (a.pdf) has unknown fields ['rigths']; known are file, document")
    assert failure.endswith("; nothing of its folder is brought in")
    assert search(tmp_path / "secret" / "a.pdf")[0] == []


def test_a_name_that_is_not_text_is_a_failure(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.pdf")).touch()
    assert search(tmp_path)[0] == []
    assert len(search(tmp_path)[1]) == 1
