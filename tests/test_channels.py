"""What Slack, Teams and the others share: how an answer is drawn, who somebody is, what is answered once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from databases import shelf_of
from plant_copilot.people.errors import UnknownUser, UserInvalid
from plant_copilot.people.people import People
from plant_copilot.people.settings import SignInSettings
from plant_evals.channels.block_kit import faults
from plant_evals.channels.long_answers import long_answers
from plant_evals.channels.pretended_slack import pretended_slack
from plant_evals.channels.workspace import TOKEN, Channel, Workspace
from plant_ui.channels import markdown
from plant_ui.channels.book import channel_book
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.once import Once
from plant_ui.channels.parts import Line, Steps, Table, Text
from plant_ui.channels.places import numbers
from plant_ui.channels.plain import plain
from plant_ui.channels.rendering import rendered
from plant_ui.slack.blocks import LARGEST_MESSAGE, messages, saying, weight
from plant_ui.slack.posting import Posting, client
from plant_ui.slack.text import asked, pieces


@given(seed=some.integers(0, 10_000))
@settings(max_examples=40)
def test_no_citation_is_dropped_and_no_message_is_one_that_slack_refuses(seed: int) -> None:
    (answer,) = long_answers(1, seed)
    told = rendered(answer)
    sent = messages(told, "token", picture="F1")
    assert told.citations == tuple(answer["citations"])
    assert told.marks == {one["mark"] for one in answer["citations"]}
    assert [fault for one in sent for fault in faults(one.blocks, files=frozenset({"F1"}))] == []
    assert all(sum(map(weight, one.blocks)) <= LARGEST_MESSAGE + 3_000 for one in sent)


@given(text=some.text(max_size=5_000), most=some.integers(10, 500))
def test_a_text_in_pieces_is_the_text(text: str, most: int) -> None:
    parted = list(pieces(text, most))
    assert "".join(parted) == text
    assert all(0 < len(one) <= most for one in parted)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("See ![x](http://evil.example/p.png) and [y](https://evil.example).", "See x and y."),
        ("https://plant.example", "https://\u2060plant.example"),
        ("do \u202eton\u202c open", "do ton open"),
        ("a\u200bb  c\n\n d", "ab c\nd"),
    ],
    ids=["links", "address", "direction", "blanks"],
)
def test_text_of_documents_hides_links_and_loads_nothing(text: str, read: str) -> None:
    assert plain(text) == read


def test_warnings_stand_before_all_else_and_what_is_asked_in_one_sentence_before_the_steps() -> None:
    answer = next(
        one for one in long_answers(40) if one["refused"] and any(e["kind"] == "hazard" for e in one["evidence"])
    )
    (first, *_) = messages(rendered(answer))
    told = str(first.blocks)
    assert told.index("⚠️") < told.index(rendered(answer).lead.text[:20])
    assert first.text.startswith("⚠")


def test_markdown_of_ones_own_becomes_parts() -> None:
    title, points, numbered = markdown.parts_of("**Draft 1** · open\n\n- a: **b** [2]\n\n1. x\n2. y")
    (table,) = markdown.parts_of("|A|B|\n|---|---|\n|1|2 [3]|")
    assert isinstance(title, Text)
    assert [span.strong for span in title.line.spans] == [True, False]
    assert isinstance(points, Steps)
    assert points.lines[0].marked == "a: b [2]"
    assert isinstance(numbered, Steps)
    assert [line.text for line in numbered.lines] == ["1. x", "2. y"]
    assert table == Table(("A", "B"), (("1", "2"),), ((3,),))
    assert Line.of("x", (1, 2)).marked == "x [1] [2]"
    assert numbers([1, 2, 3, 7]) == "1–3, 7"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@U0BOT> what is &lt;E0451&gt; &amp; why?", "what is <E0451> & why?"),
        ("see <https://plant.example|the page> in <#C1|line-3>", "see the page in line-3"),
        ("<!channel> <@U1|joe>  hello", "hello"),
    ],
    ids=["mention", "links", "groups"],
)
def test_what_people_type_in_slack_is_read_plain(typed: str, read: str) -> None:
    assert asked(typed) == read


def test_a_delivery_is_taken_once_by_any_process_and_told_of_where_it_was_lost(tmp_path: Path) -> None:
    first, second, other = (
        Once(channel_book(shelf_of(tmp_path)), name, clock=lambda: 1_000.0) for name in ("slack", "slack", "teams")
    )
    assert [first.take("a", "there"), second.take("a"), other.take("a")] == [True, False, True]
    first.take("b", "here")
    first.end("b")
    later = Once(channel_book(shelf_of(tmp_path)), "slack", clock=lambda: 2_000.0)
    assert later.left_behind() == [("a", "there")]
    assert later.left_behind() == []


def test_a_thread_belongs_to_a_person_at_a_place_and_cannot_be_guessed(tmp_path: Path) -> None:
    kept = Conversations(channel_book(shelf_of(tmp_path)), "slack")
    anna, again, ben = kept.thread("C1:1", "anna"), kept.thread("C1:1", "anna"), kept.thread("C1:1", "ben")
    assert anna == again != ben
    assert len(anna) == 32
    assert "C1" not in anna


def test_who_somebody_is_in_a_channel_is_the_id_and_one_users(tmp_path: Path) -> None:
    people = People(shelf_of(tmp_path), SignInSettings())
    for name in ("anna", "ben"):
        people.users.add(name, roles=["technician"], source="oidc")
    people.users.link("anna", channel="slack", external="U1")
    assert people.users.link("ben", channel="slack", external="U1")["links"] == [{"channel": "slack", "external": "U1"}]
    found = people.sign_in.whose_link("slack", "U1")
    assert found is not None
    assert found.principal.name == "ben"
    people.users.change("ben", disabled=True)
    assert people.sign_in.whose_link("slack", "U1") is None
    with pytest.raises(UnknownUser):
        people.users.unlink("anna", channel="slack", external="U1")
    with pytest.raises(UserInvalid):
        people.users.link("anna", channel="fax", external="1")
    people.close()


def test_a_channel_gets_a_message_a_second_and_another_channel_does_not_wait_for_it() -> None:
    now, slept = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    slack = Workspace(channels={"C1": Channel([]), "C2": Channel([])})
    with pretended_slack(slack) as url:
        posting = Posting(client(TOKEN, url), clock=lambda: now[0], sleep=sleep)
        at = posting.post("C1", saying("one"))
        posting.change_if_free("C1", at, saying("left out"))
        posting.post("C1", saying("two"))
        posting.post("C2", saying("three"))
    assert slept == [1.0]
    assert [one["text"] for one in slack.by_bot("C1")] == ["one", "two"]
