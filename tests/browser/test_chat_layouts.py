"""The plan of a layout in the chat: to be pointed at, tapped, zoomed and compared with today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, Locator, Page, expect

from plant_copilot.layouts import Layouts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]
PICTURE = Path(__file__).parents[2] / "docs" / "images" / "chat-layout.png"


@pytest.fixture(scope="module")
def laid_out(recorded_plant: str, lasting: Path) -> str:
    """The address of a server that keeps a layout of the sample hall."""
    Layouts(lasting / "recorded").solve(Layouts.sample(), iterations=60_000)
    return recorded_plant


def planned(page: Page, ask: Asks) -> FrameLocator:
    """Ask for the layout and return the plan in the answer."""
    ask(page, "Zeig das Layout")
    plan = page.frame_locator(".message-content iframe.plan")
    expect(plan.locator(".item")).to_have_count(9)
    page.locator("iframe.plan").scroll_into_view_if_needed()
    return plan


def test_the_answer_shows_a_plan_that_tells_of_each_item(
    laid_out: str, open_chat: Opens, ask: Asks, addresses: list[str]
) -> None:
    page = open_chat(laid_out)
    plan = planned(page, ask)
    expect(plan.locator("#told")).to_contain_text("weniger als heute")
    plan.locator(".item[data-id='SW-306'] rect").hover()
    expect(plan.locator("#told")).to_contain_text("SW-306 shrink wrapper")
    expect(plan.locator("#told")).to_contain_text("frei zu halten: vorn 0,8 m")
    expect(plan.locator("#told")).to_contain_text("EUR am Tag wert")
    if not PICTURE.exists():
        page.screenshot(path=PICTURE)
    with Image.open(PICTURE) as picture:
        assert picture.size == (1280, 900)
    assert all(address.startswith((laid_out, "data:", "blob:")) for address in addresses)


def test_keys_and_buttons_zoom_the_plan_and_change_to_today(laid_out: str, open_chat: Opens, ask: Asks) -> None:
    page = open_chat(laid_out)
    plan = planned(page, ask)
    box = plan.locator("#plan").get_attribute("viewBox")
    plan.locator("#plan").focus()
    page.keyboard.press("+")
    expect(plan.locator("#plan")).not_to_have_attribute("viewBox", box or "")
    page.keyboard.press("0")
    expect(plan.locator("#plan")).to_have_attribute("viewBox", box or "")
    page.keyboard.press("t")
    expect(plan.locator("button[aria-pressed=true]")).to_have_text("Heute")
    expect(plan.locator(".item.moved")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(plan.locator(".item:focus")).to_have_count(1)


def test_a_tap_on_the_phone_tells_of_an_item_and_nothing_is_wider_than_the_screen(
    laid_out: str, open_chat: Opens, ask: Asks
) -> None:
    page = open_chat(laid_out, "zh-CN", phone=True)
    ask(page, "显示布局")
    plan = page.frame_locator(".message-content iframe.plan")
    plan.locator(".item[data-id='PL-307'] rect").tap()
    expect(plan.locator("#told")).to_contain_text("PL-307")
    expect(plan.locator("button[aria-pressed=true]")).to_have_text("方案")
    assert plan.locator("html").evaluate("page => page.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
