"""The pictures of the chat in docs/images. One that is missing is taken anew: delete it and run this test."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]
IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST = 200_000
GERMAN = "Mit welchem Drehmoment ziehe ich die Flanschschrauben der Füllventile an?"
CHINESE = "灌装阀法兰螺钉的拧紧力矩是多少？"


def kept(page: Page, name: str, *, pictured: bool = True) -> tuple[int, int]:
    """Return the size of a picture of the chat; take it first where it is missing."""
    if pictured:
        expect(page.locator(".message-content img")).to_have_js_property("complete", True)
    page.locator("[data-step-type=user_message]").evaluate("question => question.scrollIntoView()")
    page.wait_for_timeout(500)  # until everything has faded in
    file = IMAGES / name
    if not file.exists():
        with Image.open(BytesIO(page.screenshot())) as taken:
            taken.convert("RGB").quantize(256).save(file, optimize=True)  # a third of the bytes, and nobody sees it
    assert file.stat().st_size < MOST
    with Image.open(file) as picture:
        return picture.size


@pytest.mark.parametrize(
    ("name", "language", "question"),
    [("chat-german-question.png", "de-DE", GERMAN), ("chat-chinese-question.png", "zh-CN", CHINESE)],
    ids=["german", "chinese"],
)
def test_the_answer_is_pictured_beside_its_page(
    plant: str, open_chat: Opens, ask: Asks, name: str, language: str, question: str
) -> None:
    page = open_chat(plant, language)
    ask(page, question).locator("blockquote", has_text="21 Nm").locator("a").click()
    expect(page.frame_locator("#page-viewer iframe").locator("main img")).to_have_js_property("complete", True)
    assert kept(page, name) == (1280, 900)


def test_the_answer_is_pictured_on_a_phone(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, phone=True)
    ask(page, GERMAN)
    assert kept(page, "chat-german-question-phone.png") == (780, 1688)


def test_costs_by_month_are_pictured_as_a_planner_sees_them(recorded_plant: str, open_chat: Opens) -> None:
    page = open_chat(recorded_plant, "en-US")
    page.locator("#chat-settings-open-modal").click()
    page.locator("#profile").click()
    page.get_by_role("option", name="Planner").click()
    page.locator("#confirm").click()
    page.locator(".message-content + div button", has_text="What did P-101 cost in 2024, by month?").click()
    expect(page.locator(".js-plotly-plot svg").first).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert kept(page, "chat-planner.png", pictured=False) == (1280, 900)


def test_high_contrast_is_pictured_on_a_phone(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, "zh-TW", phone=True)
    page.locator("#theme-toggle").click()
    page.get_by_role("menuitem").nth(1).click()
    page.locator("#contrast-toggle").click()
    ask(page, "FL-303 充填閥法蘭螺絲要鎖多少扭力？")
    assert kept(page, "chat-contrast-phone.png") == (780, 1688)
