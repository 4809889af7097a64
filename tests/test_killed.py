"""kill -9 at any moment of an ingestion loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from copies import copy_home
from papers import HashingEmbedder, manual
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

LOCAL = Principal("local")
QUESTIONS = ("torque of the flange", "alarm of the film", "fact 17", "fact 59", "E0451")
FIRST_KILLS = 6

# Everything an ingestion does, step by step slow enough to be killed in the middle of each.
INGEST = """
import sys, time
from pathlib import Path
from papers import HashingEmbedder
from plant_knowledge_ingest import index
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.library import Library

def slow(method):
    def slower(*arguments):
        time.sleep(0.02)
        done = method(*arguments)
        print(method.__name__, flush=True)
        time.sleep(0.02)
        return done
    return slower

for name in ("add", "publish", "retire", "delete", "relabel", "flush"):
    setattr(EdgeIndex, name, slow(getattr(EdgeIndex, name)))
library = Library(Path(sys.argv[1]), HashingEmbedder)
print("begun", flush=True)
library.ingest([Path(sys.argv[2])])
library.close()
"""


@pytest.fixture(scope="module")
def manuals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two revisions of a manual, a new content for one of them, and a manual of some pages."""
    folder = tmp_path_factory.mktemp("manuals")
    manual(folder / "b.pdf", "The torque of the flange is 18 Nm.", "Alarm E0451: the film is torn.")
    manual(folder / "c.pdf", "The torque of the flange is 21 Nm.")
    manual(folder / "d.pdf", *(f"Fact number {n} of the machine." for n in range(60)))
    (folder / "documents.yaml").write_text(
        "documents:\n"
        "  - {file: b.pdf, document: Filler, revision: B, effective: 2020-01-01}\n"
        "  - {file: c.pdf, document: Filler, revision: C, effective: 2021-01-01}\n"
    )
    return folder


@pytest.fixture(scope="module")
def begun(manuals: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library in which revision C has an older content, so that the ingestion replaces, publishes and retires."""
    folder = tmp_path_factory.mktemp("begun")
    old = Path(shutil.copytree(manuals, folder / "manuals"))
    (old / "d.pdf").unlink()
    manual(old / "c.pdf", "The torque of the flange is 20 Nm.")
    library = Library(folder / "library", HashingEmbedder)
    library.ingest([old])
    library.close()
    shutil.rmtree(old)
    return folder / "library"


def contents(folder: Path, manuals: Path) -> dict[str, object]:
    """Finish the ingestion in ``folder``; return all that can be seen of the library then."""
    library = Library(folder, HashingEmbedder)
    library.ingest([manuals])
    seen: dict[str, object] = {
        question: [(hit.passage.text, round(hit.score, 4)) for hit in library.search(question, LOCAL).hits[:1]]
        for question in QUESTIONS
    }
    seen["documents"] = [(e.document, e.pages, e.passages, e.path.name) for e in library.documents(LOCAL)]
    with library._indexes.answering(library.glossary) as opened:  # noqa: SLF001 - nothing else tells of doubles
        seen["stored"] = opened.index.stored()
    seen["files"] = sorted(path.name for path in (folder / "files").iterdir())
    library.close()
    return seen


def kill_after(folder: Path, manuals: Path, steps: int, seconds: float) -> bool:
    """Begin an ingestion and kill it ``seconds`` after its ``steps``-th step; tell whether it was still running."""
    command = [sys.executable, "-c", INGEST, str(folder), str(manuals)]
    path = os.pathsep.join((str(Path(__file__).parent), *sys.path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={"PYTHONPATH": path}) as process:
        assert process.stdout
        for _ in range(steps):
            process.stdout.readline()
        time.sleep(seconds)
        running = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return running


@pytest.mark.slow
def test_what_is_killed_again_and_again_ends_as_if_nothing_had_happened(
    manuals: Path, begun: Path, tmp_path: Path
) -> None:
    expected = contents(copy_home(begun, tmp_path / "whole"), manuals)
    chance = random.Random(7)  # noqa: S311 - the same moments every time
    killed = copy_home(begun, tmp_path / "killed")
    kills = [kill_after(killed, manuals, steps, chance.random() * 0.04) for steps in range(1, 1 + FIRST_KILLS)]
    assert all(kills[:3])
    assert contents(killed, manuals) == expected
