"""Looks through the records of one data set for what would make figures lie."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from plant_tools.records.datasets import id_of
from plant_tools.records.quality.amounts import duplicates, giant_costs, negative_amounts, zero_costs
from plant_tools.records.quality.codes import maintenance_codes, spellings, templated_texts
from plant_tools.records.quality.finding import QualityFinding
from plant_tools.records.quality.orders import Orders
from plant_tools.records.quality.times import batch_closing, default_durations, impossible_dates
from plant_tools.records.sight import Who
from plant_tools.records.store import Store


def check(store: Store, who: Who, dataset: str) -> list[QualityFinding]:
    """Return what was found in what ``who`` sees, those that forbid figures first.

    Raises ``UnknownDataset``, ``RecordsOutOfReach``.
    """
    with store.reading(who) as connection:
        return check_on(connection, dataset)


def check_on(connection: Connection, dataset: str) -> list[QualityFinding]:
    """Return the same of what ``connection`` sees. Raises ``UnknownDataset``."""
    orders = Orders(connection, id_of(connection, dataset))
    today = datetime.now(UTC).strftime("%Y-%m-%d 23:59:59")
    found = [
        *default_durations(orders),
        *batch_closing(orders),
        *maintenance_codes(orders),
        *spellings(orders),
        *duplicates(orders),
        *impossible_dates(orders, today),
        *negative_amounts(orders),
        *zero_costs(orders),
        *giant_costs(orders),
        *templated_texts(orders),
    ]
    return sorted(found, key=lambda finding: (not finding.refuses, -finding.share))
