"""What goes wrong is told in the language of whoever reads it, and every phrase for it is one that the code says."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from plant_copilot.errors import UnknownAsset
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_tools.phrases import SPOKEN
from plant_tools.troubles import said, spoken, trouble
from plant_tools.troubles.saying import PHRASES

ROOMS = ("agents", "copilot", "knowledge_ingest", "tools", "ui")
EVERY = {key: phrase for phrases in PHRASES for key, phrase in phrases.of("en").items()}


@cache
def sentences() -> frozenset[str]:
    """Return every text of the code, "{}" for each value put into it."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for room in ROOMS for file in _files(room))
    return frozenset(filter(None, (_sentence(node) for tree in trees for node in ast.walk(tree))))


def _files(room: str) -> list[Path]:
    return sorted((Path(__file__).parents[1] / room).rglob("*.py"))


def _sentence(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_sentence(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "'{}'" if node.conversion == ord("r") else "{}"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_phrase_is_one_that_the_code_says() -> None:
    written = {
        re.sub(r"\{\w+\}", "{}", phrase).replace("{{", "{").replace("}}", "}"): key for key, phrase in EVERY.items()
    }
    assert sorted(key for phrase, key in written.items() if phrase not in sentences()) == []


@pytest.mark.parametrize("language", SPOKEN)
def test_every_phrase_is_found_again_with_its_values(language: str) -> None:
    for phrases in PHRASES:
        for key, phrase in phrases.of("en").items():
            values = dict.fromkeys(re.findall(r"(?<!\{)\{(\w+)\}", phrase), "X7")
            values |= {"reason": "finish in the future"} if "reason" in values else {}
            expected = phrases.say(language, key, **values | {k: said(v, language) for k, v in values.items()})
            assert said(phrase.format(**values), language) == expected, key


def test_a_reason_inside_a_message_is_put_into_words_too() -> None:
    error = UnreadableDocument(Path("cat.jpg"), "the photo is damaged (cut off)", page=2, remedy="Take it again.")
    assert trouble(error, "de") == "cat.jpg, Seite 2: das Foto ist beschädigt (cut off). Nehmen Sie es noch einmal auf."
    assert trouble(error, "zh-Hans") == "cat.jpg，第 2 页：照片已损坏（cut off）。请重新拍摄。"


def test_numbers_in_a_message_have_the_marks_of_the_language() -> None:
    finding = {
        "statement": "1,204 of 10,001 orders finish in the future.",
        "warnings": ["2,000 orders finish in the future."],
    }
    assert spoken(finding, "de")["warnings"] == ["2.000 Aufträge enden in der Zukunft."]
    zero = "1,204 of 10,001 orders with a cost have a cost of zero; means over them are too low."
    assert said(zero, "de").startswith("1.204 von 10.001 Aufträgen")


def test_what_has_no_words_stays_whole_and_in_one_language() -> None:
    assert said("a.pdf: something that nobody foresaw.", "de") == "a.pdf: something that nobody foresaw."
    error = UnknownAsset("There is no asset 'O\"Neil'.")
    assert trouble(error, "en") == str(error)


def test_a_report_speaks_without_its_names_being_touched() -> None:
    report = {"failed": [{"path": "the file is empty", "page": None, "reason": "the file is empty"}]}
    assert spoken(report, "de") == {
        "failed": [{"path": "the file is empty", "page": None, "reason": "die Datei ist leer"}]
    }
