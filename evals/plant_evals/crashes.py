"""kill -9 at random moments of an ingestion, an import, an approval and a reindexing; and disks that become full.

Each try copies one home, lets a process begin the work and kills it at a random moment of what the work takes when it
is left alone. Then another process opens the home, looks whether it is whole, does the work again and tells what can
be seen. Compared with a home in which it was done once, nothing may be lost or doubled; and nothing half-written may
be seen before it is done again. A full disk is a small one of its own, made larger again before it is looked at; that
takes the right to mount.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plant_evals.crash_work import WORK, look, prepared, work

Json = dict[str, Any]
Tell = Callable[[str], None]

_PATIENCE = 120.0
# Bytes: the disk, and how many of them are left free, at random; see plant_knowledge_ingest.index.room.
_DISK = 1_000_000_000
_ROOM = {"ingest": 72_000_000, "reindex": 72_000_000, "import": 3_000_000, "approve": 3_000_000}
_TOLD = 20  # tries after which it is told how far it is
_ENDS = ("killed", "refused", "done")


def run_crashes(
    tell: Tell, kills: int = 200, full_disks: int = 20, seed: int = 0, kinds: Sequence[str] = tuple(WORK)
) -> Json:
    """Return {kills, full_disks, seconds}: tallies as ``_tallied`` has them, None where mounting is not allowed."""
    chance = random.Random(seed)  # noqa: S311 - the same moments every time
    with TemporaryDirectory() as made:
        campaign = _Campaign(Path(made), chance)
        tell("Making a home, and doing each work once")
        campaign.prepare(kinds)
        tell(f"Killing {kills} times")
        killed = _tallied((campaign.killed(kind) for kind in _dealt(kinds, kills)), tell)
        tell(f"Filling {full_disks} disks")
        full = None
        if _can_mount(Path(made)):
            full = _tallied((campaign.filled(kind) for kind in _dealt(kinds, full_disks)), tell)
    return {"kills": killed, "full_disks": full, "seconds": campaign.seconds}


class _Campaign:
    """One home to begin from, and what each work makes of it when it is left alone."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder, self._chance = folder, chance
        self._context: ForkServerContext = get_context("forkserver")
        self._context.set_forkserver_preload(
            ["plant_evals.crash_work", "plant_copilot.wiring", "plant_copilot.declared"]
        )
        self._expected: dict[str, Json] = {}
        self.seconds: dict[str, float] = {}

    def prepare(self, kinds: Sequence[str]) -> None:
        """Make the home; do each work once, timed, and again."""
        self._run(prepared, self._folder)
        before = self._looked(_copied(self._folder / "home", self._folder / "seen"), "")
        for kind in kinds:
            home = _copied(self._folder / "home", self._folder / "once")
            self.seconds[kind], told = self._worked(home, kind, None)
            if told != "done":
                raise RuntimeError(f"{kind}, left alone, ended as {told}")
            self._expected[kind] = {"before": before["first"], **self._looked(home, kind)}
            shutil.rmtree(home)

    def killed(self, kind: str) -> Json:
        """Kill one work; return how the home was found."""
        home = _copied(self._folder / "home", self._folder / "killed")
        try:
            _, told = self._worked(home, kind, self._chance.random() * self.seconds[kind])
            return {"kind": kind, "told": told, **self._judged(home, kind)}
        finally:
            shutil.rmtree(home)

    def filled(self, kind: str) -> Json:
        """Let a disk become full during one work; return how the home was found once there is room."""
        with _disk(self._folder) as disk:
            home = _copied(self._folder / "home", disk / "home")
            room = self._chance.randrange(_ROOM[kind])
            with _fuller(disk, room):
                _, told = self._worked(home, kind, None)
            return {"kind": kind, "told": told, "room": room, **self._judged(home, kind)}

    def _worked(self, home: Path, kind: str, kill_after: float | None) -> tuple[float, str]:
        """Run a work, killed after seconds of it if so wished; return its seconds and how it ended."""
        here, there = self._context.Pipe(duplex=False)
        process = self._context.Process(target=work, args=(self._folder, home, kind, there))
        process.start()
        there.close()
        told, started = _received(here), time.perf_counter()
        if told != "begun":
            pass  # it could not even begin
        elif kill_after is None:
            told = _received(here)
        elif not here.poll(kill_after):
            process.kill()
            told = "killed"
        else:
            told = _received(here)
        seconds = time.perf_counter() - started
        process.join(_PATIENCE)
        return seconds, str(told) if told else f"died: {process.exitcode}"

    def _looked(self, home: Path, kind: str) -> Json:
        """Return what a process tells of a home in which it does ``kind`` again, "" for nothing."""
        here, there = self._context.Pipe(duplex=False)
        process = self._context.Process(target=look, args=(self._folder, home, kind, there))
        process.start()
        there.close()
        told = _received(here)
        process.join(_PATIENCE)
        return told if isinstance(told, dict) else {"wrong": ["who looked at it died"], "first": None, "after": None}

    def _judged(self, home: Path, kind: str) -> Json:
        """Compare a home with what it should be: what is wrong with it, what is lost or doubled."""
        found, expected = self._looked(home, kind), self._expected[kind]
        wrong = list(found["wrong"])
        if found["first"] and kind in {"import", "approve"}:
            wrong += _between(found["first"], expected["before"], expected["first"])
        lost, doubled = _compared(found["after"], expected["after"])
        return {"half_written": wrong, "lost": lost, "doubled": doubled}

    def _run(self, target: Callable[..., None], *given: Any) -> None:
        process: BaseProcess = self._context.Process(target=target, args=given)
        process.start()
        process.join()
        if process.exitcode:
            raise RuntimeError("the home to begin from could not be made")


