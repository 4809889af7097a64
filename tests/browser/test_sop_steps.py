"""A procedure on a phone with bad reception: nothing is done twice, nothing is lost, the page says what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NewPage = Callable[..., Page]


def named(page: Page, name: str) -> Page:
    """Write who it is."""
    page.locator("#by").fill(name)
    return page


def test_a_step_out_of_reach_waits_and_goes_on_when_pressed_again(
    procedure: str, new_page: NewPage, complaints: list[str]
) -> None:
    page = new_page("de-DE", phone=True)
    page.goto(procedure)
    named(page, "Anna").locator("#train").click()
    forward, asked = page.locator("#choices .go"), page.locator("#asked")
    expect(forward).to_be_visible()
    said = asked.inner_text()
    page.context.set_offline(True)
    forward.click()
    expect(page.locator("#problem")).to_contain_text("Der Server ist nicht erreichbar. Drücken Sie noch einmal")
    expect(asked).to_have_text(said)
    page.context.set_offline(False)
    forward.click()
    expect(asked).not_to_have_text(said)
    expect(page.locator("#problem")).to_have_text("")
    complaints.clear()  # of the browser, that there was no reception


def test_a_beginning_whose_answer_was_lost_is_the_same_run(
    procedure: str, new_page: NewPage, complaints: list[str]
) -> None:
    def losing_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page = new_page("zh-TW", phone=True)
    page.goto(procedure)
    page.route("**/api/sop-runs", losing_the_answer, times=1)
    named(page, "Berta").locator("#train").click()
    expect(page.locator("#problem")).to_contain_text("連不上伺服器")
    page.locator("#train").click()
    expect(page.locator("#choices .go")).to_be_visible()
    there = page.request.get(procedure.replace("/sop/", "/api/sop-runs?sop=")).json()["runs"]
    assert [run["worker"] for run in there].count("Berta") == 1
    complaints.clear()


def test_a_page_opened_out_of_reach_fills_itself(procedure: str, new_page: NewPage, complaints: list[str]) -> None:
    page = new_page("en-US", phone=True)
    page.route("**/api/sops/*", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    page.goto(procedure)
    expect(page.locator("#problem")).to_contain_text("The server cannot be reached.")
    expect(page.locator("#choices")).to_be_hidden()
    page.unroute("**/api/sops/*")
    expect(page.locator("#title")).not_to_have_text("")
    expect(page.locator("#problem")).to_be_hidden()
    complaints.clear()
