"""Rights and sites of records: whoever asks sees what is theirs, and nothing tells of the rest."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

import plant_tools
from databases import records_of
from plant_evals.rights_records import Case, drawn, person, rows_shown, run_rights_records, write
from plant_knowledge_ingest.principal import ANY_SITE, EVERYONE, Principal
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.records.datasets import datasets, forget
from plant_tools.records.errors import RecordsOutOfReach, RightsInvalid, UnknownDataset
from plant_tools.records.load import load
from plant_tools.records.preview import preview
from plant_tools.records.rights import rights, set_rights
from plant_tools.records.sight import WHOLE, Sight, sight_of
from plant_tools.records.store import Store
from records_files import HEADINGS, ORDERS, loaded, write_csv
from upkeep import ALL

ANYBODY = Principal("anybody")
LINZ = Principal("linz", frozenset({EVERYONE, "alpha"}), frozenset({"Linz"}))
BETA = Principal("beta", frozenset({EVERYONE, "beta"}), frozenset({ANY_SITE}))
WITH_RIGHTS = [(*row, own) for row, own in zip(ORDERS, ("", "alpha; gamma", "beta"), strict=True)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = records_of(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Case]]:
    opened, case = records_of(tmp_path_factory.mktemp("plant")), drawn(rng(7))
    write(opened, case)
    yield opened, case
    opened.close()


def rng(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same people each time


def seen(store: Store, who: Principal, sql: str = "SELECT source_id FROM work_order ORDER BY 1") -> list[str]:
    with store.reading(who) as connection:
        return list(connection.execute(text(sql)).scalars())


@pytest.mark.parametrize("seed", range(3))
def test_people_drawn_at_random_see_what_the_rule_says_and_no_more(seed: int) -> None:
    told = run_rights_records(30, seed=seed)
    assert (told["leaks"], told["over_restrictions"]) == (0, 0), told["faults"]
    assert 0.2 < told["share_seen"] < 0.8


def test_the_same_holds_on_postgresql(postgres_url: str) -> None:
    told = run_rights_records(30, seed=9, url=postgres_url)
    assert (told["answers"] > 150, told["leaks"], told["over_restrictions"]) == (True, 0, 0), told["faults"]


@given(order=st.lists(st.integers(0, 10**6), min_size=2, max_size=5))
def test_nothing_of_one_reader_is_left_for_the_next(plant: tuple[Store, Case], order: list[int]) -> None:
    store, case = plant
    for seed in order:
        who = person(rng(seed))
        assert all(shown == wanted for _, shown, wanted in rows_shown(store, case, who))
    assert len(seen(store, ALL)) == len(case.rows["work_order"])  # type: ignore[arg-type]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_who_sees_as_much_as_another_is_shown_all_that_the_other_is(
    plant: tuple[Store, Case], one: int, two: int
) -> None:
    store, case = plant
    first, second = person(rng(one)), person(rng(two))
    if store.sight(first).covers(store.sight(second)):
        assert case.seen(first, "work_order") >= case.seen(second, "work_order")
    assert WHOLE.covers(store.sight(first))


def test_a_data_set_is_for_everyone_until_somebody_says_otherwise(store: Store, tmp_path: Path) -> None:
    loaded(store, write_csv(tmp_path / "a.csv"))
    assert rights(store, ANYBODY, "plant") == {"dataset": "plant", "rights": [EVERYONE], "site": "", "row_groups": []}
    set_rights(store, ALL, "plant", ["alpha"], "Linz")
    assert seen(store, LINZ) == ["WO-1", "WO-2", "WO-3"]
    assert seen(store, ANYBODY) == seen(store, BETA) == []
    with store.writing() as connection:
        connection.execute(text("UPDATE dataset SET rights = '[]'"))
    assert seen(store, LINZ) == []


def test_nobody_hears_that_there_is_a_data_set_that_is_not_for_them(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv")
    load(store, file, dataset="secret", rights={"rights": ["alpha"], "site": "Linz"})
    loaded(store, file, dataset="open")
    assert [one["dataset"] for one in datasets(store, BETA)] == ["open"]
    for asked in (rights, forget):
        with pytest.raises(UnknownDataset) as told:
            asked(store, BETA, "secret")
        assert told.value.remedy == "There is: open."


def test_orders_with_rights_of_their_own_need_a_group_besides(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", WITH_RIGHTS, (*HEADINGS, "rights"))
    assert "Rows with rights of their own" in " ".join(loaded(store, file).warnings)
    assert [seen(store, who) for who in (ANYBODY, LINZ, BETA)] == [["WO-1"], ["WO-1", "WO-2"], ["WO-1", "WO-3"]]
    assert rights(store, ANYBODY, "plant")["row_groups"] == ["alpha", "beta", "gamma"]
    assert seen(store, ANYBODY, "SELECT tag FROM asset") == ["P-101"]
    loaded(store, write_csv(tmp_path / "b.csv", [(*row, "") for row in ORDERS], (*HEADINGS, "rights")))
    assert seen(store, ANYBODY) == ["WO-1", "WO-2", "WO-3"]


def test_no_name_of_a_list_is_taken_from_an_order_that_few_may_see(store: Store, tmp_path: Path) -> None:
    headings = ("wo_id", "asset", "asset name", "type", "finished", "rights")
    rows = [("1", "P-1", "Hidden pump", "CM", "2025-01-02", "alpha"), ("2", "P-1", "", "CM", "2025-01-03", "")]
    loaded(store, write_csv(tmp_path / "a.csv", rows, headings))
    assert seen(store, LINZ, "SELECT name FROM asset") == [None]
    assert seen(store, LINZ, "SELECT asset_name FROM work_order ORDER BY source_id") == ["Hidden pump", None]


def test_what_one_knows_of_a_data_set_is_not_told_another(store: Store, tmp_path: Path) -> None:
    loaded(store, write_csv(tmp_path / "a.csv", WITH_RIGHTS, (*HEADINGS, "rights")))
    history, last = History(store), HistoryQuery.read({"metric": "last", "assets": "FL-303"})
    assert history.answer(last, BETA).value
    refused = history.answer(last, ANYBODY).refused
    assert refused
    assert "FL-303" not in "".join(refused.exists)
    assert [history.answer(HistoryQuery.read({"metric": "count"}), who).value for who in (BETA, ANYBODY)] == [2, 1]


def test_a_reader_cannot_write_past_the_views(store: Store, tmp_path: Path) -> None:
    loaded(store, write_csv(tmp_path / "a.csv", WITH_RIGHTS, (*HEADINGS, "rights")))
    with store.reading(LINZ) as connection:
        assert sight_of(connection) == Sight(marked=frozenset({(1, frozenset({"alpha"}))}))
    for sql in ("DELETE FROM work_order", "UPDATE dataset SET site = ''", "DROP VIEW work_order"):
        with pytest.raises(RecordsOutOfReach), store.reading(LINZ) as connection:
            connection.execute(text(sql))
    assert seen(store, LINZ) == ["WO-1", "WO-2"]


def test_a_look_before_loading_tells_nothing_of_orders_that_are_hidden(store: Store, tmp_path: Path) -> None:
    twice = [*WITH_RIGHTS, ("WO-4", *ORDERS[2][1:], "beta")]
    loaded(store, write_csv(tmp_path / "a.csv", twice, (*HEADINGS, "rights")))
    file = write_csv(tmp_path / "b.csv", ORDERS[:1])
    found = [{one.code for one in preview(store, who, file).quality} for who in (BETA, ANYBODY)]
    assert ("duplicates" in found[0], "duplicates" in found[1]) == (True, False)
    assert loaded(store, file).loaded == 1
    assert len(seen(store, BETA)) == 3


@pytest.mark.parametrize("wrong", [{"groups": []}, {"groups": ["a,b"]}, {"groups": ["x" * 65]}, {"site": "Linz;Steyr"}])
def test_rights_that_nothing_can_have_are_refused(store: Store, tmp_path: Path, wrong: dict[str, list[str]]) -> None:
    loaded(store, write_csv(tmp_path / "a.csv"))
    with pytest.raises(RightsInvalid):
        set_rights(store, ALL, "plant", wrong.get("groups"), wrong.get("site"))  # type: ignore[arg-type]
    assert rights(store, ALL, "plant")["rights"] == [EVERYONE]


def test_records_are_opened_in_one_place_only() -> None:
    rooms = Path(str(plant_tools.__file__)).parents[2]
    files = [file for room in ("tools", "agents", "copilot", "ui") for file in rooms.glob(f"{room}/**/*.py")]
    past = re.compile(r"\._(?:reader|writer)\b|\b(?:main|public)\.(?:work_order|event|inspection|asset|dataset)\b")
    assert [file.name for file in files if past.search(file.read_text("utf-8"))] == ["store.py"]
