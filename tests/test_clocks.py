"""A clock that jumps: nothing is removed for it, nobody is kept out, and no alarm is taken for another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from databases import shelf_of
from plant_copilot.events.book import EventBook
from plant_copilot.events.event import Event
from plant_copilot.ledger import Ledger
from plant_copilot.people.errors import SignInRefused
from plant_copilot.people.people import People
from plant_copilot.people.settings import SignInSettings
from plant_copilot.people.tries import Waits
from plant_knowledge_ingest.age import AGE, Age

DAY = 86_400.0
PASSWORD, WRONG = "vier gute Worte hier", "nobody's password at all"


def test_age_passes_with_the_clock_but_not_by_its_jumps_forward() -> None:
    passed, jumped = 0.0, 0.0
    age = Age(lambda: 1_000_000 + passed + jumped, lambda: 50 + passed)
    passed, jumped = 100.0, 400 * DAY
    assert (age.now(), age.ago(days=1)) == (1_000_100, datetime.fromtimestamp(1_000_100 - DAY, UTC))
    passed, jumped = 200.0, -3 * DAY
    assert age.now() == 1_000_200 - 3 * DAY


def test_a_clock_set_ten_years_ahead_removes_no_conversation(tmp_path: Path) -> None:
    now, passed, jumped = AGE.now(), 0.0, 0.0
    ledger = Ledger(shelf_of(tmp_path), Age(lambda: now + passed + jumped, lambda: passed))
    ledger.begin("t", "anna", "What does E0712 mean?")
    jumped = 3_650 * DAY
    assert ledger.old(30) == []  # the clock says so
    passed, jumped = 3_650 * DAY, 0.0
    assert ledger.old(30) == ["t"]
    ledger.close()


def test_who_mistyped_before_a_clock_was_set_back_waits_a_quarter_of_an_hour_at_most(tmp_path: Path) -> None:
    now = 1_000_000.0
    people = People(shelf_of(tmp_path), SignInSettings(), Waits(lambda: now))
    people.users.add("anna", roles=["technician"], password=PASSWORD)
    for _ in range(3):
        with pytest.raises(SignInRefused):
            people.sign_in.by_password("anna", WRONG, "10.0.0.7")
    now -= 2 * 3_600
    assert people.sign_in.by_password("anna", PASSWORD, "10.0.0.7")
    people.close()


def test_an_alarm_after_a_clock_was_set_back_is_no_repetition(tmp_path: Path) -> None:
    shift = timedelta(hours=2)
    book = EventBook(shelf_of(tmp_path), lambda: datetime.now(UTC) + shift)
    told = [Event.read({"source": "scada", "asset": "GR-12", "code": "E0712", "at": at}) for at in AT]
    assert book.take(told[0], "", 10)[0]["state"] == "received"
    shift = timedelta(0)
    assert [book.take(one, "", 10)[0]["state"] for one in told[1:]] == ["received", "repeated"]


AT = ("2026-05-04T03:12:00+02:00", "2026-05-04T03:13:00+02:00", "2026-05-04T03:14:00+02:00")
