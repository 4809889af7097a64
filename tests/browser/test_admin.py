"""The admin page in a browser: documents, records looked at and loaded, findings, wishes, languages, users."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]  # the first one waits for the library

SECTIONS = ("documents", "records", "quality", "unanswered", "parity", "users")
ORDERS = """Auftragsnummer;Maschine;Kurztext;Auftragsart;Beginn;Ende;Stillstand;Kosten
71;P-101;Gleitringdichtung undicht;Störung;03.02.2025 06:10;03.02.2025 09:40;210;1.240,50
72;P-101;Schmierung;Wartung;10.02.2025 07:00;10.02.2025 07:30;0;45,00
73;FL-303;Füllventil 12 tropft;Störung;30.02.2025 06:00;;95;88,00
"""
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
OpenAdmin = Callable[..., Page]


@pytest.fixture
def open_admin(new_page: Callable[..., Page]) -> OpenAdmin:
    """Open a section: ``open_admin(address, "records", language="de-DE", phone=False, dark=False)``."""

    def open_admin(
        address: str, section: str, language: str = "en-US", *, phone: bool = False, dark: bool = False
    ) -> Page:
        page = new_page(language, phone=phone, color_scheme="dark" if dark else "light")
        page.goto(f"{address}/admin#{section}")
        expect(page.locator("main section").first).to_be_visible()
        return page

    return open_admin


def test_a_document_is_sent_with_its_revision_found_and_forgotten(
    plant: str, open_admin: OpenAdmin, tmp_path: Path
) -> None:
    page = open_admin(plant, "documents")
    manual = tmp_path / "vacuum-unit.md"
    manual.write_text("# Vacuum unit VU-9\n\nChange the oil of the vacuum unit VU-9 every 700 hours.\n")
    page.set_input_files("#files", manual)
    page.locator("#described > summary").click()
    page.fill("#upload-document", "VU-9 manual")
    page.fill("#upload-revision", "D")
    page.fill("#upload-assets", "VU-9, VU-10")
    page.get_by_role("button", name="Send and read").click()
    expect(page.get_by_text("Documents: 1, pages: 1")).to_be_visible()
    page.get_by_label("Search name, asset, group").fill("vu-10")
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Revision D answering")
    row.get_by_role("button", name="Forget").click()
    page.locator("#sure-yes").click()
    expect(page.get_by_text("No document fits the search.")).to_be_visible()


def test_a_file_that_cannot_be_read_says_why_and_can_be_tried_again(
    recorded_plant: str, open_admin: OpenAdmin, tmp_path: Path
) -> None:
    page = open_admin(recorded_plant, "documents", "de-DE")
    broken = tmp_path / "kaputt.pdf"
    broken.write_bytes(b"no PDF at all")
    page.set_input_files("#files", broken)
    page.get_by_role("button", name="Senden und einlesen").click()
    expect(page.locator(".told.bad").first).to_contain_text("kaputt.pdf")
    jobs = page.locator("main section").nth(1)
    expect(jobs).to_contain_text("Nicht aufgenommen")
    jobs.get_by_role("button", name="Noch einmal versuchen").first.click()
    expect(jobs.locator("li")).to_have_count(2)


def test_records_are_looked_at_changed_and_only_then_loaded(
    recorded_plant: str, open_admin: OpenAdmin, tmp_path: Path
) -> None:
    file = tmp_path / "auftraege.csv"
    file.write_text(ORDERS, encoding="utf-8")
    page = open_admin(recorded_plant, "records")
    page.fill("#dataset", "probe")
    page.set_input_files("#records-file", file)
    expect(page.locator("#counts")).to_contain_text("new: 2")
    expect(page.locator("#findings")).to_contain_text("'30.02.2025 06:00' is no date")
    expect(page.locator("#findings")).to_contain_text("holds numbers without a unit")
    page.locator("#mapping tr", has_text="Stillstand").get_by_role("combobox").select_option("downtime_min")
    expect(page.get_by_label("Unit of column Stillstand")).to_be_visible()
    page.get_by_label("Unit of column Stillstand").select_option("hours")
    expect(page.locator("table.lines")).to_contain_text("12600")
    page.get_by_label("Unit of column Stillstand").select_option("minutes")
    expect(page.locator("table.lines")).not_to_contain_text("12600")
    assert page.request.get(f"{recorded_plant}/api/records/check?dataset=probe").status == 404
    page.get_by_role("button", name="Load (rows: 2)").click()
    expect(page.get_by_text("Loaded into “probe”: 2 of 3 rows.")).to_be_visible()
    expect(page.locator("tbody tr", has_text="probe")).to_contain_text("Work orders: 2")
    assert page.request.delete(f"{recorded_plant}/api/records/datasets/probe").ok


def test_an_import_that_is_cancelled_leaves_nothing(recorded_plant: str, open_admin: OpenAdmin, tmp_path: Path) -> None:
    file = tmp_path / "doubtful.csv"
    file.write_text("id,asset,text,finished\n1,P-101,seal,03/04/2025\n")
    page = open_admin(recorded_plant, "records")
    page.fill("#dataset", "never")
    page.set_input_files("#records-file", file)
    expect(page.locator("#trouble")).to_contain_text("may be read in two ways")
    expect(page.get_by_role("button", name="Load (")).to_be_disabled()
    page.get_by_label("What 03/04/2025 is").select_option("dmy")
    expect(page.locator("table.lines")).to_contain_text("2025-04-03")
    page.get_by_role("button", name="Cancel the import").click()
    expect(page.get_by_text("doubtful.csv was given up; nothing was written.")).to_be_visible()
    assert page.request.get(f"{recorded_plant}/api/records/check?dataset=never").status == 404


def test_a_finding_leads_to_its_orders(recorded_plant: str, open_admin: OpenAdmin) -> None:
    page = open_admin(recorded_plant, "quality", "de-DE", dark=True)
    finding = page.locator("details.finding", has_text="Ende vor Beginn")
    finding.locator("summary").first.click()
    finding.get_by_role("button", name="Aufträge zeigen").click()
    expect(finding.locator("tbody tr")).to_have_count(2)
    expect(finding.locator("tbody tr").first).to_contain_text("work-orders.csv, Zeile")


def test_what_nothing_answered_is_a_wish_until_it_is(plant: str, open_admin: OpenAdmin) -> None:
    page = open_admin(plant, "documents", "zh-CN")
    for question in ("How long is the guarantee of CP-304?", "What is the warranty period of CP-304?"):
        assert page.request.post(f"{plant}/api/ask", data={"text": question}).json()["abstained"]
    page.locator("nav a", has_text="未能回答").click()
    wish = page.locator("tbody tr", has_text="guarantee of CP-304")
    expect(wish).to_contain_text("What is the warranty period")
    expect(wish).to_contain_text("CP-304 的文件没有说明")
    wish.get_by_role("button", name="现在再问一次").click()
    expect(wish).to_contain_text("仍然没有依据")


def test_how_even_the_languages_are_is_shown_with_what_to_do(plant: str, open_admin: OpenAdmin) -> None:
    page = open_admin(plant, "parity")
    shares = page.locator("tbody").first.locator("meter")
    expect(shares).to_have_count(16)
    own = [float(shares.nth(5 * at).get_attribute("value") or 0) for at in range(4)]
    assert min(own) >= 0.9
    expect(page.locator("main section").nth(1)).to_contain_text("What to do")


@pytest.mark.parametrize("language", ["en-US", "de-DE", "zh-CN", "zh-TW"])
def test_on_a_phone_nothing_is_wider_than_the_screen(
    recorded_plant: str, open_admin: OpenAdmin, language: str, addresses: list[str]
) -> None:
    page = open_admin(recorded_plant, "documents", language, phone=True)
    for section in SECTIONS:
        page.evaluate("name => { location.hash = name; }", section)
        expect(page.locator(f'nav a[href="#{section}"]')).to_have_attribute("aria-current", "page")
        expect(page.locator("main section").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        unlabelled = page.locator("input:visible, select:visible, button:visible").evaluate_all(
            "all => all.filter(one => !(one.labels?.length || one.ariaLabel || one.textContent.trim())).length"
        )
        assert unlabelled == 0
    assert {address.split("/")[2] for address in addresses} == {recorded_plant.split("/")[2]}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nobody_is_kept_out(recorded_plant: str, open_admin: OpenAdmin, tmp_path: Path, dark: bool) -> None:
    page = open_admin(recorded_plant, "documents", dark=dark)
    file, found = tmp_path / "auftraege.csv", {}
    file.write_text(ORDERS, encoding="utf-8")
    for section in SECTIONS:
        page.evaluate("name => { location.hash = name; }", section)
        expect(page.locator(f'nav a[href="#{section}"]')).to_have_attribute("aria-current", "page")
        expect(page.locator("main section").first).to_be_visible()
        if section == "records":
            page.set_input_files("#records-file", file)
            expect(page.locator("#findings")).to_be_visible()
        page.evaluate(AXE)
        violations = page.evaluate("async (rules) => (await axe.run(document, rules)).violations", RULES)
        found[section] = [one["id"] for one in violations if one["impact"] in {"serious", "critical"}]
    assert found == {section: [] for section in SECTIONS}


def test_the_keyboard_alone_reaches_a_section_and_its_first_field(recorded_plant: str, open_admin: OpenAdmin) -> None:
    page = open_admin(recorded_plant, "documents")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator('nav a[href="#records"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#dataset")).to_be_visible()
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#dataset")).to_be_focused()
