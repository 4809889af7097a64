"""Pages become passages that lose nothing and never cross a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from papers import MANUAL, Sheet, cut, line, page, passage_of, running, spans_of, write_pdf
from plant_knowledge_ingest.passage import Passage, Rectangle
from plant_knowledge_ingest.readers.page import Heading, Page, Row
from plant_knowledge_ingest.split import LONGEST, passages

WORDS = st.sampled_from(
    ["pump", "Ventil", "P-101", "21 Nm.", "Stop!", "z. B.", "1.", "•", "轴承", "更换机油。", "valve"]
)


@st.composite
def printed(draw: st.DrawFn) -> Page:
    """Draw a page of paragraphs and table rows, with headings on some of its lines."""
    texts = draw(st.lists(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), min_size=1, max_size=40))
    blocks = sorted(draw(st.lists(st.integers(0, 9), min_size=len(texts), max_size=len(texts))))
    lines = [line(text, y=60 + 14 * n, block=block) for n, (text, block) in enumerate(zip(texts, blocks, strict=True))]
    starts = sorted(draw(st.sets(st.integers(0, len(lines)), max_size=6)))
    rows = tuple(
        Row(range(a, b), (range(a, a + 1), range(a + 1, b), range(0)))
        for a, b in zip(starts[::2], starts[1::2], strict=False)
        if b - a > 1
    )
    numbers = draw(st.lists(st.none() | st.integers(0, len(lines) - 1), max_size=4))
    free = sorted((n for n in numbers if n is not None and not any(n in row.lines for row in rows)), key=int)
    headings = tuple(Heading(draw(st.integers(1, 2)), f"Chapter {n}", n) for n in dict.fromkeys(free))
    return page(*lines, rows=rows, headings=headings)


@given(printed())
def test_every_word_of_the_page_is_in_exactly_one_passage(page: Page) -> None:
    written = [word for line in page.lines for word in line.text.split()]
    assert [word for passage in passages(MANUAL, page) for word in passage.text.split()] == written


@given(printed())
def test_spans_follow_one_another_and_leave_only_line_breaks_between(page: Page) -> None:
    for passage in passages(MANUAL, page):
        at = 0
        for span in passage.spans:
            assert passage.text[at : span.start] in {"", "\n"}
            text = passage.text[span.start : span.end]
            assert text == text.strip() != ""
            at = span.end
        assert at == len(passage.text)


@given(printed())
def test_every_sentence_stands_inside_the_lines_it_was_printed_on(page: Page) -> None:
    whole = Rectangle.around(line.rectangle for line in page.lines)
    for passage in passages(MANUAL, page):
        for span in passage.spans:
            assert span.rectangles
            box = Rectangle.around((whole, *span.rectangles))
            assert box.rounded() == whole.rounded()


@given(printed())
def test_a_passage_is_longer_than_allowed_only_when_one_sentence_is(page: Page) -> None:
    for passage in passages(MANUAL, page):
        assert len(passage.spans) == 1 or len(passage.text) <= LONGEST + len(passage.spans)


@given(printed())
def test_the_ids_of_passages_depend_on_content_and_place_only(page: Page) -> None:
    ids = [passage.id for passage in passages(MANUAL, page)]
    relabelled = replace(MANUAL, title="Other", assets=("P-1",), rights=("few",), effective="2025-01-01")
    assert ids == [passage.id for passage in passages(relabelled, page, "de")]
    assert len(set(ids)) == len(ids)
    for other in (replace(MANUAL, revision="B"), replace(MANUAL, name="Other"), replace(MANUAL, file="0" * 64)):
        assert set(ids).isdisjoint(passage.id for passage in passages(other, page))
    assert set(ids).isdisjoint(passage.id for passage in passages(MANUAL, replace(page, number=2)))


def prose(sentences: int) -> tuple[str, ...]:
    return tuple(f"Sentence {n} of this chapter says something of the pump." for n in range(sentences))


def test_passages_never_cross_a_page(tmp_path: Path) -> None:
    found = cut(write_pdf(tmp_path / "a.pdf", running("The first page ends"), running("and the second goes on.")))
    assert [(passage.page, passage.text) for passage in found] == [
        (1, "The first page ends"),
        (2, "and the second goes on."),
    ]


def test_a_long_page_is_cut_between_sentences(tmp_path: Path) -> None:
    found = cut(write_pdf(tmp_path / "a.pdf", running(*prose(40))))
    assert len(found) > 1
    assert [passage.order for passage in found] == list(range(len(found)))
    assert all(passage.text.startswith("Sentence") and passage.text.endswith("pump.") for passage in found)


def test_chinese_passages_hold_fewer_characters() -> None:
    chinese = passages(
        MANUAL, page(*(line("更换润滑油之前请先停机并断开电源。" * 3, y=14.0 * n, block=n) for n in range(20)))
    )
    assert max(len(passage.text) for passage in chinese) < LONGEST / 2


def test_a_heading_begins_a_passage_and_names_what_follows(tmp_path: Path) -> None:
    sheet = running("1 Pump", *prose(3), "", "1.1 Seal", *prose(3), "", "2 Motor", *prose(3))
    toc = [(1, "Pump", 1), (2, "Seal", 1), (1, "Motor", 1)]
    found = cut(write_pdf(tmp_path / "a.pdf", sheet, toc=toc))
    assert [passage.headings for passage in found] == [("Pump",), ("Pump", "Seal"), ("Motor",)]
    assert [passage.text.split("\n")[0] for passage in found] == ["1 Pump", "1.1 Seal", "2 Motor"]


def test_a_bare_heading_joins_what_follows_it(tmp_path: Path) -> None:
    sheet = running("3 Maintenance", "3.1 Oil", *prose(3))
    (passage,) = cut(write_pdf(tmp_path / "a.pdf", sheet, toc=[(1, "Maintenance", 1), (2, "Oil", 1)]))
    assert passage.headings == ("Maintenance", "Oil")
    assert passage.text.startswith("3 Maintenance\n3.1 Oil\nSentence 0")


def test_text_above_the_first_heading_of_a_page_keeps_the_path_before(tmp_path: Path) -> None:
    sheets = running("1 Pump", *prose(3)), running(*prose(3), "", "2 Motor", *prose(3))
    found = cut(write_pdf(tmp_path / "a.pdf", *sheets, toc=[(1, "Pump", 1), (1, "Motor", 2)]))
    assert [(passage.page, passage.headings) for passage in found] == [(1, ("Pump",)), (2, ("Pump",)), (2, ("Motor",))]


def test_each_passage_of_a_mixed_page_has_its_own_language(tmp_path: Path) -> None:
    english = "Close the valve before the pump is opened and wait until it is cold. "
    german = "Das Ventil ist zu schließen, bevor die Pumpe geöffnet wird. "
    sheet = running("1 English", *[english] * 2, "", "2 Deutsch", *[german] * 2)
    found = cut(write_pdf(tmp_path / "a.pdf", sheet, toc=[(1, "English", 1), (1, "Deutsch", 1)]))
    assert [passage.language for passage in found] == ["en", "de"]


def test_text_too_short_to_tell_has_the_language_of_its_document(tmp_path: Path) -> None:
    (passage,) = cut(write_pdf(tmp_path / "a.pdf", running("P-101A 24 VDC")), language="de")
    assert passage.language == "de"


def test_chinese_text_is_cut_at_its_full_stops(tmp_path: Path) -> None:
    sheet = Sheet([(72, 100, "关闭吸入阀。打开泵盖。")], font="china-s")
    (passage,) = cut(write_pdf(tmp_path / "a.pdf", sheet))
    assert spans_of(passage) == ["关闭吸入阀。", "打开泵盖。"]
    assert passage.language == "zh-Hans"


def test_a_sentence_over_two_lines_has_a_rectangle_on_each(tmp_path: Path) -> None:
    sheet = running("Stop the pump. Close the suction", "valve before the cover is opened. Wait.", step=12)
    (passage,) = cut(write_pdf(tmp_path / "a.pdf", sheet))
    first, second, third = passage.spans
    assert [len(span.rectangles) for span in (first, second, third)] == [1, 2, 1]
    assert first.rectangles[0].x1 < second.rectangles[0].x0
    assert second.rectangles[1].y0 > second.rectangles[0].y0


def test_the_place_of_a_passage_is_around_all_its_sentences() -> None:
    passage = passage_of("Stop the pump.\nClose the valve.")
    assert passage.rectangle == Rectangle(72, 100, 152, 130)


def test_a_page_without_lines_has_no_passages() -> None:
    empty: list[Passage] = passages(MANUAL, page())
    assert empty == []


def test_each_entry_of_a_legend_is_a_span() -> None:
    legend = [line("1\u2002Head spindle", y=100), line("2\u2002Setting ring", y=112), line("3\u2002Cone", y=124)]
    (passage,) = passages(MANUAL, page(*legend))
    assert spans_of(passage) == ["1 Head spindle", "2 Setting ring", "3 Cone"]


def test_figures_at_the_beginning_of_lines_make_no_legend() -> None:
    text = [line("Fill the tank with", y=100), line("8 litres of oil and wait", y=112), line("9 minutes.", y=124)]
    (passage,) = passages(MANUAL, page(*text))
    assert len(spans_of(passage)) == 1
