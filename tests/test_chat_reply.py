"""The reply: hazards first, the best quote with its place, the sources as links, and no other link."""

from __future__ import annotations

import re
from typing import Any

import pytest

from plant_ui.chat.reply import reply

TORQUE = "Joint: Filling valve flange screws · Torque: 21 Nm"


def citation(mark: int, **other: Any) -> dict[str, Any]:
    return {
        "mark": mark,
        "kind": "page",
        "document": "FL-303 operating manual",
        "revision": "C",
        "page": 6,
        "printed_page": "4",
        "rectangle": [61.7, 552.4, 505.8, 571.6],
        "rectangles": [[61.7, 557.7, 164.9, 566.3], [373.5, 557.7, 399.2, 566.3]],
        "quote": "21 Nm",
        "language": "en",
        **other,
    }


def answer(*statements: tuple[str, str], **other: Any) -> dict[str, Any]:
    """Return an answer of (kind, text) pairs, each with a citation of its own."""
    marked = list(enumerate(statements, 1))
    return {
        "language": "de",
        "answer": "",
        "refused": False,
        "statements": [{"text": text, "marks": [mark], "leads": False} for mark, (_, text) in marked],
        "evidence": [{"kind": kind, "statement": text, "marks": [mark]} for mark, (kind, text) in marked],
        "citations": [citation(mark) for mark, _ in marked],
        "notices": [],
        **other,
    }


def test_how_the_machine_is_isolated_stands_under_its_name_before_the_work() -> None:
    given = answer(("fact", "1. Remove the belt."), ("isolation", "1. Turn Q1 to 0."))
    given["evidence"][1]["details"] = {"machine": "SW-9"}
    blocks = reply(given, "/chat")
    assert blocks[0].startswith("#### Vor dem Eingriff SW\\-9 freischalten")
    assert ["Turn Q1" in blocks[1], any("Remove the belt" in block for block in blocks[2:])] == [True, True]


def test_hazards_stand_before_everything() -> None:
    blocks = reply(answer(("fact", TORQUE), ("hazard", "CAUTION\nHot caustic\nWear goggles.")), "/chat")
    assert blocks[0].startswith("#### Zuerst die Sicherheit\n\n- **CAUTION**\\\n  Hot caustic\\\n  Wear goggles\\.")
    assert "21 Nm" in blocks[2]


def test_the_first_line_stands_in_bold_above_the_quote() -> None:
    given = answer(("fact", TORQUE))
    given["statements"].insert(0, {"text": "Anziehmoment: 21 Nm", "marks": [1], "leads": True})
    assert reply(given, "/chat")[0].startswith("**Anziehmoment\\: 21 Nm**\u00a0[\\[1\\]](/chat/page?")


def test_a_table_row_is_set_as_lines_under_the_names_of_its_columns() -> None:
    named, quote, *_ = reply(answer(("fact", TORQUE)), "/chat")
    assert named == "*Das Handbuch sagt (auf Englisch):*\n\n"
    assert quote.startswith("> **Joint:** Filling valve flange screws\n> **Torque:** 21 Nm\u00a0[\\[1\\]](/chat/page?")


def test_the_best_quote_is_followed_by_its_place_on_the_page() -> None:
    blocks = reply(answer(("fact", TORQUE), ("fact", "Lock out first.")), "/chat")
    assert re.match(r"\[!\[Die Stelle auf der Seite\]\(/chat/cutout\.png\?.*&page=6&mark=61\.7%2C557\.7", blocks[2])
    assert blocks[3] == "*Außerdem belegt*\n\n"


def test_a_source_says_where_it_stands_and_in_which_language() -> None:
    sources = reply(answer(("fact", TORQUE)), "/chat")[-1]
    assert "[**1** FL\\-303 operating manual *Rev\\. C · Seite 6 · gedruckt 4 · auf Englisch*](/chat/page?" in sources


def test_a_source_in_the_language_of_the_answer_does_not_say_so() -> None:
    told = answer(("fact", TORQUE), language="en", citations=[citation(1, revision="", printed_page="6")])
    assert "operating manual *page 6*](" in reply(told, "/chat")[-1]


@pytest.mark.parametrize("planted", ["[here](https://e.example)", "![x](https://e.example/x)", "<a href=//e.example>"])
def test_links_lead_to_the_library_only(planted: str) -> None:
    told = answer(
        ("fact", planted), citations=[citation(1, document=planted)], notices=[{"code": "x", "text": planted}]
    )
    markdown = "".join(reply(told, "/chat"))
    targets = re.findall(r"(?<!\\)\]\((.*?)\)", markdown)
    assert targets
    assert all(target.startswith(("/chat/page?", "/chat/cutout.png?")) for target in targets)


def test_a_refusal_is_said_before_the_safe_way() -> None:
    told = answer(("fact", "Lock out."), refused=True, language="en")
    assert "I do not help to defeat a guard" in reply(told, "/chat")[0]


def test_nothing_on_record_is_said_once_although_it_is_also_a_notice() -> None:
    text = "Die Bibliothek ist leer."
    told = answer(answer=text, notices=[{"code": "library_empty", "text": text}])
    assert reply(told, "/chat") == ["Die Bibliothek ist leer\\.\n\n"]


