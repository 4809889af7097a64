"""The chat in a browser: what a technician sees who asks in one language and has manuals in another."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]  # the first one waits for the library

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]
GERMAN = "Mit welchem Drehmoment ziehe ich die Flanschschrauben der Füllventile an?"
A4_WIDTH = 595.28


def quote(answer: Locator, words: str) -> Locator:
    """The quotation that contains ``words``."""
    return answer.locator("blockquote", has_text=words).first


def yellow_share(picture: Image.Image) -> float:
    """How much of a picture has the colour of the marks."""
    colours = np.asarray(picture.convert("RGB"))
    red, green, blue = colours[..., 0], colours[..., 1], colours[..., 2]
    return float(((red > 190) & (green > 170) & (blue < 190)).mean())


def first_mark(link: Locator) -> list[float]:
    """The corners of the first mark that an address names, in points."""
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    return [float(corner) for corner in query["mark"][0].split(",")]


def viewer(page: Page) -> FrameLocator:
    """The page viewer."""
    return page.frame_locator("#page-viewer iframe")


def viewed(page: Page) -> Locator:
    """The picture of the page in the viewer, once it is there."""
    sheet = viewer(page).locator("main img")
    expect(sheet).to_have_js_property("complete", True)
    return sheet


def test_a_german_question_gets_the_english_quote_and_its_marked_page(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant)
    mark = quote(ask(page, GERMAN), "21 Nm").locator("a")
    mark.click()
    expect(viewer(page).locator("header")).to_contain_text("FL-303 operating manualSeite 6 von 8Revision C")
    picture = Image.open(BytesIO(viewed(page).screenshot()))
    left, top, right, bottom = (round(corner * picture.width / A4_WIDTH) for corner in first_mark(mark))
    assert yellow_share(picture.crop((left, top, right, bottom))) > 0.4
    assert yellow_share(picture.crop((left, top - 150, right, bottom - 150))) < 0.01


def test_hazards_come_before_the_value(plant: str, open_chat: Opens, ask: Asks) -> None:
    answer = ask(open_chat(plant), GERMAN)
    expect(answer.locator("h4")).to_have_text("Zuerst die Sicherheit")
    text = answer.inner_text()
    assert text.index("CAUTION") < text.index("21 Nm")


def test_the_place_is_shown_in_the_answer_and_leads_to_the_page(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, phone=True)
    cutout = ask(page, GERMAN).locator("a:has(img)")
    expect(cutout.locator("img")).to_have_js_property("complete", True)
    assert yellow_share(Image.open(BytesIO(cutout.screenshot()))) > 0.05
    cutout.tap()
    expect(viewer(page).locator("header")).to_contain_text("Revision C")
    assert yellow_share(Image.open(BytesIO(viewed(page).screenshot()))) > 0.002


def test_pages_are_turned_and_the_way_leads_back_to_the_marks(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant)
    quote(ask(page, GERMAN), "21 Nm").locator("a").click()
    viewer(page).get_by_role("link", name="Seite 7 ›").click()
    expect(viewer(page).locator("header")).to_contain_text("Seite 7 von 8")
    viewer(page).get_by_role("link", name="‹ Seite 6").click()
    expect(viewer(page).locator("header")).to_contain_text("Seite 6 von 8")
    assert "highlight=" in (viewed(page).get_attribute("src") or "")
    page.evaluate("history.back()")
    expect(page.locator("#page-viewer")).to_have_count(0)
    expect(page.locator("h5")).to_be_visible()


def test_the_pdf_is_one_tap_away(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant)
    ask(page, GERMAN).locator("h5 + ul a").first.click()
    link = viewer(page).get_by_role("link", name="PDF öffnen")
    answered = page.request.get(plant + (link.get_attribute("href") or ""))
    assert answered.headers["content-type"] == "application/pdf"
    assert answered.body().startswith(b"%PDF")


def test_a_chinese_question_is_answered_in_chinese(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, "zh-CN")
    answer = ask(page, "灌装阀法兰螺钉的拧紧力矩是多少？")
    expect(answer).to_contain_text("21 Nm")
    expect(answer.locator("h5 + ul")).to_contain_text("版本 C · 第 6 页 · 印刷页码 4 · 英文")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_the_stations_of_a_question_can_be_unfolded(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant)
    ask(page, GERMAN)
    line = page.locator("[data-step-type=tool] button").first
    expect(line).to_have_text(re.compile(r"^ *\d Stellen? auf \d Seiten? ·\s\d+,\d\ss"))
    line.click()
    stations = page.locator("[data-step-type=tool] [data-step-type=tool]")
    assert [text.split(":")[0].strip() for text in stations.all_inner_texts()] == [
        "Sicherheit geprüft",
        "Wo nachsehen",
        "Nachgeschlagen",
        "Aufgeschrieben",
        "Mit den Seiten verglichen",
    ]


def test_nobody_is_helped_to_bypass_a_guard(plant: str, open_chat: Opens, ask: Asks) -> None:
    answer = ask(open_chat(plant, "en-US"), "How do I bypass the guard door interlock on SW-306?")
    expect(answer.locator("h4 + ul")).to_contain_text("I do not help to defeat a guard")
    expect(answer).to_contain_text("zero energy")


def test_what_no_document_says_is_not_made_up(plant: str, open_chat: Opens, ask: Asks) -> None:
    answer = ask(open_chat(plant), "Was bedeutet Alarm E9999?")
    expect(answer).to_contain_text("Zu E9999 ist nichts belegt")
    expect(answer.locator("a")).to_have_count(0)


def test_an_empty_library_says_what_to_do(empty_plant: str, open_chat: Opens) -> None:
    page = open_chat(empty_plant, "en-US")
    expect(page.locator(".message-content")).to_contain_text("plant-copilot ingest FOLDER")
    expect(page.locator("#starters")).to_have_count(0)


def test_a_manual_cannot_plant_a_link_a_picture_or_a_script(plant: str, open_chat: Opens, ask: Asks) -> None:
    answer = ask(open_chat(plant, "en-US"), "What is the stroke of the dosing unit Z-900?")
    expect(answer).to_contain_text("42 mm")
    targets = answer.locator("a").evaluate_all("links => links.map(link => link.href)")
    pictures = answer.locator("img").evaluate_all("pictures => pictures.map(picture => picture.src)")
    assert all(address.startswith(f"{plant}/chat/") for address in [*targets, *pictures])


def test_the_browser_is_sent_to_no_other_machine(plant: str, open_chat: Opens, ask: Asks, addresses: list[str]) -> None:
    page = open_chat(plant)
    page.locator("#readme-button").click()
    expect(page.get_by_role("heading", name="So fragen Sie")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#chat-settings-open-modal").click()
    page.keyboard.press("Escape")
    ask(page, "What is the stroke of the dosing unit Z-900?").locator("h5 + ul a").first.click()
    viewed(page)
    assert len(addresses) > 15
    assert [address for address in addresses if not address.startswith((plant, "data:", "blob:"))] == []


def test_answers_come_in_the_language_and_from_the_asset_that_were_set(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, "en-US")
    page.locator("#chat-settings-open-modal").click()
    page.locator("#language").click()
    page.get_by_role("option", name="German").click()
    page.locator("#asset").click()
    page.get_by_role("option", name="SW-306").click()
    page.locator("#confirm").click()
    answer = ask(page, "What does alarm E0451 mean?")
    expect(answer.locator("h5")).to_have_text("Quellen")
    documents = answer.locator("h5 + ul a").all_inner_texts()
    assert documents
    assert not [text for text in documents if not text.split("\n")[1].startswith(("SW-306", "SOP-017", "Line 3"))]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_what_is_tapped_fits_a_glove(plant: str, open_chat: Opens, ask: Asks, phone: bool) -> None:
    page = open_chat(plant, phone=phone)
    answer = ask(page, GERMAN)
    buttons = page.locator("#message-composer button, #header button")
    expect(page.locator("#user-nav-button")).to_be_hidden()  # nobody signs in here
    tapped = [*answer.locator("h5 + ul a").all(), *buttons.and_(page.locator(":not(#user-nav-button)")).all()]
    heights = [(target.bounding_box() or {"height": 0})["height"] for target in tapped]
    assert len(heights) > 8
    assert min(heights) >= 48


def test_nothing_is_wider_than_a_phone(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, phone=True)
    ask(page, GERMAN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
