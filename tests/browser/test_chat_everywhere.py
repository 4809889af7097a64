"""The same four errands in four languages, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], Locator]
TORQUE = {
    "en-US": ("What torque do the filling valve flange screws on FL-303 get?", "Sources", "page 6", "Safety first"),
    "de-DE": (
        "Mit welchem Drehmoment ziehe ich die Flanschschrauben der Füllventile an FL-303 an?",
        "Quellen",
        "Seite 6",
        "Zuerst die Sicherheit",
    ),
    "zh-CN": ("FL-303 灌装阀法兰螺钉的拧紧力矩是多少？", "出处", "第 6 页", "安全第一"),
    "zh-TW": ("FL-303 充填閥法蘭螺絲要鎖多少扭力？", "出處", "第 6 頁", "安全第一"),
}
SILENT = {
    "en-US": ("What does alarm E9999 mean?", "E9999"),
    "de-DE": ("Was bedeutet Alarm E9999?", "E9999"),
    "zh-CN": ("报警 E9999 是什么意思？", "E9999"),
    "zh-TW": ("警報 E9999 是什麼意思？", "E9999"),
}
everywhere = pytest.mark.parametrize("language", TORQUE)
both = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def yellow(picture: Image.Image) -> float:
    """The share of a picture that has the colour of the marks."""
    colours = np.asarray(picture.convert("RGB")).astype(int)
    return float(((colours[..., 0] > 190) & (colours[..., 1] > 170) & (colours[..., 2] < 190)).mean())


@both
@everywhere
def test_the_value_comes_after_the_hazard_with_its_page_marked(
    plant: str, open_chat: Opens, ask: Asks, language: str, phone: bool
) -> None:
    question, sources, cited, hazards = TORQUE[language]
    page = open_chat(plant, language, phone=phone)
    answer = ask(page, question)
    expect(answer.locator("h4")).to_have_text(hazards)
    expect(answer.locator("h5")).to_have_text(sources)
    text = answer.inner_text()
    assert text.index("CAUTION") < text.index("21 Nm") < text.index(sources)
    link = answer.locator("h5 + ul a", has_text=cited)
    link.tap() if phone else link.click()
    sheet = page.frame_locator("#page-viewer iframe").locator("main img")
    expect(sheet).to_have_js_property("complete", True)
    assert 0.001 < yellow(Image.open(BytesIO(sheet.screenshot()))) < 0.2
    assert page.evaluate("document.documentElement.scrollWidth") <= (390 if phone else 1280)


@both
@everywhere
def test_what_is_not_on_record_is_said_and_nothing_else(
    plant: str, open_chat: Opens, ask: Asks, language: str, phone: bool
) -> None:
    question, code = SILENT[language]
    answer = ask(open_chat(plant, language, phone=phone), question)
    expect(answer).to_contain_text(code)
    expect(answer.locator("a")).to_have_count(0)
    expect(answer.locator("h5")).to_have_count(0)
