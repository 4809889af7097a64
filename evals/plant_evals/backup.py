"""A backup put back: the same answers to the same questions; and archives that were damaged, none of them put back.

The home is backed up while it answers, wiped, and restored. An answer is compared as a whole, but for its seconds and
its conversation. The archives that are damaged are those of a small home, so that there can be many.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import plant_copilot.sample_plant
import plant_evals
from plant_copilot.audit.book import AuditBook
from plant_copilot.audit.entry import Act
from plant_copilot.backup.restoring import restore
from plant_copilot.backup.taking import listed, take
from plant_copilot.copilot import Copilot
from plant_copilot.errors import BackupFailed
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_evals.casebook import read_cases
from plant_evals.history import read_asked
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]
Tell = Callable[[str], None]

QUESTIONS = 100
_PLANT = Path(plant_copilot.sample_plant.__file__).parent
_OTHERS_EACH_TIME = ("seconds", "thread", "support_code")


def run_backup(tell: Tell, questions: int = QUESTIONS, damages: int = 200, seed: int = 0) -> Json:
    """Return {questions, same, asked_meanwhile, files_same, whole, backup, restore, damaged}."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        settings = Settings.read({}, home=folder / "home")
        result = _there_and_back(settings, folder / "plant.zip", _asked(questions), tell)
        tell(f"Damaging {damages} archives")
        return {**result, "damaged": damaged(folder / "small", damages, seed)}


def _there_and_back(settings: Settings, archive: Path, asked: list[str], tell: Tell) -> Json:
    with build_copilot(settings) as copilot:
        tell("Bringing the sample plant in")
        _bring_in(copilot)
        tell(f"Asking {len(asked)} questions")
        before = [_fingerprint(copilot, question) for question in asked]
        tell("Backing up while it answers")
        taken, meanwhile = _taken_in_use(copilot, archive, asked)
    hashes = _hashes(settings.home)
    tell("Wiping and restoring")
    shutil.rmtree(settings.home)
    started = time.perf_counter()
    back = restore(archive, settings.shelf, _say_nothing)
    seconds = time.perf_counter() - started
    same_files = {path: digest for path, digest in _hashes(settings.home).items() if hashes.get(path) == digest}
    with build_copilot(settings) as copilot:
        whole = copilot.verify()["ok"]
        tell("Asking them again")
        after = [_fingerprint(copilot, question) for question in asked]
    return {
        "questions": len(asked),
        "same": sum(one == other for one, other in zip(before, after, strict=True)),
        "asked_meanwhile": meanwhile,
        "files": len(hashes),
        "files_same": len(same_files),
        "whole": whole,
        "backup": {name: taken[name] for name in ("files", "bytes", "archive_bytes", "seconds")},
        "restore": {"files": back["files"], "seconds": round(seconds, 2)},
    }


