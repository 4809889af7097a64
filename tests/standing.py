"""Waits until a chat stands still: what moves between the pressing and the letting go of a button is not clicked."""

from __future__ import annotations

from playwright.sync_api import Page

_STANDS = """() => new Promise((done) => {
  let before = "", same = 0;
  const look = () => {
    const shown = [...document.querySelectorAll(".message-content, [data-step-type] button")];
    const now = shown.map((each) => each.getBoundingClientRect().top).join();
    same = now === before ? same + 1 : 0;
    before = now;
    if (same < 12) requestAnimationFrame(look);
    else done();
  };
  look();
})"""


def stand_still(page: Page) -> None:
    """Return when nothing of the conversation has moved for twelve frames."""
    page.evaluate(_STANDS)
