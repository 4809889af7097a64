"""A plant to investigate: two manuals of the sample plant and its records, and the session that most tests begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import plant_copilot.sample_plant
from copies import copy_home
from made_once import made_once
from plant_copilot import Copilot, Settings, build_copilot

SAMPLE = Path(plant_copilot.sample_plant.__file__).parent
Json = dict[str, Any]


@pytest.fixture(scope="module")
def investigated_home(lasting: Path) -> Path:
    """A home with two manuals of the sample plant and its records. Made once for all files, and only to be copied."""

    def make(home: Path) -> None:
        with build_copilot(Settings.read({}, home=home)) as copilot:
            names = ("P-101-Betriebsanleitung.pdf", "LB-305-operation-zh-Hans.pdf")
            copilot.ingest([SAMPLE / "manuals" / name for name in names])
            for name in ("work-orders", "assets", "failure-codes"):
                copilot.records.load(SAMPLE / "records" / f"{name}.csv", dataset="brunnental")

    return made_once(lasting, "investigated", make)


@pytest.fixture(scope="module")
def copilot(investigated_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """One for all: learning from the records takes seconds, and every test begins an investigation of its own."""
    copied = copy_home(investigated_home, tmp_path_factory.mktemp("led") / "home")
    with build_copilot(Settings.read({}, home=copied)) as opened:
        yield opened


def flow_too_low(copilot: Copilot) -> Json:
    return copilot.investigations.begin("P-101: Förderstrom zu klein", by="Anna")
