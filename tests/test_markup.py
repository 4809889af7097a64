"""Markdown and HTML become pages on which nothing is missing."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import cut, pages_of
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.blocks import blocks, unrolled
from plant_knowledge_ingest.readers.markup import to_pdf
from plant_knowledge_ingest.readers.printed import first_unplaced
from plant_knowledge_ingest.readers.typeset import typeset

TEXT = st.lists(
    st.sampled_from(["pump", "Öffnen", "21 Nm", "轴承", "`E0451`", "**stop**", "a < b", "R&D"]), min_size=1
).map(" ".join)
PARTS = st.one_of(
    TEXT.map("## {}".format),
    TEXT,
    st.lists(TEXT.map("- {}".format), min_size=1, max_size=40).map("\n".join),
    st.lists(TEXT.map("1. {}".format), min_size=1, max_size=9).map("\n".join),
    st.lists(TEXT.map("| {} | x |".format), max_size=60).map(lambda rows: "\n".join(["| a | b |", "|---|---|", *rows])),
    TEXT.map("> {}".format),
    TEXT.map("```\n{}\n```".format),
)


def rendered(folder: Path, text: str, name: str = "notes.md") -> Path:
    """Write ``text`` as a file, render it, and return the PDF."""
    (folder / name).write_text(text, encoding="utf-8")
    pdf = folder / "rendered.pdf"
    pdf.write_bytes(to_pdf(folder / name))
    return pdf


def words(pdf: Path) -> list[str]:
    return [word for page in pages_of(pdf) for line in page.lines for word in line.text.split()]


def width(pdf: Path) -> float:
    with pymupdf.open(pdf) as document:
        return float(round(document[0].rect.width))


@given(st.lists(PARTS, min_size=1, max_size=25).map("\n\n".join))
def test_no_word_of_any_markdown_is_lost(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    pdf = rendered(tmp_path_factory.mktemp("markdown"), text)
    printed = " ".join(words(pdf))
    for word in ("pump", "Öffnen", "21 Nm", "轴承", "E0451", "stop", "a < b", "R&D"):
        assert printed.count(word) >= text.count(word)


def test_headings_become_the_outline_with_their_levels(tmp_path: Path) -> None:
    pdf = rendered(tmp_path, "# Pump\n\ntext\n\n### Seal\n\ntext\n\n## Motor\n\ntext")
    with pymupdf.open(pdf) as document:
        assert document.get_toc() == [[1, "Pump", 1], [2, "Seal", 1], [2, "Motor", 1]]


def test_a_table_of_markdown_is_read_by_its_columns(tmp_path: Path) -> None:
    (passage,) = cut(rendered(tmp_path, "| Part | Torque |\n|---|---|\n| Cover | 9 Nm |\n| Flange | 21 Nm |"))
    assert [span.columns for span in passage.spans] == [(), ("Part", "Torque"), ("Part", "Torque")]


def test_a_table_right_below_its_heading_keeps_the_title_of_its_first_column(tmp_path: Path) -> None:
    table = "| Part number | Name |\n|---|---|\n| PX-100-1 | Seal ring |\n"
    (passage,) = cut(rendered(tmp_path, f"# Pump X-1\n\n## Parts\n{table}"))
    assert passage.spans[-1].columns == ("Part number", "Name")


def test_a_line_of_code_that_is_too_long_goes_on_below(tmp_path: Path) -> None:
    code = [f"code{n}" for n in range(400)]
    assert words(rendered(tmp_path, f"```\n{' '.join(code)}\n```")) == code


def test_the_indentation_of_code_is_kept(tmp_path: Path) -> None:
    first, second = pages_of(rendered(tmp_path, "```\nif hot:\n    stop()\n```"))[0].lines
    assert second.rectangle.x0 > first.rectangle.x0 + 15


def test_a_table_of_thirty_columns_gets_a_wider_sheet(tmp_path: Path) -> None:
    row = "".join(f"<td>cell{n}</td>" for n in range(30))
    pdf = rendered(tmp_path, f"<table>{f'<tr>{row}</tr>' * 40}</table>", "wide.html")
    assert len(words(pdf)) == 1_200
    assert width(pdf) > 595


def test_a_cell_longer_than_a_page_is_read_as_paragraphs(tmp_path: Path) -> None:
    cell = [f"word{n}" for n in range(2_000)]
    pdf = rendered(tmp_path, f"<table><tr><td>short</td><td>{' '.join(cell)}</td></tr></table>", "long.html")
    assert words(pdf) == ["short", *cell]
    assert width(pdf) == 595


def test_a_key_without_a_blank_is_divided(tmp_path: Path) -> None:
    pdf = rendered(tmp_path, f"<p>{'x' * 500}END &amp;{'y' * 100}</p>", "key.html")
    assert "".join(words(pdf)) == "x" * 500 + "END&" + "y" * 100


def test_a_page_of_empty_anchors_loses_nothing(tmp_path: Path) -> None:
    chapter = '<a name="a{0}"></a><div><p></p><h2>Chapter {0}</h2><p>Text of chapter {0}.</p></div>'
    pdf = rendered(tmp_path, "".join(chapter.format(n) for n in range(200)), "anchors.html")
    assert words(pdf).count("chapter") == 200


def test_a_heading_stands_on_the_page_of_what_follows_it(tmp_path: Path) -> None:
    pdf = rendered(tmp_path, "\n\n".join(f"## Chapter {n}\n\n{'Stop the pump. ' * 40}" for n in range(30)))
    for page in pages_of(pdf):
        assert not page.lines[-1].text.startswith("Chapter")
        assert page.headings[0].line == 0


def test_the_items_of_a_list_keep_their_numbers_over_pages(tmp_path: Path) -> None:
    pdf = rendered(tmp_path, "\n".join(f"{n}. {'Turn the key. ' * 12}" for n in range(1, 41)))
    numbers = [word for word in words(pdf) if word.rstrip(".").isdigit()]
    assert numbers == [f"{n}." for n in range(1, 41)]


def test_scripts_styles_pictures_and_titles_are_left_out(tmp_path: Path) -> None:
    page = (
        "<title>Tab</title><style>p{}</style><script>alert(1)</script><img src='http://x/y.png' alt='pic'><p>Text</p>"
    )
    assert words(rendered(tmp_path, page, "page.html")) == ["Text"]


def test_entities_are_read_once(tmp_path: Path) -> None:
    assert words(rendered(tmp_path, "<p>R&amp;D &amp;lt; &lt;5 bar</p>", "page.html")) == ["R&D", "&lt;", "<5", "bar"]


def test_ligatures_are_read_as_letters(tmp_path: Path) -> None:
    assert words(rendered(tmp_path, "Öffnen, fließen, Auflage, office")) == [
        "Öffnen,",
        "fließen,",
        "Auflage,",
        "office",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_in_its_usual_encodings_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.md").write_bytes("# 报警\n\n更换机油。".encode(encoding))
    (tmp_path / "a.pdf").write_bytes(to_pdf(tmp_path / "a.md"))
    assert words(tmp_path / "a.pdf") == ["报警", "更换机油。"]


def test_western_european_text_without_unicode_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("Öl prüfen: 5 µm".encode("cp1252"))
    (tmp_path / "a.pdf").write_bytes(to_pdf(tmp_path / "a.md"))
    assert words(tmp_path / "a.pdf") == ["Öl", "prüfen:", "5", "µm"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "there is no text in it"),
        (b"<!-- only a remark -->", "there is no text"),
        (b"\x00\x01\x02", "not a text file"),
    ],
)
def test_a_file_without_text_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.html").write_bytes(content)
    with pytest.raises(UnreadableDocument, match=reason):
        to_pdf(tmp_path / "a.html")


def test_rendering_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Pump\n\nStop it.\n")
    assert to_pdf(tmp_path / "a.md") == to_pdf(tmp_path / "a.md")


def test_text_that_is_cut_off_is_named_with_its_heading() -> None:
    table = f"<h2>Spare parts</h2><table><tr><td>{'bolt ' * 2_000}nut</td></tr></table>"
    lost = first_unplaced(table, typeset(table, "a4"))
    assert lost == '"bolt" under "Spare parts"'
    assert first_unplaced(unrolled(table), typeset(unrolled(table), "a4")) is None


def test_blocks_are_what_moves_to_the_next_page_whole() -> None:
    items = '<ol start="3"><li>c<ul><li>d</li></ul></li><li>e</li></ol>'
    assert list(blocks(f"Loose <b>text</b><div><h2>Pump</h2><p>a<br>b</p>{items}</div>")) == [
        "Loose <b>text</b>",
        "<h2>Pump</h2>",
        "<p>a<br>b</p>",
        '<ol start="3"><li>c<ul><li>d</li></ul></li></ol>',
        '<ol start="4"><li>e</li></ol>',
    ]
