"""Files of commands: read from disk or stdin, written with their folders, and refused in one line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_ui.cli.files import json_of, text_of, write


def test_a_dash_is_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"top": "stop"}'))
    assert json_of(Path("-")) == {"top": "stop"}


@pytest.mark.parametrize(
    ("content", "told"), [(None, "cannot be read: No such file"), (b"\xff\xfe\x00", "cannot be read: 'utf-8' codec")]
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "tree.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongUse, match=rf"tree\.json {told}"):
        text_of(file)


def test_what_is_no_json_is_named_with_the_place(tmp_path: Path) -> None:
    write(tmp_path / "tree.json", '{"top": }')
    with pytest.raises(WrongUse, match=r"tree\.json is no JSON: .*column 9"):
        json_of(tmp_path / "tree.json")


def test_a_file_is_written_with_the_folders_it_is_in(tmp_path: Path) -> None:
    assert write(tmp_path / "a" / "b" / "plan.svg", "<svg>ö</svg>").read_text(encoding="utf-8") == "<svg>ö</svg>"


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    with pytest.raises(LibraryWriteFailed, match=r"plan\.svg cannot be written: "):
        write(tmp_path / "file" / "plan.svg", b"")
