"""The sample plant's records in a store, and what reads questions about them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from plant_tools.history.tool import HistoryTool
from plant_tools.records.load import load
from plant_tools.records.store import Store

DATASET = "brunnental"


def sample_records(folder: Path) -> Store:
    """The assets, codes and orders of the sample plant, loaded as `make run` does."""
    store = Store(f"sqlite:///{folder / 'records.sqlite'}")
    files = resources.files("plant_copilot.sample_plant") / "records"
    for name in ("assets", "failure-codes", "work-orders"):
        with resources.as_file(files / f"{name}.csv") as path:
            load(store, path, dataset=DATASET)
    return store


def tool_of(store: Store) -> HistoryTool:
    """The history tool on a store."""
    return HistoryTool(lambda: store)
