"""Fishbone, why-tree and fault tree in the answer of the chat: moved, zoomed, touched, folded, read as a list."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
LEAKS = "Ursachenanalyse: P-101 leckt an der Gleitringdichtung"


def pictured(page: Page, ask: Asks, question: str) -> FrameLocator:
    """Begin a session and return the pictures in its answer."""
    ask(page, question)
    frame = page.locator(".message-content iframe.plan")
    frame.scroll_into_view_if_needed()
    picture = frame.content_frame
    expect(picture.locator(".branch.open").first).to_be_visible()
    return picture


def branch(picture: FrameLocator, text: str) -> Locator:
    return picture.locator(f"#plan .branch[aria-label*='{text}']")


def test_a_branch_tells_its_state_and_opens_the_place_on_its_page(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant)
    picture = pictured(page, ask, LEAKS)
    expect(picture.locator("#told")).to_contain_text("Keine ist die Ursache, bevor ein Mensch sie bestätigt.")
    branch(picture, "Gleitflächen gerissen").hover()
    expect(picture.locator("#told")).to_contain_text("Mögliche Ursache · offen · Handbuch")
    branch(picture, "Gleitflächen gerissen").click()
    shown = picture.locator("#sheet img")
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("img => img.naturalWidth") > 200
    picture.locator("#sheet a.page").click()
    viewer = page.frame_locator("#page-viewer iframe")
    expect(viewer.locator("main img")).to_be_visible()
    expect(viewer.locator("body")).to_contain_text("P-101 Betriebsanleitung")


def test_work_orders_stand_behind_a_candidate_of_the_history(recorded_plant: str, open_chat: Opens, ask: Asks) -> None:
    picture = pictured(open_chat(recorded_plant, "en-US"), ask, "root cause: P-101 leaks at the mechanical seal")
    branch(picture, "Wear").click()
    expect(picture.locator("#sheet")).to_contain_text("Candidate cause · open · history")
    expect(picture.locator("#sheet .orders li").first).to_contain_text("P-101 · ")
    assert picture.locator("#sheet .orders li").count() > 3


def test_keys_zoom_fold_and_open_without_a_mouse(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant)
    picture = pictured(page, ask, LEAKS)
    picture.get_by_role("button", name="Fehlerbaum").click()
    drawing, handle = picture.locator("#plan"), picture.locator("#plan [data-fold=machine]")
    expect(handle).to_be_visible()  # the tree is drawn, which the fishbone was before
    whole = drawing.get_attribute("viewBox") or ""
    handle.focus()
    page.keyboard.press("+")
    expect(drawing).not_to_have_attribute("viewBox", whole)
    page.keyboard.press("0")
    expect(drawing).to_have_attribute("viewBox", whole)
    page.keyboard.press("Enter")
    expect(handle).to_have_attribute("aria-expanded", "false")
    expect(handle).to_be_focused()
    expect(branch(picture, "Gleitflächen gerissen")).to_have_count(0)
    branch(picture, "Trockenlauf").focus()
    page.keyboard.press("Enter")
    expect(picture.locator("#sheet h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(branch(picture, "Trockenlauf")).to_be_focused()


def test_the_list_says_all_that_is_drawn_and_the_window_is_filled_and_given_back(
    plant: str, open_chat: Opens, ask: Asks
) -> None:
    page = open_chat(plant)
    picture = pictured(page, ask, LEAKS)
    branches = picture.locator("#plan .branch").count()
    picture.locator("#listed").click()
    expect(picture.get_by_role("navigation").get_by_role("button")).to_have_count(branches)
    picture.locator("#whole").click()
    frame = page.locator("iframe.filling")
    assert frame.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 900}
    page.keyboard.press("Escape")
    expect(frame).to_have_count(0)


def test_on_a_phone_the_fish_swims_up_and_a_tap_opens_what_backs_a_cause(
    plant: str, open_chat: Opens, ask: Asks
) -> None:
    page = open_chat(plant, "zh-CN", phone=True)
    picture = pictured(page, ask, "根因分析：LB-305 标签缠鼓")
    assert picture.locator("#plan").evaluate("svg => svg.viewBox.baseVal.width") < 400
    branch(picture, "胶量过多").tap()
    expect(picture.locator("#sheet")).to_contain_text("候选原因 · 待查 · 手册")
    expect(picture.locator("#sheet a.page")).to_contain_text("LB-305 操作与维护手册")
    assert picture.locator("html").evaluate("page => page.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(page.locator("iframe.plan").get_attribute("src") or "")
    page.locator(".branch.open").first.tap()
    expect(page.locator("#sheet")).to_be_visible()
    page.evaluate(AXE)
    found = page.evaluate("async (rules) => (await axe.run(document, rules)).violations", WCAG)
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_it_is_printed_as_a_picture_and_dark_where_the_chat_is(plant: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(plant)
    picture = pictured(page, ask, LEAKS)
    page.evaluate("document.documentElement.classList.add('dark', 'contrast')")
    expect(picture.locator("html")).to_contain_class("dark")
    expect(picture.locator("html")).to_contain_class("contrast")
    page.emulate_media(media="print")
    expect(page.locator("a.planned img")).to_be_visible()
    expect(page.locator("iframe.plan")).to_be_hidden()


def test_out_of_reach_the_picture_stays_and_the_page_says_why(
    plant: str, open_chat: Opens, ask: Asks, complaints: list[str]
) -> None:
    page = open_chat(plant)
    picture = pictured(page, ask, LEAKS)
    page.context.set_offline(True)
    picture.get_by_role("button", name="Fehlerbaum").click()
    expect(picture.locator("#told")).to_contain_text("Der Server ist nicht erreichbar.")
    expect(branch(picture, "Gleitflächen gerissen")).to_be_visible()
    page.context.set_offline(False)
    picture.get_by_role("button", name="Fehlerbaum").click()
    expect(picture.locator("#plan [data-fold=machine]")).to_be_visible()
    complaints.clear()  # of the browser, that there was no reception


def test_what_was_chosen_and_folded_is_there_when_the_chat_draws_its_frame_anew(
    plant: str, open_chat: Opens, ask: Asks
) -> None:
    page = open_chat(plant)
    picture = pictured(page, ask, LEAKS)
    picture.get_by_role("button", name="Fehlerbaum").click()
    picture.locator("#plan [data-fold=machine]").click()
    expect(picture.locator("#plan [data-fold=machine]")).to_have_attribute("aria-expanded", "false")
    with page.expect_event("framenavigated"):
        picture.locator("html").evaluate("setTimeout(() => location.reload())")
    expect(picture.locator("#plan [data-fold=machine]")).to_have_attribute("aria-expanded", "false")
    expect(picture.get_by_role("button", name="Fehlerbaum")).to_have_attribute("aria-pressed", "true")
