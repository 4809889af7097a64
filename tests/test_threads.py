"""Conversations: kept over a restart, one person's each, one question at a time, and nothing of one in the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnClause, column, select, table, text

from copies import copy_home
from databases import by_hand, database_of, pasted, server, shelf_of
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import NothingPending, ThreadOfAnother, UnknownThread
from plant_copilot.threads import Threads, config_of
from plant_knowledge_ingest.principal import Principal

OIL = "How often is the gear oil of gearbox GR-12 changed?"
ALARM = "What does alarm E0712 mean?"
OTHER = Principal("other")
FILE = "threads.sqlite"


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return copy_home(tiny_home, tmp_path / "home")


@pytest.fixture
def copilot(home: Path) -> Iterator[Copilot]:
    with opened(home) as made:
        yield made


def opened(home: Path, **settings: str) -> Copilot:
    return build_copilot(Settings.read(settings, home=home))


def changed_by_hand(home: Path, change: Callable[[bytes], bytes]) -> None:
    """Change what the checkpoint remembers: SQLite has it in the checkpoint, PostgreSQL beside it."""
    blob: ColumnClause[Any] = column("blob" if server() else "checkpoint")
    kept = table("checkpoint_blobs" if server() else "checkpoints", blob)
    with by_hand(database_of(home, FILE)) as database:
        for old in database.scalars(select(blob).select_from(kept).where(blob.is_not(None)).distinct()).all():
            database.execute(kept.update().where(blob == old).values({blob: change(bytes(old))}))


def codes(answer: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in answer["notices"]]


def test_a_question_without_a_thread_begins_one(copilot: Copilot) -> None:
    first, second = copilot.ask(ALARM)["thread"], copilot.ask(ALARM)["thread"]
    assert first != second
    assert {each["thread"] for each in copilot.threads()["threads"]} == {first, second}


def test_nothing_of_one_answer_is_in_the_next(copilot: Copilot) -> None:
    first = copilot.ask(OIL, thread="t")
    second = copilot.ask(ALARM, thread="t")
    alone = copilot.ask(ALARM)
    assert first["citations"][0]["page"] == 1
    assert second["evidence"] == alone["evidence"]
    assert second["citations"] == alone["citations"]
    assert copilot.ask("Who won the football match?", thread="t")["evidence"] == []


def test_a_conversation_goes_on_after_a_restart(home: Path) -> None:
    with opened(home) as before:
        before.ask(OIL, thread="t")
    with opened(home) as after:
        assert after.ask("How much do I need of it?", thread="t")["tools"] == ["manuals"]
        asked = after.why("t")["tools"][0]["arguments"]["question"]
        assert "GR-12" in asked
        assert [turn["number"] for turn in after.thread("t")["turns"]] == [1, 2]


def test_a_thread_belongs_to_whom_began_it(copilot: Copilot) -> None:
    copilot.ask(OIL, thread="t")
    uses: tuple[Callable[[], Any], ...] = (
        lambda: copilot.ask(ALARM, thread="t", principal=OTHER),
        lambda: copilot.thread("t", principal=OTHER),
        lambda: copilot.why("t", principal=OTHER),
        lambda: copilot.forget_thread("t", principal=OTHER),
    )
    for use in uses:
        with pytest.raises(ThreadOfAnother, match="belongs to somebody else"):
            use()
    assert copilot.threads(principal=OTHER) == {"threads": []}
    assert len(copilot.thread("t")["turns"]) == 1


def test_questions_asked_at_once_in_one_thread_are_answered_one_after_the_other(copilot: Copilot) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda text: copilot.ask(text, thread="t"), [ALARM, OIL, ALARM, OIL]))
    assert [answer["abstained"] for answer in answers] == [False] * 4
    assert [turn["number"] for turn in copilot.thread("t")["turns"]] == [1, 2, 3, 4]


def test_a_thread_of_another_version_is_answered_with_one_notice_and_goes_on(home: Path) -> None:
    with opened(home) as before:
        before.ask(OIL, thread="t")
    changed_by_hand(home, lambda blob: blob.replace(b"Remembered", b"Forgotten!"))
    with opened(home) as after:
        answer = after.ask(ALARM, thread="t")
        assert (answer["abstained"], codes(answer)) == (False, ["thread_reset"])
        assert codes(after.ask(ALARM, thread="t")) == []
        assert len(after.thread("t")["turns"]) == 3


def test_a_damaged_checkpoint_is_forgotten_with_one_notice(home: Path) -> None:
    with opened(home) as before:
        before.ask(OIL, thread="t")
    changed_by_hand(home, lambda _: b"\xc1\xff\x00")
    with opened(home) as after:
        assert codes(after.ask(ALARM, thread="t")) == ["thread_reset"]
        assert codes(after.ask(ALARM, thread="t")) == []


@pytest.mark.sqlite("a server has no file that could be something else")
def test_a_file_that_is_no_database_does_not_stop_answers(home: Path) -> None:
    (home / "threads.sqlite").write_bytes(b"no database " * 1000)
    with opened(home) as copilot:
        answer = copilot.ask(ALARM, thread="t")
        assert answer["citations"]
        assert codes(answer) == ["thread_not_kept"]


def test_what_is_forgotten_is_gone_with_its_checkpoints(home: Path, copilot: Copilot) -> None:
    copilot.ask(OIL, thread="t")
    assert copilot.forget_thread("t") == {"forgotten": ["t"]}
    with pytest.raises(UnknownThread, match="There is no thread 't'"):
        copilot.thread("t")
    assert pasted(database_of(home, FILE), "SELECT count(*) FROM checkpoints") == [(0,)]


def test_threads_nobody_asks_in_are_removed_when_their_days_are_over(home: Path) -> None:
    with opened(home) as before:
        before.ask(OIL, thread="old")
    with by_hand(database_of(home, FILE)) as database:
        database.execute(text("UPDATE threads SET changed = '2020-01-01T00:00:00.000+00:00'"))
    with opened(home, PLANT_THREAD_DAYS="30") as after:
        assert after.threads() == {"threads": []}


def test_why_gives_the_tools_with_their_times_and_what_was_passed_over(copilot: Copilot) -> None:
    thread = copilot.ask(OIL)["thread"]
    why = copilot.why(thread)
    assert [tool["tool"] for tool in why["tools"]] == ["manuals"]
    assert 0 < why["tools"][0]["seconds"] < why["seconds"] + 1
    assert why["tools"][0]["rejected"][0].keys() == {"place", "score", "reason", "text"}
    assert why["evidence"][0]["marks"] == [1]


def test_a_thread_is_exported_as_markdown_with_a_heading_for_each_question(copilot: Copilot) -> None:
    copilot.ask(OIL, thread="t")
    text = copilot.export_thread("t")
    assert text.startswith(f"# t\n\n## 1. {OIL}\n\n*20")
    assert "4000 operating hours. [1]" in text


def test_there_is_nothing_to_decide_where_nothing_waits(copilot: Copilot) -> None:
    copilot.ask(OIL, thread="t")
    with pytest.raises(NothingPending, match="Nothing waits for a decision in thread t"):
        copilot.decide("t", "approve")


def test_checkpoints_are_swept_and_the_thread_still_remembers(home: Path) -> None:
    with opened(home) as before:
        answers = [before.ask(OIL, thread="t") for _ in range(2)]
    threads = Threads(shelf_of(home), "", 90, swept_every=3)
    assert len(list(threads.checkpointer.list(config_of("t")))) > 1
    threads.write_down(Principal("local"), answers[0], {})
    assert len(list(threads.checkpointer.list(config_of("t")))) == 1
    threads.close()
    with opened(home) as after:
        after.ask("How much do I need of it?", thread="t")
        assert "GR-12" in after.why("t")["tools"][0]["arguments"]["question"]
