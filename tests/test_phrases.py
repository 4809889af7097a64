"""Phrases are found however their file is laid out, and in English for whoever speaks none of the four."""

from __future__ import annotations

import pytest

from plant_tools.phrases import SPOKEN, Phrases

PLACES = [
    ("plant_tools.investigation", "messages/{language}.yaml", "fault_tree"),
    ("plant_tools.layout", "phrases.yaml", "same"),
    ("plant_tools.sop.doing", "words.yaml", "say_understood"),
]


@pytest.mark.parametrize(("package", "place", "key"), PLACES)
def test_each_language_says_it_in_its_own_words_and_english_stands_in(package: str, place: str, key: str) -> None:
    phrases = Phrases(package, place)
    assert len({phrases.say(language, key) for language in SPOKEN}) == len(SPOKEN)
    assert phrases.say("../fr", key) == phrases.say("en", key)


@pytest.mark.parametrize(("package", "place"), [(package, place) for package, place, _ in PLACES])
def test_every_language_has_every_phrase(package: str, place: str) -> None:
    phrases = Phrases(package, place)
    assert [language for language in SPOKEN if set(phrases.of(language)) != set(phrases.of("en"))] == []
