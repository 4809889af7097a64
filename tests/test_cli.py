"""The commands as a person runs them, through a server: what they print, and how they end."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from plant_ui.cli import main, show
from tiny_plant import Server

GOLDEN = Path(__file__).parent / "golden"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.out))

    @property
    def line(self) -> str:
        """The one line that tells of a failure; those before it tell of progress."""
        *before, last = self.err.splitlines()
        assert all(line.startswith("[") for line in before)
        return last


Run = Callable[..., Ended]


@pytest.fixture
def run(tiny_server: Server, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    def command(*words: str) -> Ended:
        show._console.cache_clear()  # noqa: SLF001 - each command is a process of its own outside the tests
        with pytest.raises(SystemExit) as end:
            main(["--home", str(tiny_server.home), *words])
        out, err = capfd.readouterr()
        return Ended(int(end.value.code or 0), out, err)

    yield command
    sys.excepthook = sys.__excepthook__
    gc.enable()


def test_ingesting_the_same_again_changes_nothing(run: Run, tiny_manuals: Path) -> None:
    again = run("ingest", str(tiny_manuals), "--json")
    nothing = {"documents": 0, "pages": 0, "passages": 0, "unchanged": 3, "failed": [], "notices": []}
    assert (again.status, again.json | {"seconds": 0}) == (0, nothing | {"seconds": 0})
    assert again.err.splitlines()[-1] == "[3/3] VP-7 Vakuumpumpe.pdf"


def test_documents_are_listed_as_a_table(run: Run) -> None:
    heading, *lines = [line.split() for line in run("documents").out.splitlines()]
    assert heading == ["Document", "Rev.", "Effective", "Pages", "Language", "Assets", "Rights", "Remarks"]
    assert lines == [
        ["BM-3", "吹瓶机", "1", "zh-Hans", "everyone"],
        ["GR-12", "gearbox", "2", "en", "everyone"],
        ["VP-7", "Vakuumpumpe", "1", "de", "everyone"],
    ]


@pytest.mark.parametrize("server", ["", "http://127.0.0.1:8000"], ids=["alone", "with a server"])
def test_an_answer_is_set_as_it_was_approved(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    show._console.cache_clear()  # noqa: SLF001 - see above
    show.answer(json.loads((GOLDEN / "answer.json").read_text(encoding="utf-8")), server, {})
    shown = "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines()) + "\n"
    approved = GOLDEN / ("answer-with-server.txt" if server else "answer.txt")
    assert shown == approved.read_text(encoding="utf-8")


def test_an_answer_leads_to_the_page_in_the_server(run: Run, tiny_server: Server) -> None:
    asked = run("ask", "What does alarm E0712 mean?")
    assert "▌ Alarm E0712 means that the oil temperature is above 90 °C." in asked.out
    assert f"{tiny_server.url}/api/pages/GR-12%20gearbox/2.png?revision=&highlight=" in asked.out


def test_json_is_the_only_thing_on_stdout(run: Run) -> None:
    asked = run("ask", "What does alarm E0712 mean?", "--json")
    assert (asked.status, asked.err) == (0, "")
    assert asked.json["citations"][0]["document"] == "GR-12 gearbox"
    assert "90 °C" in asked.json["citations"][0]["quote"]


def test_cited_pages_are_written_as_pictures(run: Run, tmp_path: Path) -> None:
    asked = run("ask", "What does alarm E0712 mean?", "--pages", str(tmp_path / "cited"))
    picture = tmp_path / "cited" / "1 GR-12 gearbox page 2.png"
    assert picture.read_bytes().startswith(PNG)
    assert str(picture) in asked.out


def test_hits_are_ranked_with_page_language_and_first_lines(run: Run) -> None:
    found = run("search", "E0455", "--limit", "1").out.splitlines()
    assert found == [
        " 1  BM-3 吹瓶机, page 1  zh-Hans",
        "    1 报警",
        "    报警 E0455 表示加热器温度过低。",
        "    检查加热器的保险丝。",
    ]


def test_a_tool_is_called_with_typed_arguments(run: Run) -> None:
    found = run("tool", "manuals", '{"question": "What does alarm E0712 mean?", "limit": 1}', "--json").json
    assert "90 °C" in found["evidence"][0]["statement"]
    assert found["citations"][0]["page"] == 2


def test_tools_are_listed_with_their_arguments(run: Run) -> None:
    listed = run("tools").out
    assert listed.startswith("manuals  ")
    assert "question     string, required" in listed


@pytest.mark.parametrize(
    ("question", "code"),
    [("", "empty_question"), ("  \n", "empty_question"), ("oil " * 12_500, "question_too_long")],
    ids=["empty", "blank", "50,000 characters"],
)
def test_a_question_that_cannot_be_taken_is_told_what_to_do(run: Run, question: str, code: str) -> None:
    asked = run("ask", question, "--json")
    assert (asked.status, asked.json["abstained"]) == (0, True)
    assert [notice["code"] for notice in asked.json["notices"]] == [code]


def test_nothing_on_record_is_an_answer(run: Run) -> None:
    asked = run("ask", "What does alarm E9999 mean?", "--json")
    assert (asked.status, asked.json["abstained"], asked.json["citations"]) == (0, True, [])


def test_bytes_that_are_no_characters_do_no_harm(run: Run) -> None:
    asked = run("ask", "E0712 \udcff\udcfe", "--json")
    assert (asked.status, asked.json["question"]) == (0, "E0712 ??")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask", "oil?", "--language", "klingon"], "language is 'klingon'; it must be auto or one of en, de,"),
        (["search", " "], "There is nothing to search for."),
        (["search", "oil", "--limit", "0"], "limit is 0; it must be 1 to 100."),
        (["search", "oil", "--limit", "many"], "'--limit': Input should be a valid integer"),
        (["tool", "manuals", "{"], "The arguments are not JSON:"),
        (["tool", "manuals", "[]"], "The arguments must be a JSON object, not list."),
        (["tool", "hammer", "{}"], "There is no tool 'hammer'. Tools are: manuals"),
        (["answer", "me"], "No such command 'answer'."),
        (["ask"], "Missing argument 'TEXT'. See: plant-copilot ask --help"),
        (["ingest"], "Missing argument 'PATH'. See: plant-copilot ingest"),
        (
            ["serve", "--port", "70000"],
            "'--port': Input should be less than or equal to 65535. See: plant-copilot serve",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_one_line(run: Run, words: list[str], told: str) -> None:
    ended = run(*words)
    assert (ended.status, ended.out) == (2, "")
    assert told in ended.line


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["forget", "GR-99"], "'GR-99' is not in the library. There is: BM-3 吹瓶机, GR-12 gearbox, VP-7 Vakuumpumpe."),
        (["tool", "manuals", '{"question": ""}'], "A question has 1 to 2,000 characters"),
        (["ask", "E0712?", "--pages", "/dev/null/cited"], "cannot be written"),
    ],
    ids=["unknown document", "tool error", "nowhere to write"],
)
def test_a_failure_is_told_in_one_line(run: Run, words: list[str], told: str) -> None:
    ended = run(*words, "--json")
    assert (ended.status, ended.out) == (1, "")
    assert told in ended.line


def make_broken(folder: Path) -> None:
    """Fill ``folder`` with files that only look like documents."""
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 100), "The spindle is greased every 500 h.")
        whole = pdf.tobytes()
        pdf.save(folder / "locked.pdf", encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")
    (folder / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    (folder / "empty.pdf").write_bytes(b"")
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 8, 8))
    picture.clear_with(90)
    (folder / "photo.pdf").write_bytes(picture.tobytes("jpeg"))
    (folder / "notes.dwg").write_text("not read", encoding="utf-8")
    (folder / "man\udcff.pdf").write_bytes(whole)  # a name in another encoding than UTF-8


def test_files_that_cannot_be_read_are_named_with_the_reason(run: Run, tmp_path: Path) -> None:
    make_broken(tmp_path)
    ended = run("ingest", str(tmp_path), str(tmp_path / "gone.pdf"), str(tmp_path / "notes.dwg"), "--json")
    reasons = {Path(failure["path"]).name: failure["reason"] for failure in ended.json["failed"]}
    assert reasons["gone.pdf"] == "there is no such file or folder"
    assert reasons["empty.pdf"] == "the file is empty"
    assert reasons["locked.pdf"] == "it is protected by a password"
    assert reasons["photo.pdf"] == "its content is not PDF"
    assert reasons["notes.dwg"].startswith("this kind of file is not read (read are ")
    assert reasons["man?.pdf"] == "its name, or that of its folder, is not text in UTF-8; rename it"
    assert "cut.pdf" in reasons
    assert ended.status == 1
    assert "Nothing was ingested." in ended.line


def test_nothing_of_a_broken_file_can_be_found(run: Run, tmp_path: Path) -> None:
    make_broken(tmp_path)
    run("ingest", str(tmp_path))
    assert len(run("documents", "--json").json["documents"]) == 3
    assert "spindle" not in run("search", "spindle greased 500 h", "--limit", "100").out


def test_a_folder_without_rights_is_named(run: Run, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    try:
        next(closed.iterdir(), None)
    except PermissionError:
        ended = run("ingest", str(closed), "--json")
        assert "the folder cannot be read" in ended.json["failed"][0]["reason"]
    else:
        pytest.skip("this user may read every folder (root)")


def test_the_doctor_names_each_thing_and_what_to_do(run: Run, tiny_server: Server) -> None:
    checks = {check["name"]: check for check in run("doctor", "--json").json["checks"]}
    assert checks["weights"]["ok"]
    assert checks["library"]["detail"] == "opens; 3 documents, 4 pages, 4 passages"
    assert checks["serving"]["detail"] == f"running at {tiny_server.url} (process {tiny_server.process.pid})"
    assert all(check["ok"] or check["remedy"] for check in checks.values())
