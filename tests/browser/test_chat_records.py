"""The maintenance records in the chat: figures with their SQL, similar orders, and drafts that a person approves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]


def type_in(page: Page, words: str) -> None:
    expect(page.locator(".message-content").first).to_be_visible()  # the greeting, which empties the line
    page.wait_for_timeout(500)  # the line is set up anew when a question is asked back
    page.locator("#chat-input").click()
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")


def test_a_figure_has_its_sql_folded_under_the_line_above(recorded_plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(recorded_plant)
    expect(ask(page, "Was hat P-101 2024 gekostet?")).to_contain_text("5.270,91 EUR")
    expect(page.get_by_role("button", name="Drucken")).to_be_visible()  # the last; then nothing moves
    line = page.locator("[data-step-type=tool] button").first
    expect(line).to_contain_text("14 Datensätze")
    expect(page.get_by_text("SELECT")).to_have_count(0)
    line.click()
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")  # it moves what is below
    page.get_by_text("SQL, das die Zahl [1] wieder ergibt").click()
    expect(page.get_by_text("work_order.asset_tag IN").first).to_be_visible()


def test_an_address_that_names_an_asset_opens_with_its_card(recorded_plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(recorded_plant, asset="p101")
    card = page.locator(".message-content").first
    expect(card).to_contain_text("31.12.2024: Mechanical seal leaking again → Wear → Replaced (BR-100385)")
    expect(ask(page, "Was hat sie 2024 gekostet?")).to_contain_text("5.270,91 EUR")
    page.get_by_role("button", name="Welche Ausfälle waren an P-101").click()
    expect(page.locator(".message-content").last).to_contain_text("Seal leaking liegt vorn mit 20")


def test_a_chat_that_begins_with_a_button_is_called_after_its_question(recorded_plant: str, open_chat: Opens) -> None:
    page = open_chat(recorded_plant, asset="p101")
    page.get_by_role("button", name="Welche Ausfälle waren an P-101").click()
    expect(page.locator(".message-content").last).to_contain_text("Seal leaking liegt vorn mit 20")
    newest = page.locator("a[href*='/chat/thread/']").first
    expect(newest).to_contain_text("Welche Ausfälle waren an P-101")
    page.reload()
    expect(newest).to_contain_text("Welche Ausfälle waren an P-101")


def test_an_address_that_names_no_asset_of_ours_says_so(recorded_plant: str, open_chat: Opens) -> None:
    page = open_chat(recorded_plant, "zh-TW", asset="CNC-9")
    expect(page.get_by_text("沒有設備 CNC-9 的紀錄")).to_be_visible()


def test_similar_orders_stand_in_a_table_that_folds(recorded_plant: str, open_chat: Opens) -> None:
    page = open_chat(recorded_plant)
    type_in(page, "Gab es das schon einmal? Pumpe P-101 laut und heiß am Antrieb")
    row = page.locator("tr", has_text="BR-100329")
    expect(row).to_contain_text("09.05.2024")
    expect(row).to_contain_text("391,07 EUR")
    page.locator("button", has_text="ähnliche").click()
    expect(row).to_be_hidden()


def test_a_draft_is_edited_and_approved_by_name(recorded_plant: str, open_chat: Opens) -> None:
    page = open_chat(recorded_plant, "en-US")
    type_in(page, "report: pump P-101 leaks at the seal")
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_text("Which fields?")).to_be_in_viewport()
    type_in(page, "priority = 1")
    expect(page.get_by_text("(edited)")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("What is your name?")).to_be_in_viewport()
    type_in(page, "Ann")
    expect(page.get_by_text("is written, approved by Ann")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
