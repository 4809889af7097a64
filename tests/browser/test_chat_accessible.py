"""WCAG 2.2 AA by axe-core: welcome, settings, an answer and its cited page, in every language, theme and size."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ASKED = {
    "en-US": "What does alarm E0451 on the shrink wrapper mean?",
    "de-DE": "Was bedeutet Alarm E0451 am Folienpacker?",
    "zh-CN": "膜包机的 E0451 报警是什么意思？",
    "zh-TW": "膜包機的 E0451 警報是什麼意思？",
}


def serious(page: Page) -> list[tuple[str, Any]]:
    """What axe finds that keeps somebody out, with the first place of each."""
    page.evaluate(AXE)
    found = page.evaluate("async (rules) => (await axe.run(document, rules)).violations", RULES)
    return [(f["id"], f["nodes"][0]["html"][:200]) for f in found if f["impact"] in {"serious", "critical"}]


def go_dark(page: Page) -> None:
    page.locator("#theme-toggle").click()
    page.get_by_role("menuitem").nth(1).click()
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    expect(page.locator("#root")).not_to_have_attribute("aria-hidden", "true")  # the menu is gone, which hid the rest
    page.wait_for_timeout(300)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ASKED)
def test_nobody_is_kept_out(plant: str, open_chat: Opens, ask: Asks, language: str, phone: bool) -> None:
    page = open_chat(plant, language, phone=phone)
    expect(page.locator("#starters button").first).to_be_enabled()
    found = {"welcome": serious(page)}
    page.locator("#chat-settings-open-modal").click()
    expect(page.locator("#confirm")).to_be_visible()
    page.wait_for_timeout(400)  # while it fades in, its colours are too pale
    found["settings"] = serious(page)
    page.keyboard.press("Escape")
    answer = ask(page, ASKED[language])
    page.wait_for_timeout(400)
    found["answer"] = serious(page)
    go_dark(page)
    found["dark answer"] = serious(page)
    answer.locator("h5 + ul a").first.click()
    expect(page.frame_locator("#page-viewer iframe").locator("main img")).to_be_visible()
    found["dark page"] = serious(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_a_button_has_its_name_as_soon_as_it_is_there(plant: str, open_chat: Opens) -> None:
    page = open_chat(plant, "en-US")
    drawn_anew = """async () => {
      const button = document.querySelector("#chat-settings-open-modal");
      const anew = button.cloneNode(true);
      anew.removeAttribute("aria-label");
      button.replaceWith(anew);
      await null;
      return anew.ariaLabel;
    }"""
    assert page.evaluate(drawn_anew) == "Settings"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_high_contrast_keeps_nobody_out_either(plant: str, open_chat: Opens, ask: Asks, theme: str) -> None:
    page = open_chat(plant, "en-US", phone=theme == "dark")
    if theme == "dark":
        go_dark(page)
    page.locator("#contrast-toggle").click()
    ask(page, ASKED["en-US"])
    page.wait_for_timeout(400)
    assert serious(page) == []
    page.reload()
    expect(page.locator("#contrast-toggle")).to_have_attribute("aria-pressed", "true")