def _asked(most: int) -> list[str]:
    """Return questions to manuals and to records, as many of each where there are enough."""
    manuals = [case["question"] for case in read_cases("sample_plant")]
    cases = read_asked(Path(plant_evals.__file__).parent / "cases" / "history.jsonl")
    records = [case["question"]["en"] for case in cases if case["data"] == "brunnental"]
    figures = records[: most // 2]
    step = max(1, len(manuals) // (most - len(figures)))
    return [*figures, *manuals[::step]][:most]


def _bring_in(copilot: Copilot) -> None:
    copilot.ingest([_PLANT / "manuals"])
    for name in ("assets", "failure-codes", "work-orders"):
        copilot.records.load(_PLANT / "records" / f"{name}.csv", dataset="brunnental")


def _fingerprint(copilot: Copilot, question: str) -> str:
    """Return the hash of an answer, and of the first passages found for it."""
    answer = copilot.ask(question)
    told = {name: value for name, value in answer.items() if name not in _OTHERS_EACH_TIME}
    hits = copilot.search(question, limit=5)["hits"]
    return sha256(json.dumps([told, hits], sort_keys=True, default=str).encode()).hexdigest()


def _taken_in_use(copilot: Copilot, archive: Path, asked: list[str]) -> tuple[Json, int]:
    """Back up while another thread asks; return the report and how many were answered meanwhile."""
    done = Event()

    def ask() -> int:
        answered = 0
        for question in cycle(asked):
            if done.is_set():
                return answered
            copilot.ask(question)
            answered += 1
        return answered

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask)
        try:
            taken = copilot.backup(archive)
        finally:
            done.set()
        return taken, asking.result()


def _hashes(home: Path) -> dict[str, str]:
    """Return the hash of each file that is written once: pages, plans, pictures. Databases change by being opened."""
    kept = (path for path in listed(home) if path.startswith(("library/files/", "layouts/")))
    return {path: sha256((home / path).read_bytes()).hexdigest() for path in kept}


def damaged(folder: Path, tries: int, seed: int = 0) -> Json:
    """Damage archives of a small home; return {tries, refused, named, harmless, put_back, home_touched}.

    ``named``: the refusal names the archive; ``harmless``: bytes that mean nothing, and the home was the same;
    ``put_back``: something else than what was backed up, which must not happen.
    """
    chance = random.Random(seed)  # noqa: S311 - the same damages every time
    home, archive, target = folder / "home", folder / "small.zip", folder / "target"
    _small(home, chance)
    take(home, archive, {}, _say_nothing)
    tally = {"tries": tries, "refused": 0, "named": 0, "harmless": 0, "put_back": 0, "home_touched": 0}
    for _ in range(tries):
        broken = folder / "broken.zip"
        broken.write_bytes(_broken(archive.read_bytes(), chance))
        target.mkdir()
        (target / "there.txt").write_text("as it was")
        try:
            restore(broken, Shelf(target), _say_nothing)
        except BackupFailed as error:
            tally["refused"] += 1
            tally["named"] += "broken.zip" in error.message
            tally["home_touched"] += [path.name for path in target.iterdir()] != ["there.txt"]
        else:
            tally["harmless" if _contents(target) == _contents(home) else "put_back"] += 1
        for left in folder.glob("target*"):
            shutil.rmtree(left)
    return tally


def _small(home: Path, chance: random.Random) -> None:
    """Make a home with an audit log, records, and files of many sizes."""
    for number in range(5):
        AuditBook(Shelf(home)).enter(Act("tina", "counted", str(number)))
    with closing(RecordsDoor(Shelf(home))) as door:
        door()
    (home / "layouts").mkdir()
    for number in range(6):
        (home / "layouts" / f"plan-{number}.bin").write_bytes(chance.randbytes(10 ** (number % 5)) + bytes(200_000))


def _broken(content: bytes, chance: random.Random) -> bytes:
    """Cut an archive off, change bytes, zero a stretch, or take one out."""
    place, many = chance.randrange(len(content)), chance.randrange(1, 64)
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: content[:place],
        lambda: content[:place] + chance.randbytes(many) + content[place + many :],
        lambda: content[:place] + bytes(many) + content[place + many :],
        lambda: content[:place] + content[place + many :],
    )
    return chance.choice(ways)()


def _say_nothing(_done: int, _of: int) -> None:
    return None


def _contents(home: Path) -> dict[str, bytes]:
    return dict(_files(home))


def _files(home: Path) -> Iterator[tuple[str, bytes]]:
    for path in listed(home):
        if not path.startswith("audit/") and not path.endswith(".sqlite"):
            yield path, (home / path).read_bytes()


def of_backup(result: Json) -> str:
    """Return the result for a terminal."""
    taken, damage = result["backup"], result["damaged"]
    return "\n".join(
        (
            f"same answers and passages: {result['same']} of {result['questions']}",
            f"same pages and plans: {result['files_same']} of {result['files']}; home whole: {result['whole']}",
            f"backup: {taken['files']} files, {taken['bytes'] / 1e6:.0f} MB in {taken['archive_bytes'] / 1e6:.1f} MB, "
            f"{taken['seconds']:.1f} s, {result['asked_meanwhile']} questions answered meanwhile",
            f"restore: {result['restore']['seconds']:.1f} s",
            f"damaged archives: {damage['tries']}, refused {damage['refused']} (named {damage['named']}), harmless "
            f"{damage['harmless']}, put back wrong {damage['put_back']}, homes touched {damage['home_touched']}",
        )
    )
