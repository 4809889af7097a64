"""The history of the chat, on the conversations that the copilot keeps: pages, search, owners, what was interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from chainlit.types import Feedback, Pagination, ThreadFilter

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import ThreadOfAnother
from plant_copilot.people.errors import SignInNeeded
from plant_knowledge_ingest.principal import Principal
from plant_ui.chat.asking_now import Asking, asking
from plant_ui.chat.data_layer import History

ANNA, PAUL = Principal("anna"), Principal("paul")
QUESTION = "What does alarm E0712 mean?"


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("history") / "home")
    with build_copilot(Settings.read({}, home=home)) as copilot:
        yield copilot


@pytest.fixture
def thread(copilot: Copilot) -> str:
    """A thread of Anna's with one question."""
    thread = str(uuid4())
    copilot.ask(QUESTION, thread=thread, principal=ANNA)
    return thread


def by(who: Principal, work: Any) -> Any:
    """Return what the data layer gives ``who``."""

    async def asked() -> Any:
        with asking(Asking(who, "de-DE")):
            return await work

    return asyncio.run(asked())


def listed(copilot: Copilot, who: Principal, first: int = 10, cursor: str | None = None, search: str = "") -> Any:
    wanted = Pagination(first=first, cursor=cursor), ThreadFilter(userId="somebody else", search=search)
    return by(who, History(copilot.kept, "/chat").list_threads(*wanted))


def test_a_thread_is_shown_as_it_was_question_by_question(copilot: Copilot, thread: str) -> None:
    copilot.ask("And E0455?", thread=thread, principal=ANNA)
    shown = by(ANNA, History(copilot.kept, "/chat").get_thread(thread))
    steps = shown["steps"]
    assert [step["type"] for step in steps] == ["user_message", "assistant_message"] * 2
    assert (steps[0]["output"], steps[2]["output"]) == (QUESTION, "And E0455?")
    assert "/chat/page?document=" in steps[1]["output"]
    assert len({step["id"] for step in steps}) == 4
    assert shown["steps"] == by(ANNA, History(copilot.kept, "/chat").get_thread(thread))["steps"]


def test_nothing_of_a_thread_is_anybody_elses(copilot: Copilot, thread: str) -> None:
    history = History(copilot.kept, "/chat")
    for work in (
        lambda: history.get_thread(thread),
        lambda: history.update_thread(thread, name="mine"),
        lambda: history.delete_thread(thread),
        lambda: history.get_element(thread, "x"),
    ):
        with pytest.raises(ThreadOfAnother):
            by(PAUL, work())
    assert by(PAUL, history.get_thread_author(thread)) == "anna"
    assert thread not in [one["id"] for one in listed(copilot, PAUL, first=50).data]


def test_without_anybody_nothing_is_shown(copilot: Copilot, thread: str) -> None:
    with pytest.raises(SignInNeeded):
        asyncio.run(History(copilot.kept, "/chat").get_thread(thread))


def test_the_history_comes_page_by_page_newest_first(copilot: Copilot) -> None:
    who, threads = Principal("reader"), [str(uuid4()) for _ in range(5)]
    for number, thread in enumerate(threads):
        copilot.kept.begin(thread, who, f"Question {number}", str(uuid4()))
    found: list[str] = []
    cursor, more = None, True
    while more:
        page = listed(copilot, who, 2, cursor)
        found += [one["name"] for one in page.data]
        cursor, more = page.pageInfo.endCursor, page.pageInfo.hasNextPage
    assert sorted(found) == [f"Question {number}" for number in range(5)]
    assert found == [each["title"] for each in copilot.threads(principal=who)["threads"]]


def test_words_are_looked_for_in_titles_questions_and_answers_and_never_as_patterns(
    copilot: Copilot, thread: str
) -> None:
    answer = copilot.thread(thread, principal=ANNA)["turns"][0]["answer"]["answer"]
    for words in ("e0712", answer[:20]):
        assert thread in [one["id"] for one in listed(copilot, ANNA, 50, search=words).data]
    for words in ("%", "_%_", "citations", "E0999"):
        assert thread not in [one["id"] for one in listed(copilot, ANNA, 50, search=words).data]


def test_a_thread_is_renamed_and_deleted(copilot: Copilot, thread: str) -> None:
    history = History(copilot.kept, "/chat")
    by(ANNA, history.update_thread(thread, name="  Film torn  "))
    assert "Film torn" in [one["name"] for one in listed(copilot, ANNA, 50).data]
    by(ANNA, history.delete_thread(thread))
    assert by(ANNA, history.get_thread(thread)) is None


def test_a_question_without_an_answer_is_not_lost_and_it_is_said_what_happened(copilot: Copilot) -> None:
    thread = str(uuid4())
    with copilot.kept.asking(thread, ANNA, QUESTION):
        during = by(ANNA, History(copilot.kept, "/chat").get_thread(thread))["steps"]
    after = by(ANNA, History(copilot.kept, "/chat").get_thread(thread))["steps"]
    assert [steps[0]["output"] for steps in (during, after)] == [QUESTION, QUESTION]
    assert "anderen Fenster" in during[1]["output"]
    assert "noch einmal" in after[1]["output"]


def test_a_browser_finds_back_to_its_thread_and_nobody_elses_does(copilot: Copilot) -> None:
    thread, session = str(uuid4()), str(uuid4())
    copilot.kept.begin(thread, ANNA, QUESTION, session)
    assert copilot.kept.place(session, ANNA) == thread
    assert copilot.kept.place(session, PAUL) == ""
    with pytest.raises(ThreadOfAnother):
        copilot.kept.begin(thread, PAUL, "mine", session)


def test_many_at_once_lose_nothing(copilot: Copilot) -> None:
    async def all_at_once() -> None:
        names = [(Principal(f"user{number}"), str(uuid4())) for number in range(60)]
        work = [asyncio.to_thread(copilot.kept.begin, thread, who, QUESTION, str(uuid4())) for who, thread in names]
        await asyncio.gather(*work)
        for who, thread in names:
            assert [each["thread"] for each in copilot.threads(principal=who)["threads"]] == [thread]

    asyncio.run(all_at_once())


def test_thumbs_go_by_their_own_way(copilot: Copilot, thread: str) -> None:
    with pytest.raises(NotImplementedError):
        by(ANNA, History(copilot.kept, "/chat").upsert_feedback(Feedback(forId=thread, value=1)))
