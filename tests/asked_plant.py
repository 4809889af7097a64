"""The sample plant's records in a store, and what reads questions about them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from databases import kept_records, laid_down, records_of
from plant_tools.history.tool import HistoryTool
from plant_tools.records.load import load
from plant_tools.records.store import Store

DATASET = "brunnental"


def sample_records(folder: Path) -> Store:
    """The assets, codes and orders of the sample plant, loaded as `make run` does."""
    laid_down(folder, _read_in())
    return records_of(folder)


@cache
def _read_in() -> bytes:
    """Return the database of the sample plant: a dozen files of tests ask it, and reading it in takes seconds."""
    files = resources.files("plant_copilot.sample_plant") / "records"
    with TemporaryDirectory() as folder:
        store = records_of(Path(folder))
        for name in ("assets", "failure-codes", "work-orders"):
            with resources.as_file(files / f"{name}.csv") as path:
                load(store, path, dataset=DATASET)
        store.close()
        return kept_records(Path(folder))


def tool_of(store: Store) -> HistoryTool:
    """The history tool on a store."""
    return HistoryTool(lambda: store)
