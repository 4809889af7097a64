"""Files sent over HTTP are written under safe names and ingested as a job."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copies import copy_home
from plant_copilot import BadSetting, Copilot, Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.api.uploads import safe_name
from tiny_plant import write_pdf

HERE, ELSEWHERE = ("127.0.0.1", 50_000), ("192.168.7.9", 50_000)


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("uploads") / "home")
    with build_copilot(Settings.read({"PLANT_UPLOAD_MB": "1", "PLANT_GROUPS": "safety"}, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(copilot: Copilot) -> FastAPI:
    return build_app(copilot)


@pytest.fixture
def api(app: FastAPI) -> TestClient:
    return TestClient(app, "http://127.0.0.1:8000", client=HERE, raise_server_exceptions=False)


def sent(
    name: str, folder: Path, text: str = "Grease the guide rails every 300 hours."
) -> tuple[str, tuple[str, bytes]]:
    return "files", (name, write_pdf(folder / "sent.pdf", ((text,),)).read_bytes())


def report(api: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    while job["state"] == "running":
        time.sleep(0.05)
        job = api.get(f"/api/jobs/{job['id']}").json()
    return dict(job["report"])


def uploaded(copilot: Copilot) -> set[str]:
    """The files in the folder of uploads, by their paths in it."""
    folder = copilot.settings.home / "uploads"
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_file_with_its_description_is_in_the_library_afterwards(
    api: TestClient, copilot: Copilot, tmp_path: Path
) -> None:
    fields = {"document": "Rail manual", "revision": "B", "assets": ["GR-1", "GR-2"], "rights": ["safety"]}
    began = api.post("/api/documents", files=[sent("../rail.pdf", tmp_path)], data=fields)
    assert (began.status_code, began.headers["location"]) == (202, f"/api/jobs/{began.json()['id']}")
    assert report(api, began.json())["documents"] == 1
    (entry,) = [one for one in copilot.documents()["documents"] if one["document"] == "Rail manual"]
    assert (entry["revision"], entry["assets"], entry["rights"]) == ("B", ["GR-1", "GR-2"], ["safety"])
    assert "Rail manual B/rail.pdf" in uploaded(copilot)


def test_a_file_that_was_not_read_is_tried_again_as_it_was_described(api: TestClient, copilot: Copilot) -> None:
    fields = {"document": "Chain manual", "revision": "A", "rights": ["safety"]}
    began = api.post("/api/documents", files=[("files", ("chain.pdf", b"no PDF"))], data=fields).json()
    assert [failed["page"] for failed in report(api, began)["failed"]] == [None]
    assert api.get("/api/jobs").json()["jobs"][0]["id"] == began["id"]
    write_pdf(copilot.settings.home / "uploads" / "Chain manual A" / "chain.pdf", (("Tension the chain to 40 N.",),))
    assert report(api, api.post(f"/api/jobs/{began['id']}/retry").json())["documents"] == 1
    (entry,) = [one for one in copilot.documents()["documents"] if one["document"] == "Chain manual"]
    assert (entry["revision"], entry["rights"]) == ("A", ["safety"])
    assert api.post(f"/api/jobs/{api.get('/api/jobs').json()['jobs'][0]['id']}/retry").status_code == 422


def test_several_files_come_in_and_the_same_name_replaces(api: TestClient, copilot: Copilot, tmp_path: Path) -> None:
    both = [sent("one.pdf", tmp_path, "Belt one runs at 2 m/s."), sent("泵 two.pdf", tmp_path, "Belt two at 3 m/s.")]
    assert report(api, api.post("/api/documents", files=both).json())["documents"] == 2
    again = api.post("/api/documents", files=[sent("one.pdf", tmp_path, "Belt one runs at 5 m/s.")])
    assert report(api, again.json())["failed"] == []
    assert {"one.pdf", "泵 two.pdf"} <= uploaded(copilot)
    assert copilot.search("belt one", limit=1)["hits"][0]["text"].startswith("Belt one runs at 5")


@pytest.mark.parametrize(
    ("names", "fields", "told"),
    [
        (["documents.yaml"], {}, "documents.yaml: this kind of file is not read"),
        (["a.pdf", "b.pdf"], {"revision": "C"}, "revision: a description is of one file"),
        (["a.pdf", "x/a.pdf"], {}, "Two of the files are called a.pdf"),
        (["a.pdf"], {"group": "all"}, "'group' is no field of an upload"),
        ([], {"revision": "C"}, "There is no file in the request"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_written(
    api: TestClient, copilot: Copilot, tmp_path: Path, names: list[str], fields: dict[str, str], told: str
) -> None:
    before = uploaded(copilot)
    parts = [sent(name, tmp_path) for name in names] or [("x", ("", b""))]
    refused = api.post("/api/documents", files=parts, data=fields)
    assert refused.status_code == 422
    assert told in refused.json()["detail"] or not names
    assert uploaded(copilot) == before


def test_files_that_are_too_large_and_files_from_elsewhere_are_refused(app: FastAPI, api: TestClient) -> None:
    large = api.post("/api/documents", files=[("files", ("a.pdf", bytes(1_100_000)))])
    assert (large.status_code, large.json()["detail"]) == (413, "What was sent is larger than 1 MB.")
    other = TestClient(app, "http://127.0.0.1:8000", client=ELSEWHERE, raise_server_exceptions=False)
    assert other.post("/api/documents", files=[("files", ("a.pdf", b"%PDF"))]).status_code == 403


def test_a_name_keeps_no_path_and_nothing_that_a_file_system_reads() -> None:
    names = ["../../etc/FL-303 rev:C.pdf", "C:\\manuals\\泵.PDF", ".hidden.pdf", "..", "x" * 300 + ".pdf"]
    assert [safe_name(name) for name in names] == ["FL-303 rev_C.pdf", "泵.PDF", "hidden.pdf", "", "x" * 60 + ".pdf"]


@pytest.mark.parametrize("value", ["0", "-1", "many", ""])
def test_the_size_of_uploads_is_a_number_of_megabytes(value: str) -> None:
    with pytest.raises(BadSetting, match="whole number of megabytes"):
        Settings.read({"PLANT_UPLOAD_MB": value})


def test_a_refusal_is_told_in_the_language_that_the_request_accepts(api: TestClient, tmp_path: Path) -> None:
    languages = ["de-AT,de;q=0.9", "zh-TW", "fr"]
    parts = [sent("notes.exe", tmp_path)]
    told = [api.post("/api/documents", files=parts, headers={"Accept-Language": one}).json() for one in languages]
    assert [one["detail"][:22] for one in told] == [
        "notes.exe: diese Art D",
        "notes.exe：不讀取此類檔案（可讀取 ",
        "notes.exe: this kind o",
    ]
    large = api.post(
        "/api/documents", files=[("files", ("a.pdf", bytes(1_100_000)))], headers={"Accept-Language": "de"}
    )
    assert large.json()["detail"] == "Das Gesendete ist größer als 1 MB."
    assert large.json()["remedy"].startswith("Senden Sie eine kleinere Datei")


def test_the_report_of_a_job_gives_its_reasons_in_the_language_of_the_reader(api: TestClient) -> None:
    job = api.post("/api/documents", files=[("files", ("empty.pdf", b""))]).json()
    english = report(api, job)["failed"][0]["reason"]
    german = api.get(f"/api/jobs/{job['id']}", headers={"Accept-Language": "de"})
    assert (english, german.json()["report"]["failed"][0]["reason"]) == ("the file is empty", "die Datei ist leer")
    assert (german.headers["Content-Language"], german.headers["Vary"]) == ("de", "Accept-Language")
