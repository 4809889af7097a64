"""A photo in the chat of a real server: what it shows, a warning, and a question that waits in the line to be sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pictured_plant import drawing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif("not __import__('importlib').util.find_spec('rapidocr')", reason="make with-extras"),
]

Opens = Callable[..., Page]
PLATE = (("", "Nordhafen Pumpen"), ("Type", "NHC 65-160"), ("Serial no.", "NHC-20417"))


def sent(page: Page, photo: Path) -> Locator:
    """Send a photo, and return what is said of it."""
    page.locator("input[type=file]").first.set_input_files(photo)
    expect(page.locator("#chat-submit")).to_be_enabled()
    page.locator("#chat-submit").click()
    said = page.locator("[data-step-type=assistant_message] .message-content").last
    expect(said).to_contain_text("NHC", timeout=90_000)
    return said


def test_a_nameplate_becomes_a_question_that_waits_to_be_sent(
    open_chat: Opens, recorded_plant: str, tmp_path: Path
) -> None:
    page = open_chat(recorded_plant, "en-US", phone=True)
    said = sent(page, drawing(tmp_path / "plate.jpg", *PLATE))
    expect(said).to_contain_text("Nameplate · This is P-101.")
    expect(page.locator("#chat-input")).to_have_value("Which failures were most frequent on P-101?")
    expect(page.locator("[data-step-type=user_message]")).to_have_count(1)


def test_the_plate_of_another_machine_is_warned_of_and_a_button_chooses(
    open_chat: Opens, recorded_plant: str, tmp_path: Path
) -> None:
    page = open_chat(recorded_plant, "de-DE", asset="FL-303")
    said = sent(page, drawing(tmp_path / "plate.png", *PLATE))
    expect(said).to_contain_text("Auf diesem Bild steht P-101, gefragt wird nach FL-303.")
    expect(page.locator("#chat-input")).to_have_value("")
    page.get_by_role("button", name="P-101 · CIP supply pump").click()
    expect(page.locator("#chat-input")).to_have_value("Welche Störungen waren an P-101 am häufigsten?")
