"""A clock that jumps: nothing is removed for it, nobody is kept out, and no alarm is taken for another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from databases import shelf_of
from plant_copilot.events import book as events
from plant_copilot.events.book import EventBook
from plant_copilot.events.event import Event
from plant_copilot.ledger import Ledger
from plant_copilot.people.errors import SignInRefused
from plant_copilot.people.people import People
from plant_copilot.people.settings import SignInSettings
from plant_copilot.people.sign_in import SignIn
from plant_copilot.people.tries import Waits
from plant_knowledge_ingest.age import AGE, Age

DAY = 86_400.0
PASSWORD, WRONG = "vier gute Worte hier", "nobody's password at all"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    people = People(shelf_of(tmp_path), SignInSettings())
    yield people
    people.close()


def test_age_passes_with_the_clock_but_not_by_its_jumps_forward() -> None:
    passed, jumped = 0.0, 0.0
    age = Age(lambda: 1_000_000 + passed + jumped, lambda: 50 + passed)
    passed, jumped = 100.0, 400 * DAY
    assert (age.now(), age.ago(days=1)) == (1_000_100, datetime.fromtimestamp(1_000_100 - DAY, UTC))
    passed, jumped = 200.0, -3 * DAY
    assert age.now() == 1_000_200 - 3 * DAY


def test_a_clock_set_ten_years_ahead_removes_no_conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(shelf_of(tmp_path))
    ledger.begin("t", "anna", "What does E0712 mean?")
    later = AGE.now() + 3_650 * DAY
    monkeypatch.setattr("plant_copilot.ledger.AGE", Age(lambda: later, lambda: 0.0))
    assert ledger.old(30) == ["t"]  # ten years have passed
    monkeypatch.setattr("plant_copilot.ledger.AGE", jumped_by(3_650 * DAY))
    assert ledger.old(30) == []  # the clock says so, and has jumped
    ledger.close()


def jumped_by(seconds: float) -> Age:
    jump, now = 0.0, AGE.now()
    age = Age(lambda: now + jump, lambda: 0.0)
    jump = seconds
    return age


def test_who_mistyped_before_a_clock_was_set_back_waits_a_quarter_of_an_hour_at_most(people: People) -> None:
    now = 1_000_000.0
    people.users.add("anna", roles=["technician"], password=PASSWORD)
    sign_in = SignIn(people.users._store, 12, Waits(lambda: now))  # noqa: SLF001 - a clock of the test's own
    for _ in range(3):
        with pytest.raises(SignInRefused):
            sign_in.by_password("anna", WRONG, "10.0.0.7")
    now -= 2 * 3_600
    assert sign_in.by_password("anna", PASSWORD, "10.0.0.7")


def test_an_alarm_after_a_clock_was_set_back_is_no_repetition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = EventBook(shelf_of(tmp_path))
    told = [Event.read({"source": "scada", "asset": "GR-12", "code": "E0712", "at": at}) for at in AT]
    shift = timedelta(0)

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # noqa: ARG003 - it is UTC
            return datetime.now(UTC) + shift

    monkeypatch.setattr(events, "datetime", Shifted)
    shift = timedelta(hours=2)
    assert book.take(told[0], "", 10)[0]["state"] == "received"
    shift = timedelta(0)
    assert [book.take(one, "", 10)[0]["state"] for one in told[1:]] == ["received", "repeated"]


AT = ("2026-05-04T03:12:00+02:00", "2026-05-04T03:13:00+02:00", "2026-05-04T03:14:00+02:00")
