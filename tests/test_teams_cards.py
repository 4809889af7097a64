"""Answers as Adaptive Cards: nothing is left out, nothing is refused, nothing in a document becomes more than text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from plant_evals.channels.adaptive_card import faults
from plant_evals.channels.long_answers import long_answers
from plant_ui.channels.conversations import Shown
from plant_ui.channels.parts import Caution, Choice, Line, Quote, Rendered, Source, Span, Table, Text
from plant_ui.channels.rendering import rendered
from plant_ui.teams.buttons import DECIDE, PAGE, Pressed
from plant_ui.teams.cards import MOST, answer_cards, asking_card, photo_card
from plant_ui.teams.elements import LONGEST
from plant_ui.teams.fitting import LARGEST, size
from plant_ui.teams.pressing import changed
from plant_ui.teams.sdk import AdaptiveCard
from plant_ui.teams.turn import words

Json = dict[str, Any]
PENDING: Json = {
    "kind": "work_order",
    "fields": {"title": "P-101: leak", "priority": 2, "description": "x" * 1_001, "decided_by": ""},
}


def told(*parts: Any, **more: Any) -> Rendered:
    return Rendered("en", Line.of("Use 2.5 l of CLP 220.", (1,)), parts, (page(1),), **more)


def page(mark: int) -> Source:
    return Source((mark,), f"GR-12 gearbox · page {mark}", ({"mark": mark, "kind": "page"},), has_page_image=True)


def texts(element: Any) -> Iterator[str]:
    """Yield the words of a card's body as they are read, those of one block together."""
    if isinstance(element, list):
        for one in element:
            yield from texts(one)
    elif isinstance(element, dict):
        if element.get("type") == "RichTextBlock":
            yield "".join(run["text"] for run in element["inlines"])
        for name in ("body", "items", "rows", "cells"):
            yield from texts(element.get(name))


def leaves(told: Any, place: str = "") -> set[tuple[str, Any]]:
    if isinstance(told, dict):
        return {leaf for name, one in told.items() for leaf in leaves(one, f"{place}.{name}")}
    if isinstance(told, list):
        return {leaf for at, one in enumerate(told) for leaf in leaves(one, f"{place}[{at}]")}
    return {(place, told)}


@given(seed=some.integers(0, 10_000))
@settings(max_examples=12)
def test_no_citation_is_left_out_and_no_card_is_one_that_teams_refuses(seed: int) -> None:
    (answer,) = long_answers(1, seed)
    drawn = rendered(answer)
    cards = answer_cards(drawn, "t" * 24)
    read = "\n".join(line for one in cards for line in texts(one))
    assert [fault for one in cards for fault in faults(one)] == []
    assert all(source.label in read for source in drawn.sources)
    assert max(map(size, cards)) <= LARGEST
    assert len(cards) <= MOST + 1


def test_microsofts_own_model_knows_every_property_of_a_card() -> None:
    table = Table(("part", "order"), (("seal", "1"),), ((1,),))
    choices = tuple(Choice(name, decision=name) for name in ("approve", "edit", "reject"))
    drawn = told(Text(Line.of("a"), heading=True), Quote("says", Line.of("b")), table, choices=choices, rated=True)
    (card,) = answer_cards(drawn, "token", pending=PENDING, chat="https://x.example/chat")
    read = AdaptiveCard.model_validate(card).model_dump(by_alias=True, exclude_none=True)
    assert leaves(card) - leaves(read) == set()
    assert faults(card) == []


def test_warnings_stand_first_and_whole() -> None:
    drawn = told(Text(Line.of("then")), warnings=(Caution("DANGER", Line.of("400 V\nLock out first.", (1,))),))
    (card,) = answer_cards(drawn, "token")
    assert list(texts(card))[:4] == ["⚠ DANGER", "400 V", "Lock out first. [1]", "Use 2.5 l of CLP 220. [1]"]
    assert card["body"][0]["style"] == "attention"


@pytest.mark.parametrize(
    "text", ["**bold** _it_", "[x](https://evil.example)", "<at>all</at>", "{{DATE(2020)}} # - 1."]
)
def test_words_of_a_document_are_drawn_as_they_stand(text: str) -> None:
    (card,) = answer_cards(told(Quote("", Line((Span(text),)))), "token")
    assert text in list(texts(card))
    assert "'TextBlock'" not in str(card)


