"""Blanks that a picture shows are put back into the text that was recognised in it."""

from __future__ import annotations

import numpy as np
import pytest

from plant_knowledge_ingest.readers.blanks import with_blanks

HEIGHT, LETTER, BETWEEN = 40, 12, 2


def strip_of(printed: str) -> tuple[list[float], np.ndarray]:
    """Draw every letter of ``printed`` as a bar; return the middles of the letters, and the grey picture."""
    width = (LETTER + BETWEEN) * len(printed)
    picture = np.full((HEIGHT, width), 240.0)
    middles = []
    for at, letter in enumerate(printed):
        start = at * (LETTER + BETWEEN)
        if letter != " ":
            picture[8:32, start : start + LETTER] = 30.0
            middles.append(start + LETTER / 2)
    return middles, picture + np.random.default_rng(0).normal(0, 9, picture.shape)


@pytest.mark.parametrize("printed", ["5 Nm", "Höhe 0,5 l 268 mm", "Tabelle 6 Anziehmomente", "M10 × 35, A4"])
def test_a_blank_that_was_dropped_is_put_back(printed: str) -> None:
    assert with_blanks(printed.replace(" ", ""), *strip_of(printed)) == printed


def test_blanks_that_were_seen_stay_single_and_words_whole() -> None:
    assert with_blanks("Close V303 now", *strip_of("Close V303 now")) == "Close V303 now"


def test_nothing_is_changed_beside_chinese_characters_and_closing_signs() -> None:
    assert with_blanks("约90分)", *strip_of("约 90 分 )")) == "约90分)"
    assert with_blanks("lösen,dann", *strip_of("lösen , dann")) == "lösen, dann"


def test_letters_that_are_spaced_out_stay_one_word() -> None:
    middles, picture = strip_of("W A R N I N G")
    assert with_blanks("WARNING", middles, picture) == "WARNING"


def test_text_whose_letters_are_not_all_placed_stays_as_it_is() -> None:
    assert with_blanks("5Nm", [3.0], strip_of("5 Nm")[1]) == "5Nm"


def test_a_one_with_much_room_around_it_stays_in_its_number() -> None:
    assert with_blanks("P-101 of 2011", *strip_of("P-1 01 of 201 1")) == "P-101 of 2011"
    assert with_blanks(
        "Fahren auf 0,5 1268 mm im Tippbetrieb", *strip_of("Fahren auf 0,5 1 268 mm im Tippbetrieb")
    ) == ("Fahren auf 0,5 1 268 mm im Tippbetrieb")


def test_the_figures_of_a_typewriter_stay_together() -> None:
    assert with_blanks("Menge 6,5 l", *strip_of("Menge 6, 5 l")) == "Menge 6,5 l"
    assert with_blanks("MitteSchauglas", *strip_of("Mitte Schauglas")) == "Mitte Schauglas"
