"""Tags and codes as they are said: taken where there is no doubt, offered where there is, never made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_evals.voice_confusion import dense, run_confusion
from plant_tools.spoken.likeness import unlikeness
from plant_tools.spoken.marking import marked, open_marks, settled
from plant_tools.spoken.mentions import Mention, Speech, mentions
from plant_tools.spoken.register import Code, Register
from plant_tools.spoken.symbols import canonical, words

TAGS = "DP-301 RN-302 FL-303 CP-304 LB-305 SW-306 PL-307 P-101 K-110 CH-115".split()
PLANT = Register([*map(Code, TAGS), Code("E0451", "SW-306 manual", "code")])
TWINS = Register([Code("P-101"), Code("B-101"), Code("V-205")])


def heard(text: str, language: str, *others: str, register: Register = PLANT, likelihood: float = 0.0) -> list[Mention]:
    return mentions(Speech(text, language, others, likelihood), register)


@pytest.mark.parametrize(
    ("said", "language", "written"),
    [
        ("How do I isolate pee one oh one?", "en", "How do I isolate P-101?"),
        ("F, L, 3, 0, 3 leaks", "en", "FL-303 leaks"),
        ("check kay double one oh at 6 bar", "en", "check K-110 at 6 bar"),
        ("foxtrot lima three zero three", "en", "FL-303"),
        ("C H one fifteen", "en", "CH-115"),
        ("Alarm E null vier fünf eins", "de", "Alarm E0451"),
        ("Paula eins null eins leckt", "de", "P-101 leckt"),
        ("FL dreihundertdrei ist laut", "de", "FL-303 ist laut"),
        ("SW Strich drei null sechs", "de", "SW-306"),
        ("显示P幺零幺的工单", "zh", "显示P-101的工单"),
        ("CP三百零四怎么隔离", "zh", "CP-304怎么隔离"),
        ("K 杠 一一零 漏油", "zh", "K-110 漏油"),
    ],
)
def test_a_tag_said_sign_by_sign_is_written_as_the_plant_writes_it(said: str, language: str, written: str) -> None:
    assert marked(said, heard(said, language)) == written


@pytest.mark.parametrize("said", ["at 305 bar", "in 2024", "fit M12 and DN50", "after 101 hours", "vor 303 Stunden"])
def test_sizes_amounts_and_years_are_no_tags(said: str) -> None:
    assert heard(said, "de" if "Stunden" in said else "en") == []


def test_a_tag_that_was_misheard_is_offered_and_not_taken() -> None:
    (found,) = heard("How do I isolate B101?", "en", "How do I isolate B101?")
    assert (found.status, found.codes[0].code) == ("choice", "P-101")


def test_twins_by_sound_are_both_offered_though_one_was_heard_exactly() -> None:
    (found,) = heard("isolate P-101", "en", "isolate P-101", register=TWINS)
    assert (found.status, [code.code for code in found.codes]) == ("choice", ["P-101", "B-101"])


def test_a_letter_by_the_spelling_alphabet_is_beyond_doubt() -> None:
    said = "isolate papa one zero one"
    (found,) = heard(said, "en", said, register=TWINS)
    assert (found.status, found.codes[0].code) == ("taken", "P-101")


def test_a_tag_that_only_the_reading_with_hotwords_has_is_not_taken() -> None:
    (found,) = heard("P-101 is leaking", "en", "the pump is leaking")
    assert found.status == "choice"


def test_nothing_is_taken_from_guesswork() -> None:
    (found,) = heard("isolate FL-303", "en", "isolate FL303", likelihood=-1.2)
    assert found.status == "choice"


def test_a_code_that_the_plant_does_not_have_is_read_back() -> None:
    (found,) = heard("alarm X7788 on it", "en")
    assert (found.status, found.heard, found.codes) == ("unknown", "X7788", ())


def test_the_asset_at_hand_comes_first_among_equals() -> None:
    def first(at_hand: str) -> str:
        (found,) = mentions(Speech("isolate T101", "en", at_hand=at_hand), TWINS)
        return found.codes[0].code

    assert (first("P-101"), first("B-101")) == ("P-101", "B-101")


def test_marks_stay_until_a_code_takes_their_place() -> None:
    text = marked("isolate B101?", heard("isolate B101?", "en"))
    assert (text, open_marks(text)) == ("isolate ⟨B101?⟩?", ["B101"])
    assert open_marks(settled(text, "B101", "P-101")) == []


@given(st.sampled_from(TAGS), st.sampled_from(["en", "de", "zh"]), st.sampled_from([" ", "-", ", ", ". "]))
def test_every_tag_is_found_however_its_signs_are_parted(tag: str, language: str, gap: str) -> None:
    (found,) = heard(gap.join(canonical(tag)), language)
    assert found.codes[0].code == tag


@given(st.text("ABEPV0159", min_size=1, max_size=7), st.text("ABEPV0159", min_size=1, max_size=7))
def test_only_the_same_signs_cost_nothing(one: str, other: str) -> None:
    assert (unlikeness(one, other) == 0) == (one == other)


@given(st.text(max_size=60), st.sampled_from(["en", "de", "zh"]))
def test_any_text_is_read_and_loses_nothing_but_what_is_a_code(text: str, language: str) -> None:
    read = words(text, language)
    assert all(0 <= word.start < word.end <= len(text) for word in read)
    found = heard(text, language)
    assert all(one.heard == text[one.start : one.end] for one in found)


@pytest.mark.parametrize("rate", [0.05, 0.15, 0.3])
def test_no_misheard_tag_of_the_sample_plant_is_taken_for_another(rate: float) -> None:
    counted = run_confusion(150, rate, 3, TAGS)
    assert counted["wrong"] == 0
    assert counted["taken"] + counted["offered"] >= 0.95 * counted["utterances"]


def test_where_every_tag_has_a_twin_nearly_all_are_asked_about() -> None:
    counted = run_confusion(60, 0.15, 3, dense())
    assert (counted["wrong"], counted["taken"] < 6) == (0, True)
