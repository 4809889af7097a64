"""Files that cannot be taken: one line in the language of the page says why, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("refused")
    with (folder / "huge.jpg").open("wb") as huge:
        huge.truncate(52_000_000)
    (folder / "empty.jpg").touch()
    (folder / "cat.jpg").write_text("this is no picture")
    (folder / "manual.pdf").write_bytes(b"%PDF-1.7")
    return folder


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de-DE", ("größer als 25 MB", "Die Datei ist leer", "nur Fotos gesendet", "nur Fotos gesendet")),
        ("zh-TW", ("照片大於 25 MB", "檔案是空的", "只能傳送照片", "只能傳送照片")),
    ],
)
def test_the_chat_says_why_a_file_is_not_taken(
    open_chat: Opens, recorded_plant: str, files: Path, complaints: list[str], language: str, told: tuple[str, ...]
) -> None:
    page = open_chat(recorded_plant, language, phone=True)
    page.fill("#chat-input", "P-101?")
    for name, line in zip(("huge.jpg", "empty.jpg", "cat.jpg", "manual.pdf"), told, strict=True):
        page.locator("input[type=file]").first.set_input_files(files / name)
        expect(page.locator("[data-sonner-toast][data-front=true]")).to_contain_text(line)
        expect(page.locator("#chat-input")).to_have_value("P-101?")
    complaints.clear()  # the browser notes the two that the server refused


def test_the_admin_page_says_why_a_document_is_not_taken_and_keeps_its_description(
    open_chat: Opens, recorded_plant: str, files: Path, complaints: list[str]
) -> None:
    page = open_chat(recorded_plant, "de-DE", at="/admin#documents")
    page.locator("#described > summary").click()
    for name, line in (("empty.jpg", "empty.jpg: die Datei ist leer"), ("manual.pdf", "manual.pdf: ")):
        page.set_input_files("#files", files / name)
        page.fill("#upload-assets", "VU-9")
        page.get_by_role("button", name="Senden und einlesen").click()
        expect(page.locator(".told.bad").first).to_contain_text(line)
        expect(page.locator("#upload-assets")).to_have_value("VU-9")
        expect(page.locator("#files")).to_have_value("")
    complaints.clear()
