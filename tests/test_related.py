"""The last repairs of a machine, told after what its manual says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from asked_plant import sample_records
from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.grounds import counted
from plant_agents.setting import set_answer
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle
from plant_tools.evidence import RecordsCitation
from plant_tools.history.related import RELATED, RelatedHistory
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.store import Store
from upkeep import ALL

PAGE = PageCitation("GR-12", "", 1, "", (Rectangle(0, 0, 9, 9),), "Torque of the lid: 28 Nm.", "en")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = sample_records(tmp_path_factory.mktemp("related"))
    yield opened
    opened.close()


def test_the_last_repairs_of_an_asset_come_latest_first_with_the_query_that_finds_them(store: Store) -> None:
    found = RelatedHistory(lambda: store).of("P-101", (), ALL)
    assert [one.statement[:10] for one in found] == ["2024-12-31", "2024-12-25", "2024-12-12"]
    assert found[0].statement == "2024-12-31 · BR-100385 · Mechanical seal leaking again · 287 min"
    cited = [citation for one in found for citation in one.citations if isinstance(citation, RecordsCitation)]
    with store.reading(ALL) as connection:
        rows = connection.exec_driver_sql(cited[0].query).mappings().all()
    assert [row["source_id"] for row in rows] == [citation.record_ids[0] for citation in cited]


def test_repairs_that_name_the_alarm_come_before_later_ones(store: Store) -> None:
    history = RelatedHistory(lambda: store)
    found = history.of("P-101", ("Motorlager",), ALL)
    assert all("Motorlager" in one.statement for one in found)
    assert found[0].statement[:10] < history.of("P-101", (), ALL)[0].statement[:10]


def test_an_asset_without_repairs_and_records_out_of_reach_say_nothing(store: Store) -> None:
    def shut() -> Store:
        raise RecordsOutOfReach("the records cannot be opened")

    assert RelatedHistory(lambda: store).of("XX-1", (), ALL) == ()
    assert RelatedHistory(shut).of("P-101", (), ALL) == ()


def test_past_orders_stand_after_the_quotes_under_their_own_heading() -> None:
    order = RecordsCitation("plant", ("7",), "SELECT 7", 1, "2024-01-02 · 7 · Seal leaks")
    evidence = [
        MarkedEvidence("manuals", PAGE.quote, None, "", (1,), "fact"),
        MarkedEvidence(RELATED, order.quote, None, "", (2,), RELATED),
    ]
    said = [Statement(PAGE.quote, (1,)), Statement(order.quote, (2,))]
    told = set_answer("de", said, evidence, (PAGE, order), refused=False, gaps=())
    assert told.index("28 Nm") < told.index("Letzte Reparaturen") < told.index("Seal leaks") < told.index("Quellen")


def test_a_count_is_proven_by_as_many_rows_in_the_quotes_and_by_no_other_number() -> None:
    part = {"text": "Isolation point", "said": ""}
    rows = ["Energy: Air · Isolation point: V9", "Energy: Electrical · Isolation point: Q9"]
    fact = {"kind": "count", "language": "en", "number": 2, "rows": rows, "title": part, "asset": "KX-9"}
    quotes = ["Air\nV9\nElectrical\nQ9"]
    assert next(counted(quotes, {"fact": fact})).startswith("KX-9, Isolation point: 2 rows")
    assert list(counted(quotes, {"fact": fact | {"number": 3}})) == []
    assert list(counted(["Air\nV9"], {"fact": fact})) == []
