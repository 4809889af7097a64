"""What one does with an answer: think of it, print it, copy it, go on; by touch, by keyboard, with bad reception."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from plant_ui.chat.messages import say
from plant_ui.chat.own_starters import Seen, own_starters
from standing import stand_still

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]
ALARM = "What does alarm E0451 on the shrink wrapper mean?"
COST = "What did P-101 cost in 2024, by month?"


def got(address: str, path: str) -> dict[str, Any]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path)
    found: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return found


def choose_profile(page: Page, name: str) -> None:
    page.locator("#chat-settings-open-modal").click()
    page.locator("#profile").click()
    page.get_by_role("option", name=name).click()
    page.locator("#confirm").click()


@pytest.mark.parametrize(
    ("language", "phone", "tongue"), [("de-DE", False, "de"), ("zh-TW", True, "zh-Hant")], ids=["desktop", "phone"]
)
def test_a_bad_answer_is_told_with_its_reason_and_gets_a_code(
    plant: str, open_chat: Opens, ask: Asks, language: str, phone: bool, tongue: str
) -> None:
    page = open_chat(plant, language, phone=phone)
    ask(page, ALARM)
    spoken = "en"  # the answer speaks the language of the question
    page.get_by_role("button", name=say(spoken, "thumb_down"), exact=True).click()
    page.get_by_role("button", name=say(spoken, "thumb_incomplete")).click()
    told = page.locator(".message-content", has_text=say(spoken, "thumb_kept", code="").split(".", maxsplit=1)[0]).last
    expect(told).to_be_visible()
    code = told.inner_text().split(": ")[1][:8]
    kept = next(one for one in got(plant, "/api/feedback")["feedback"] if one["code"] == code)
    assert (kept["verdict"], kept["reason"], kept["question"]) == ("down", "incomplete", ALARM)
    expect(page.get_by_role("button", name=say(spoken, "thumb_down"), exact=True)).to_have_count(0)
    assert say(tongue, "thumb_down") != say(spoken, "thumb_down")


def test_one_answer_is_printed_with_its_question_and_sources(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, "en-US")
    ask(page, "What does alarm E9999 mean?")
    ask(page, ALARM)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").last.click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    others = page.locator("[data-step-type]", has_text="E9999").all()
    assert len(others) > 1
    assert not any(found.is_visible() for found in others)
    expect(page.locator("[data-step-type=user_message]", has_text="E0451")).to_be_visible()
    expect(page.locator("h5").last).to_be_visible()
    expect(page.locator("#message-composer")).to_be_hidden()


def test_a_draft_carries_its_stamp_on_paper_too(recorded_plant: str, open_chat: Opens) -> None:
    page = open_chat(recorded_plant, "en-US")
    expect(page.locator("#chat-input")).to_be_enabled()
    page.locator("#chat-input").click()
    page.keyboard.insert_text("report: pump P-101 leaks at the seal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Draft, not approved")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Draft, not approved")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_be_hidden()


def test_an_answer_is_reached_read_and_checked_by_keyboard_alone(plant: str, open_chat: Opens) -> None:
    page = open_chat(plant, "en-US")
    expect(page.locator("#starters button").first).to_be_enabled()
    page.locator("#chat-input").focus()
    page.keyboard.insert_text(ALARM)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    link = page.locator("h5 + ul a").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.frame_locator("#page-viewer iframe").locator("main img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#page-viewer")).to_have_count(0)
    assert link.evaluate("link => link === document.activeElement")


def test_a_planner_begins_with_the_plants_own_assets_and_sees_a_plot(
    recorded_plant: str, open_chat: Opens, addresses: list[str]
) -> None:
    page = open_chat(recorded_plant, "en-US")
    choose_profile(page, "Planner")
    button = page.locator("[data-step-type=assistant_message] button", has_text=COST)
    expect(button).to_be_visible()
    stand_still(page)
    button.click()
    expect(page.locator(".js-plotly-plot svg").first).to_be_visible()
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    assert box["width"] > 400
    assert [a for a in addresses if not a.startswith((recorded_plant, "data:", "blob:"))] == []


def test_a_technician_reads_less_than_an_engineer(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, "en-US")
    question = "What must be checked every 500 h on SW-306?"
    short = len(ask(page, question).locator("blockquote").all())
    page = open_chat(plant, "en-US")
    choose_profile(page, "Engineer")
    assert len(ask(page, question).locator("blockquote").all()) >= short


@pytest.mark.parametrize("language", ["en", "de", "zh-Hans", "zh-Hant"])
def test_what_profiles_offer_to_ask_is_answered(recorded_plant: str, language: str) -> None:
    offered = own_starters(Seen("P-101", "Mechanical seal leaking again", "2024"), language)
    assert (len(offered["engineer"]), len(offered["planner"])) == (4, 4)
    for question in {*offered["engineer"], *offered["planner"]}:
        connection = HTTPConnection(urlsplit(recorded_plant).netloc, timeout=30)
        said = json.dumps({"text": question})
        connection.request("POST", "/api/ask", said, {"Content-Type": "application/json"})
        assert not json.loads(connection.getresponse().read())["abstained"], question
        connection.close()


def test_rows_of_a_table_are_cards_on_a_phone(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, "en-US", phone=True)
    cell = ask(page, ALARM).locator("table.wide td").first
    expect(cell).to_be_visible()
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Energy: "'
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_tapped_first_fits_a_thick_glove(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant, "en-US", phone=True)
    expect(page.locator("#starters button").first).to_be_visible()
    first = [*page.locator("#starters button").all(), page.locator("#chat-submit")]
    assert min((one.bounding_box() or {"height": 0})["height"] for one in first) >= 72
    ask(page, ALARM)
    assert min((one.bounding_box() or {"height": 0})["height"] for one in page.locator("h5 + ul a").all()) >= 72


def test_nothing_moves_for_whom_movement_makes_sick(plant: str, open_chat: Opens) -> None:
    page = open_chat(plant, "en-US")
    page.emulate_media(reduced_motion="reduce")
    durations = page.locator("#chat-submit").evaluate("one => getComputedStyle(one).transitionDuration")
    assert float(durations.split("s")[0]) < 0.001


def test_lost_reception_in_mid_answer_loses_neither_question_nor_line(
    plant: str, open_chat: Opens, complaints: list[str]
) -> None:
    page = open_chat(plant, "en-US", phone=True)
    page.locator("#chat-input").click()
    page.keyboard.insert_text(ALARM)
    page.locator("#chat-submit").click()
    page.context.set_offline(True)
    page.wait_for_timeout(1500)
    page.locator("#chat-input").click()
    page.keyboard.insert_text("and how do I isolate it?")
    page.context.set_offline(False)
    expect(page.locator("[data-step-type=user_message]", has_text="E0451")).to_be_visible()
    expect(page.locator("h5").first).to_be_visible()
    expect(page.locator("#chat-input")).to_have_value("and how do I isolate it?")
    complaints.clear()  # of the browser, that there was no reception


def test_two_tabs_hold_two_conversations(plant: str, open_chat: Opens, ask: Asks) -> None:
    first, second = open_chat(plant, "en-US"), open_chat(plant, "de-DE", phone=True)
    expect(ask(first, ALARM)).to_contain_text("E0451")
    expect(ask(second, "Was bedeutet Alarm E9999?")).to_contain_text("E9999")
    expect(first.locator(".message-content", has_text="E9999")).to_have_count(0)
    expect(second.locator(".message-content", has_text="E0451")).to_have_count(0)


def test_a_file_of_50_mb_is_refused_and_the_chat_goes_on(
    plant: str, open_chat: Opens, ask: Asks, complaints: list[str]
) -> None:
    page = open_chat(plant, "de-DE")
    sent = page.evaluate(
        """async (address) => {
            const form = new FormData();
            form.append("files", new Blob([new Uint8Array(51_000_000)]), "huge.pdf");
            try { return (await fetch(address, { method: "POST", body: form })).status; } catch { return 413; }
        }""",
        f"{plant}/chat/project/file?session_id=00000000-0000-4000-8000-000000000000",
    )
    assert sent >= 400
    expect(ask(page, ALARM)).to_contain_text("E0451")
    complaints.clear()  # of the browser, that the file was refused