def test_notices_stand_at_the_end() -> None:
    told = answer(("fact", TORQUE), notices=[{"code": "unproven_dropped", "text": "1 Satz fehlt"}])
    assert reply(told, "/chat")[-1] == "*1 Satz fehlt*\n\n"


def test_records_are_cited_with_their_first_ids_and_no_page() -> None:
    records = {"mark": 1, "kind": "records", "dataset": "plant", "record_ids": ["W1"], "total": 7, "quote": "7"}
    told = answer(("fact", "Number of work orders: 7."), citations=[records | {"query": "SELECT count(*)\nFROM x"}])
    text = "".join(reply(told, "/chat"))
    assert "7 Datensätze \\(W1\\, …\\) · SQL: die Zeile oben aufklappen" in text
    assert "SELECT" not in text
    assert text.startswith("Number of work orders\\: 7\\.\u00a0\\[1\\]")
    assert "](" not in text


def test_a_table_of_records_stays_a_table_whatever_its_cells_hold() -> None:
    records = {"mark": 1, "kind": "records", "dataset": "plant", "record_ids": [], "total": 0, "query": "SELECT 1"}
    rows = "By asset.\n\n| asset | number |\n| --- | --- |\n| [P](http://x) \\| <b> | 2 |"
    text = "".join(reply(answer(("fact", rows), citations=[records]), "/chat"))
    assert "| asset | number |\n| --- | --- |\n" in text
    assert "](" not in text
    assert "<b>" not in text


def test_rows_of_one_table_stand_in_a_table_with_their_marks() -> None:
    rows = ("Energy: Electrical · Point: Q306", "Energy: Air | oil · Point: V306")
    told = answer(*(("fact", row) for row in ("Lock out.", *rows)))
    table = reply(told, "/chat")[-2].splitlines()
    assert table[:2] == ["| Energy | Point |", "| --- | --- |"]
    assert table[3].startswith("| Air \\| oil | V306\u00a0[\\[3\\]](/chat/page?")


def test_a_page_is_listed_once_with_all_its_marks() -> None:
    cited = [citation(1), citation(2, page=7), citation(3)]
    told = answer(("fact", TORQUE), ("fact", "B."), ("fact", "C."), citations=cited)
    listed = reply(told, "/chat")[-1].splitlines()
    assert [line.split("** ")[0] for line in listed if line.startswith("- ")] == ["- [**1, 3", "- [**2"]
    assert listed[2].count("mark=") == 4


def test_a_fact_that_leads_stands_before_how_the_machine_is_isolated() -> None:
    given = answer(("fact", TORQUE), ("isolation", "1. Turn Q1 to 0."))
    given["evidence"][1]["details"] = {"machine": "SW-9"}
    given["statements"].insert(0, {"text": "Torque: 21 Nm", "marks": [1], "leads": True})
    blocks = reply(given, "/chat")
    assert blocks[0].startswith("**Torque\\: 21 Nm**")
    assert blocks[1].startswith("#### Vor dem Eingriff")


def test_past_orders_that_nobody_asked_for_stand_after_the_quotes() -> None:
    records = {"mark": 2, "kind": "records", "dataset": "plant", "record_ids": ["W1"], "total": 1, "query": "SELECT"}
    told = answer(("fact", TORQUE), ("related", "2024-11-30 · W1 · drips"), citations=[citation(1), records])
    blocks = reply(told, "/chat")
    assert blocks[-2].endswith("- 30\\.11\\.2024 · W1 · drips\u00a0\\[2\\]\n\n")
    assert blocks.index(next(block for block in blocks if "21 Nm" in block)) < len(blocks) - 2


def test_how_a_ranked_cause_begins_is_stressed_and_the_rest_escaped() -> None:
    records = {"mark": 1, "kind": "records", "dataset": "plant", "record_ids": [], "total": 0, "query": "SELECT 1"}
    told = answer(("fact", "**Candidate 1: WEAR**, 99 %: **not** so."), citations=[records])
    assert reply(told, "/chat")[0].startswith("**Candidate 1\\: WEAR**\\, 99 \\%\\: \\*\\*not\\*\\* so")


def test_a_kept_layout_is_told_in_the_words_of_the_asker_with_its_plan_and_no_english_quotes() -> None:
    said = "Layout 2: Die Flüsse kosten **83,19 EUR am Tag**.\n\n**Quellen**\n\n- [1] layout-2.json"
    cited = {"mark": 1, "kind": "layout", "file": "layout-2.json", "id": "", "quote": "money 83.19"}
    stated = {"text": "The flows of layout-2.json cost 83.19 EUR a day.", "marks": [1], "leads": False}
    evidence = {"kind": "fact", "marks": [1], "statement": stated["text"], "details": {}}
    told = {"answer": said, "language": "de", "tools": ["layout"], "statements": [stated], "refused": False}
    shown = "".join(reply(told | {"citations": [cited], "evidence": [evidence], "notices": []}, "/chat"))
    assert shown.startswith("Layout 2: Die Flüsse kosten **83,19 EUR am Tag**.\n\n[![Plan von Layout 2]")
    assert "(/layouts/2/plan?language=de)" in shown
    assert "The flows" not in shown
