"""The language of a passage is read from its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_knowledge_ingest.language import base, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Close the suction valve before the pump is opened.", "en"),
        ("What does E0451 mean?", "en"),
        ("Vor dem Öffnen der Pumpe ist das Saugventil zu schließen.", "de"),
        ("Wie hoch ist das Anziehmoment?", "de"),
        ("打开泵之前请关闭吸入阀。", "zh-Hans"),
        ("打開泵浦之前請關閉吸入閥。", "zh-Hant"),
        ("报警 E0451 是什么意思？", "zh-Hans"),
        ("Fermez la vanne d'aspiration avant d'ouvrir la pompe.", "fr"),
        ("Cierre la válvula de aspiración antes de abrir la bomba.", "es"),
    ],
)
def test_the_language_is_told_from_words_and_script(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "P-101A", "24 VDC 0,75 kW", "6ES7 315-2EH14-0AB0", "± 0.05"])
def test_codes_and_figures_tell_no_language(text: str) -> None:
    assert detect(text) == "und"
    assert detect(text, "de") == "de"


def test_a_few_latin_codes_do_not_make_chinese_foreign() -> None:
    assert detect("SINAMICS S120 与 PLC 的通信故障") == "zh-Hans"


def test_chinese_that_both_scripts_share_takes_the_script_around_it() -> None:
    assert detect("工具", "zh-Hant") == "zh-Hant"
    assert detect("工具", "en") == "zh-Hans"


def test_german_without_a_common_word_is_known_by_its_umlauts() -> None:
    assert detect("Ölkühler prüfen, Öldruck anzeigen") == "de"


def test_the_base_of_a_language_has_no_script() -> None:
    assert [base(language) for language in ("zh-Hant", "zh-Hans", "de", "und")] == ["zh", "zh", "de", "und"]


@given(st.text(max_size=80))
def test_any_text_has_one_of_the_known_codes(text: str) -> None:
    known = "en de zh-Hans zh-Hant fr es it nl pl pt cs tr sv und".split()
    assert detect(text) in known
