"""Passages embedded by workers of Ray: the same vectors, the same index, and what is said where that cannot be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.engines import engine_of
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.embedding.choosing import open_embedder
from plant_knowledge_ingest.embedding.protocol import Encodable
from plant_knowledge_ingest.errors import ModelUnavailable

pytestmark = pytest.mark.slow
with_ray = pytest.mark.usefixtures("ray_is_there")


@pytest.fixture
def ray_is_there() -> None:
    pytest.importorskip("ray", reason="make with-ray")


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("spread") / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


def passages(copilot: Copilot) -> set[tuple[str, int, tuple[float, ...], str]]:
    hits = copilot.search("oil pump gearbox filter alarm 油 报警", limit=100)["hits"]
    return {(hit["document"], hit["page"], tuple(hit["rectangle"]), hit["text"]) for hit in hits}


@with_ray
def test_two_workers_make_the_same_index_as_one_process(copilot: Copilot, tiny_manuals: Path, tmp_path: Path) -> None:
    with build_copilot(Settings.read({}, home=tmp_path)) as other:
        report = other.ingest([tiny_manuals], engine="ray", workers=2)
        assert (report["documents"], report["failed"]) == (3, [])
        assert passages(other) == passages(copilot)
        alarm = "What does alarm E0712 mean?"
        assert other.ask(alarm)["answer"] == copilot.ask(alarm)["answer"]


@with_ray
def test_vectors_come_back_in_order_and_are_those_of_one_process(tmp_path: Path) -> None:
    own = open_embedder("e5", tmp_path, 1)
    given = [Encodable("Gearbox", (f"Step {n}: {'turn the screw ' * (n % 7)}.",), "en") for n in range(40)]
    engine = engine_of(Settings.read({}, home=tmp_path), "ray", 1)
    assert engine
    with engine.open(own, "e5") as spread:
        made = spread.passages(given)
    for ours, theirs in zip(own.passages(given), made, strict=True):
        assert np.allclose(ours.passage, theirs.passage, atol=0.02)  # a batch's company colours the last digits


@with_ray
def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = Settings.read({"PLANT_RAY": "127.0.0.1:1"}, home=tmp_path)
    refused = pytest.raises(ModelUnavailable, match=r"^No Ray cluster at 127\.0\.0\.1:1: .*ray status")
    with build_copilot(settings) as other, refused:
        other.ingest([tmp_path], engine="ray")


def test_without_ray_what_is_missing_is_named(
    copilot: Copilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ModelUnavailable, match=r"Ray is not installed.*plant-copilot\[ray\]"):
        copilot.ingest([tmp_path], engine="ray")


@pytest.mark.parametrize(
    ("engine", "workers", "reason"),
    [
        ("spark", 0, "engine is 'spark'; it must be local or ray"),
        ("local", 2, "workers are Ray's"),
        ("ray", -1, "workers is -1; it must be 0"),
    ],
)
def test_an_engine_that_is_none_is_refused(copilot: Copilot, engine: str, workers: int, reason: str) -> None:
    with pytest.raises(WrongUse, match=reason):
        copilot.ingest(["x"], engine=engine, workers=workers)