def test_a_long_text_goes_on_in_the_next_card_without_losing_a_word() -> None:
    text = " ".join(f"word{at}" for at in range(8_000))
    cards = answer_cards(told(Text(Line.of(text))), "token")
    read = "".join("".join(texts(one)) for one in cards)
    assert len(cards) > 2
    assert all(word in read for word in text.split())
    assert all(len(line) <= LONGEST + 10 for one in cards for line in texts(one))


def test_what_is_too_long_even_so_says_what_is_left_out_and_keeps_its_sources() -> None:
    parts = tuple(Text(Line.of("x" * 2_900)) for _ in range(120))
    drawn = Rendered("en", Line.of("lead"), parts, tuple(page(mark) for mark in range(1, 60)))
    cards = answer_cards(drawn, "token", chat="https://copilot.plant.example/chat")
    read = [line for one in cards for line in texts(one)]
    assert len(cards) <= MOST + 1
    assert any("too long for Teams: " in line for line in read)
    assert all(any(source.label in line for line in read) for source in drawn.sources)
    assert cards[-1]["actions"][-1]["url"] == "https://copilot.plant.example/chat"


def test_a_wide_table_is_told_row_by_row() -> None:
    table = Table(tuple("abcdef"), (tuple("123456"),), ((1,),))
    (card,) = answer_cards(told(table), "token")
    assert "1  b: 2 · c: 3 · d: 4 · e: 5 · f: 6 [1]" in list(texts(card))


def test_the_line_of_a_source_opens_its_page() -> None:
    (card,) = answer_cards(told(), "token")
    tapped = card["body"][-1]["selectAction"]
    assert Pressed.read(tapped["verb"], tapped["data"]) == Pressed(PAGE, "token", mark=1, fields={})


def test_only_what_somebody_changed_is_changed() -> None:
    drawn = told(choices=(Choice("Edit", decision="edit"),), pending="work_order")
    (card,) = answer_cards(drawn, "token", pending=PENDING)
    form = card["actions"][0]["card"]
    typed = {one["id"]: one["value"] for one in form["body"]} | {"field_priority": "1", "field_id": "7"}
    pressed = Pressed.read(DECIDE, {**form["actions"][0]["data"], **typed})
    assert pressed
    assert set(typed) == {"field_title", "field_priority", "field_id"}
    assert changed(pressed, Shown("token", "anna", {"pending": PENDING})) == {"priority": "1"}


@pytest.mark.parametrize("data", [{}, {"token": 1, "mark": "x"}, {"mark": True, "verdict": None}, {"field_": []}])
def test_whatever_a_button_brings_is_read_or_nothing(data: Json) -> None:
    assert Pressed.read("format", data) is None
    read = Pressed.read(PAGE, data)
    assert read
    assert read.mark == 0


def test_a_photo_of_another_machine_is_warned_of() -> None:
    shown: Json = {"language": "en", "shows": "Nameplate", "text": "This is P-102.", "outcome": "mismatch"}
    shown |= {"fields": [{"label": "Tag", "value": "P-102"}], "notices": [], "citations": [], "choices": []}
    card = photo_card({**shown, "question": "What about P-102?"}, "Since noon:")
    assert faults(card) == []
    assert (card["body"][0]["style"], list(texts(card))[2]) == ("attention", "Tag: P-102")
    assert card["actions"][0]["data"]["msteams"]["value"] == "Since noon: What about P-102?"


def test_a_choice_says_its_words_in_the_persons_place() -> None:
    card = asking_card("What was meant?", {"P-101 · pump": "P-101 leaks"}, "en")
    assert faults(card) == []
    assert card["actions"][0]["data"] == {"msteams": {"type": "imBack", "value": "P-101 leaks"}}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<at>Plant Copilot</at>&nbsp;What is E0451?", "What is E0451?"),
        ("<div>Is 5 &lt; 6?</div>", "Is 5 < 6?"),
        ("a &amp; b", "a & b"),
        ("is x<3 or y>4?", "is x<3 or y>4?"),
    ],
)
def test_what_people_type_in_teams_is_read_plain(text: str, read: str) -> None:
    assert words(text) == read
