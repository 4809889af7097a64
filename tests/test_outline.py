"""Headings that hold on a page come from the outline of the file."""

from __future__ import annotations

from pathlib import Path

from papers import line, pages_of, running, write_pdf
from plant_knowledge_ingest.readers.outline import Outline
from plant_knowledge_ingest.readers.page import Heading


def test_the_path_at_the_top_of_a_page_is_what_began_before_it() -> None:
    outline = Outline([(1, "Pump", 1), (2, "Seal", 2), (3, "Wear", 2), (2, "Motor", 4), (1, "Alarms", 6)])
    paths = [outline.path_before(page) for page in range(1, 8)]
    assert paths[:3] == [(), ("Pump",), ("Pump", "Seal", "Wear")]
    assert paths[3:] == [("Pump", "Seal", "Wear"), ("Pump", "Motor"), ("Pump", "Motor"), ("Alarms",)]


def test_levels_that_skip_one_still_make_brothers() -> None:
    outline = Outline([(1, "Pump", 1), (3, "Seal", 2), (3, "Motor", 3), (2, "Alarms", 4)])
    assert outline.path_before(3) == ("Pump", "Seal")
    assert outline.path_before(4) == ("Pump", "Motor")
    assert outline.path_before(5) == ("Pump", "Alarms")


def test_an_outline_may_begin_below_its_first_level() -> None:
    outline = Outline([(2, "Pump", 1), (2, "Motor", 2), (1, "Alarms", 3)])
    assert [outline.path_before(page) for page in (2, 3, 4)] == [("Pump",), ("Motor",), ("Alarms",)]


def test_a_heading_is_found_on_its_line_behind_its_number() -> None:
    lines = [line("2.1 Changing the seal"), line("Stop the pump."), line("2.2 Changing the oil")]
    outline = Outline([(1, "Changing the seal", 5), (1, "Changing  the oil", 5)])
    assert outline.on_page(5, lines) == (Heading(1, "Changing the seal", 0), Heading(1, "Changing the oil", 2))


def test_a_number_printed_beside_its_title_belongs_to_the_heading() -> None:
    lines = [line("See below."), line("5.2.6", 72, 120), line("Logic Examples", 130, 120)]
    assert Outline([(1, "Logic Examples", 1)]).on_page(1, lines) == (Heading(1, "Logic Examples", 1),)


def test_a_title_that_is_broken_over_two_lines_is_found() -> None:
    lines = [line("Intro"), line("Alignment of the coupling"), line("between pump and motor")]
    (heading,) = Outline([(1, "Alignment of the coupling between pump and motor", 1)]).on_page(1, lines)
    assert heading.line == 1


def test_a_heading_that_the_page_does_not_print_has_no_line() -> None:
    assert Outline([(1, "Cover", 1)]).on_page(1, [line("Pump P-101")]) == (Heading(1, "Cover", None),)


def test_a_file_gives_its_headings_to_its_pages(tmp_path: Path) -> None:
    sheets = running("1 Pump", "Text of the pump."), running("More of the pump."), running("2 Motor", "Text.")
    path = write_pdf(tmp_path / "a.pdf", *sheets, toc=[(1, "Pump", 1), (2, "Seal", 1), (1, "Motor", 3)])
    first, second, third = pages_of(path)
    assert first.headings == (Heading(1, "Pump", 0), Heading(2, "Seal", None))
    assert (second.path, second.headings) == (("Pump", "Seal"), ())
    assert (third.path, third.headings) == (("Pump", "Seal"), (Heading(1, "Motor", 0),))


def test_a_file_without_an_outline_has_no_headings(tmp_path: Path) -> None:
    (page,) = pages_of(write_pdf(tmp_path / "a.pdf", running("Text")))
    assert (page.path, page.headings) == ((), ())