def _between(found: Json, before: Json, after: Json) -> list[str]:
    """Return what is neither as before the work nor as after it; such work is one transaction."""
    return [name for name in found if found[name] not in (before[name], after[name])]


def _compared(found: Json | None, expected: Json) -> tuple[list[str], list[str]]:
    """Return what there is less of than expected, or other things as many, and what there is more of."""
    if found is None:
        return ["everything"], []
    other = [name for name in expected if found[name] != expected[name]]
    more = [name for name in other if found[name][0] > expected[name][0]]
    return [name for name in other if name not in more], more


def _tallied(results: Iterable[Json], tell: Tell) -> Json:
    """Return {tries, killed, refused, done, lost, doubled, half_written, kinds, wrong: [...]}."""
    tally: Json = {"tries": 0, **dict.fromkeys((*_ENDS, "died"), 0)}
    tally |= {"lost": 0, "doubled": 0, "half_written": 0, "kinds": {}, "wrong": []}
    for one in results:
        tally["tries"] += 1
        tally["kinds"][one["kind"]] = tally["kinds"].get(one["kind"], 0) + 1
        ended = one["told"].partition(":")[0]
        tally[ended if ended in _ENDS else "died"] += 1
        for name in ("lost", "doubled", "half_written"):
            tally[name] += bool(one[name])
        if one["lost"] or one["doubled"] or one["half_written"] or ended not in _ENDS:
            tally["wrong"].append(one)
        if tally["tries"] % _TOLD == 0:
            tell(_line("so far", tally))
    return tally


def _dealt(kinds: Sequence[str], tries: int) -> list[str]:
    return [kinds[number % len(kinds)] for number in range(tries)]


def _received(pipe: Any) -> Any:
    """Return what a process tells; None where it has died."""
    try:
        return pipe.recv()
    except EOFError:
        return None


def _copied(home: Path, target: Path) -> Path:
    """Copy a home, holes and all."""
    _system("cp", "-r", "--sparse=always", home, target)
    return target


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    """Give a small disk of its own in a file; it behaves as a large one, which one in memory does not."""
    image, disk = folder / "image", folder / "disk"
    with image.open("wb") as file:
        file.truncate(_DISK)
    disk.mkdir(exist_ok=True)
    _system("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", image)
    _system("mount", "-o", "loop", image, disk)
    try:
        yield disk
    finally:
        _system("umount", "-l", disk)
        image.unlink()


@contextmanager
def _fuller(disk: Path, room: int) -> Iterator[None]:
    """Leave ``room`` bytes free on ``disk``."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file, suppress(OSError):  # it takes what it can get
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - room)
    try:
        yield
    finally:
        ballast.unlink()


def _system(name: str, *words: str | Path) -> None:
    """Run one of the system's own tools."""
    command = [shutil.which(name) or name, *map(str, words)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - cp, mkfs, mount or umount


def _can_mount(folder: Path) -> bool:
    try:
        with _disk(folder):
            return True
    except (subprocess.CalledProcessError, OSError):
        return False


def of_crashes(result: Json) -> str:
    """Return the tallies for a terminal."""
    return "\n".join(_line(name, result[name]) for name in ("kills", "full_disks"))


def _line(name: str, tally: Json | None) -> str:
    if tally is None:
        return f"{name}: not measured, mounting a small disk takes the right to"
    ended = ", ".join(f"{tally[how]} {how}" for how in ("killed", "refused", "done", "died"))
    found = f"lost {tally['lost']}, doubled {tally['doubled']}, half-written {tally['half_written']}"
    return "\n".join([f"{name}: {tally['tries']} ({ended}): {found}", *(f"  {one}" for one in tally["wrong"])])
