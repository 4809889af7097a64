"""How figures are told: numbers, money and days as people of a language write them, one asset once."""

from __future__ import annotations

from typing import Any

import pytest

from plant_agents.proof import unproven
from plant_agents.telling.holdings import records_named
from plant_agents.telling.selection import phrase
from plant_knowledge_ingest.glossary import Glossary
from plant_tools.plainly import day, number, plain, quantity
from plant_ui.chat.cases import case_marks, case_table

CASE: dict[str, Any] = {
    "order": "BR-7",
    "orders": 3,
    "date": "2024-09-30",
    "asset": "P-101",
    "asset_name": "Pump",
    "seen": "Seal | leaks",
    "language": "en",
    "done": "",
    "problem_code": "SEAL",
    "problem_text": "Seal leaking",
    "cause_code": "",
    "remedy_code": "",
    "downtime_min": 12.5,
    "cost": -1085,
    "currency": "EUR",
}


@pytest.mark.parametrize(
    ("language", "told"), [("en", "-1,085.00"), ("de", "-1.085,00"), ("zh-Hans", "-1,085.00"), ("zh-Hant", "-1,085.00")]
)
def test_money_has_two_decimals_in_the_marks_of_the_language(language: str, told: str) -> None:
    assert quantity(language, -1085, "EUR") == told


def test_other_numbers_have_the_decimal_mark_of_the_language_and_years_no_thousands() -> None:
    assert [number("de", value) for value in (55.1483, 2024, 1234.56, 0.5)] == ["55,15", "2.024", "1.234,6", "0,5"]
    assert [number("en", value) for value in (55.1483, 2024, 1234567)] == ["55.15", "2,024", "1,234,567"]
    assert [plain(language, 2024) for language in ("en", "de", "zh-Hans")] == ["2024"] * 3


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "2021-01-08 14:00"), ("de", "08.01.2021 14:00"), ("zh-Hans", "2021年1月8日 14:00")],
)
def test_what_is_written_for_people_is_proven_by_what_machines_read(language: str, told: str) -> None:
    sentence = f"{number(language, 1234.5)} h, {plain(language, '2021-01-08T14:00:00')}."
    quote = "value: 1234.5 h\nwindow: 2021-01-08 14:00 to 2021-03-01"
    assert told in sentence
    assert unproven(sentence, [quote], Glossary.read(), rounded=True) == []
    wrong = sentence.replace("234", "243").replace("08", "09").replace("8日", "9日")
    assert len(unproven(wrong, [quote], Glossary.read(), rounded=True)) == 2


def test_a_day_that_is_none_stays_as_it_is() -> None:
    assert (day("de", "2024-09-30"), day("zh-Hant", "2024-09-30"), day("de", "")) == ("30.09.2024", "2024年9月30日", "")


def test_one_record_is_not_records() -> None:
    told = [records_named("de", "P", n) for n in (1, 7, 12345)]
    assert told == ["P, 1 Datensatz", "P, 7 Datensätze", "P, 12.345 Datensätze"]
    assert records_named("en", "P", 1) == "P, 1 record"


def test_two_spellings_of_a_tag_are_told_as_one_asset() -> None:
    assert phrase("en", {"assets": ["FL-303", "FL 303", "FL-304"]}) == "work orders on FL-303 and FL-304"


def test_similar_orders_are_a_table_in_the_askers_language_with_their_own_words() -> None:
    answer = {"language": "de", "evidence": [{"kind": "fact", "marks": [2], "details": {"case": CASE}}]}
    title, table = case_table(answer) or ("", "")
    assert title == "1 ähnlicher Fall"
    assert "30.09.2024 **BR\\-7** \\[2\\]" in table
    assert "Seal \\| leaks *(Englisch)* · *und 2 weitere mit diesem Text*" in table
    assert "| 12,5\u00a0min | \\-1\\.085\\,00 EUR |" in table
    assert case_marks(answer) == {2}
    assert case_table({"language": "de", "evidence": []}) is None
