"""What is made of records obeys their rights: similar cases, causes, drafts, what is kept, what a channel sees."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from databases import records_of
from papers import HashingEmbedder
from plant_copilot import Settings, build_copilot
from plant_evals.rights_records import person
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import EVERYONE, Principal
from plant_tools.cases.tool import CasesTool
from plant_tools.drafts.desk import DraftDesk
from plant_tools.drafts.errors import UnknownDraft
from plant_tools.fmea.errors import UnknownFmea
from plant_tools.fmea.fitting import FmeaRows
from plant_tools.fmea.kept import FmeaBook
from plant_tools.rca.desk import RankingDesk
from plant_tools.records.rights import set_rights
from plant_tools.records.sight import reach
from plant_tools.records.store import Store
from plant_tools.tool import ToolError
from plant_ui.channels.audience import may_be_posted
from records_files import loaded, write_csv
from upkeep import ALL

HEADINGS = ("wo_id", "asset", "description", "type", "cause code", "reported", "status", "rights")
OWN = ("", "alpha", "beta", "alpha; gamma", "")
TOLD = (
    ("the seal leaks", "WEAR"),
    ("the motor is hot", "DIRT"),
    ("the seal leaks", "SETUP"),
    ("grease is short", "OIL"),
)
ANYBODY = Principal("anybody")
ALPHA = Principal("alpha", frozenset({EVERYONE, "alpha"}))


def rows() -> list[tuple[str, ...]]:
    made = ((n, *TOLD[n % 4], OWN[n % 5]) for n in range(60))
    return [
        (f"W{n}", f"P-{n % 3}", said, "CM", cause, f"2024-0{1 + n % 9}-11", "done", own) for n, said, cause, own in made
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("rights")
    opened = records_of(folder)
    loaded(opened, write_csv(folder / "orders.csv", rows(), HEADINGS))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def similar(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CasesTool]:
    home = tmp_path_factory.mktemp("similar")
    library = Library(home / "library", HashingEmbedder)
    yield CasesTool(library, lambda: store, home / "cases")
    library.close()


def shown(who: Principal) -> dict[str, tuple[str, ...]]:
    """The orders that somebody is to see, by number."""
    return {row[0]: row for row in rows() if not row[-1] or who.groups & {one.strip() for one in row[-1].split(";")}}


@given(st.integers(0, 10**6))
@settings(max_examples=8)
def test_similar_cases_are_made_of_the_orders_that_are_seen(similar: CasesTool, seed: int) -> None:
    who = person(random.Random(seed))  # noqa: S311 - the same people each time
    mine = shown(who)
    found = similar.call({"text": "seal leaks", "wait": True}, who)
    cases = [one for one in found.evidence if "case" in one.details]
    for one in cases:
        same = {
            n
            for n, row in mine.items()
            if (row[1], row[2]) == (one.details["case"]["asset"], one.details["case"]["seen"])
        }
        assert set(one.citations[0].record_ids) == same  # type: ignore[union-attr]
        assert one.details["case"]["orders"] == len(same)
    assert any(one.details["case"]["seen"] == "the seal leaks" for one in cases)


def test_a_text_that_only_hidden_orders_say_is_in_no_case_and_in_no_count(similar: CasesTool) -> None:
    nothing = similar.call({"text": "xylophone", "wait": True}, ANYBODY)
    assert nothing.values["orders"] == len(shown(ANYBODY))
    assert nothing.values["texts"] < similar.call({"text": "xylophone", "wait": True}, ALPHA).values["texts"] + 1


@given(st.integers(0, 10**6))
@settings(max_examples=8)
def test_causes_are_ranked_over_the_orders_that_are_seen(store: Store, seed: int) -> None:
    who = person(random.Random(seed))  # noqa: S311 - the same people each time
    fitted = RankingDesk(lambda: store, None).fitted(who, "plant", patience=0)
    assert {case.id for case in fitted.orders.cases} == set(shown(who))
    assert set(fitted.ranker.causes) == {row[4] for row in shown(who).values()}


def test_each_circle_of_readers_has_a_ranking_of_its_own(store: Store) -> None:
    desk = RankingDesk(lambda: store, None)
    first = desk.fitted(ANYBODY, "plant", patience=0)
    assert desk.fitted(Principal("another"), "plant", patience=0) is first
    assert desk.fitted(ALPHA, "plant", patience=0) is not first
    assert desk.fitted(ALPHA, "plant", patience=0) is desk.fitted(ALPHA, "plant", patience=0)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Store]:
    opened = records_of(tmp_path)
    orders = [("A1", "P-1", "the seal leaks", "CM", "", "2025-01-10", "open", "alpha"), *rows()[:5]]
    loaded(opened, write_csv(tmp_path / "orders.csv", orders, HEADINGS))
    yield opened
    opened.close()


def test_a_draft_shows_its_reader_no_order_that_is_hidden(plant: Store) -> None:
    desk = DraftDesk(lambda: plant, None)
    draft = desk.create("P-1 the seal leaks", ALPHA, now="2025-01-10 12:00")
    assert [one["order"] for one in draft["duplicates"]] == ["A1"]
    assert desk.show(draft["draft"], ANYBODY)["duplicates"] == []
    assert "A1" not in str(desk.listing(ANYBODY))
    assert desk.show(draft["draft"], ALPHA)["duplicates"] == draft["duplicates"]


def test_a_draft_that_closes_a_hidden_order_is_hidden_with_it(plant: Store) -> None:
    desk = DraftDesk(lambda: plant, None)
    number = desk.create("seal replaced", ALPHA, kind="close_out", order="A1", now="2025-01-10 12:00")["draft"]
    assert desk.listing(ANYBODY)["drafts"] == []
    for touch in (
        desk.show,
        lambda n, who: desk.approve(n, who, by="Kim"),
        lambda n, who: desk.reject(n, who, by="Kim"),
    ):
        with pytest.raises(UnknownDraft):
            touch(number, ANYBODY)
    assert f"draft {number}" not in str(desk.audit(ANYBODY))
    assert desk.approve(number, ALPHA, by="Kim")["written"]


def test_an_order_written_here_keeps_the_rights_of_its_data_set(plant: Store) -> None:
    desk = DraftDesk(lambda: plant, None)
    set_rights(plant, ALL, "plant", ["alpha"], None)
    number = desk.create("P-1 vibrates", ALPHA, now="2025-01-10 12:00")["draft"]
    desk.approve(number, ALPHA, by="Kim")
    with pytest.raises(ToolError, match="No records"):
        desk.create("P-1 vibrates", ANYBODY)
    assert desk.approved_orders(ANYBODY) == []
    assert len(desk.approved_orders(ALPHA)) == 1


def test_sheets_of_a_hidden_data_set_are_hidden_with_it(plant: Store, tmp_path: Path) -> None:
    sheet = tmp_path / "fmea.csv"
    sheet.write_text(
        "Item;Failure mode;Effect;Cause;S;O;D\nPump P-1;the seal leaks;stop;wear;8;4;3\n", encoding="utf-8"
    )
    book = FmeaBook(lambda: plant)
    book.load(sheet, "plant")
    set_rights(plant, ALL, "plant", ["alpha"], None)
    assert (book.listing(ANYBODY)["rows"], len(book.listing(ALPHA)["rows"])) == ([], 1)
    assert FmeaRows(lambda: plant, None)("the seal leaks", "P-1", ANYBODY) == ()
    with pytest.raises(UnknownFmea):
        book.forget(ANYBODY, "plant")


def test_what_is_kept_of_records_takes_what_they_take_to_be_seen(plant: Store) -> None:
    set_rights(plant, ALL, "plant", [EVERYONE, "alpha"], "Linz")
    linz = Principal("linz", frozenset({EVERYONE, "alpha"}), frozenset({"Linz"}))
    with plant.reading(linz) as connection:
        needed = reach(connection, linz, {"plant", "no such"})
    assert needed == {EVERYONE, "alpha", "site:Linz"}
    assert linz.reaches(needed)
    assert not ALPHA.reaches(needed)


def test_a_channel_is_told_of_records_what_all_its_members_see(tmp_path: Path) -> None:
    told = {"citations": [{"kind": "records"}], "pending": None}
    with build_copilot(Settings.read({}, home=tmp_path / "home")) as copilot:
        copilot.records.load(write_csv(tmp_path / "orders.csv", [(*row[:-1], "") for row in rows()[:3]], HEADINGS))
        assert may_be_posted(copilot, told, ALPHA, ANYBODY)
        copilot.records.load(write_csv(tmp_path / "orders.csv", rows()[:3], HEADINGS))
        assert not may_be_posted(copilot, told, ALPHA, ANYBODY)
        assert may_be_posted(copilot, told, ANYBODY, ALPHA)
        assert not may_be_posted(copilot, {"citations": [], "pending": None}, ALPHA, ANYBODY)


def test_nothing_of_the_records_is_left_where_a_text_was_said_by_all(plant: Store) -> None:
    with plant.reading(ANYBODY) as connection:
        assert connection.execute(text("SELECT count(*) FROM work_order WHERE rights IS NOT NULL")).scalar() == 0
