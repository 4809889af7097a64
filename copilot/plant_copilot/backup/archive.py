"""The archive: a ZIP file with every file of a home, and a manifest with their hashes.

Each file is compressed by itself, so that damage is found in one file, which can be named. Files of an index are
mostly holes: these are left out, and are there again when the file is put back.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from plant_copilot.errors import BackupDamaged, BackupFailed

Json = dict[str, Any]
Tell = Callable[[int, int], None]

FORMAT = 1
MANIFEST = "manifest.json"
_INSIDE = "home/"
BLOCK = 1 << 16
_ZEROS = bytes(BLOCK)
_DAMAGE = (
    BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    struct.error,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the archive: its path in the home, its size and permissions.

    ``stretches`` are [offset, length] of what is not zeros, ``sha256`` is of these, one after the other.
    """

    path: str
    size: int
    stretches: list[list[int]]
    sha256: str
    mode: int


class Stretches:
    """Stretches of a file that are not zeros, in order."""

    def __init__(self) -> None:
        self.all: list[list[int]] = []

    def add(self, offset: int, length: int) -> None:
        """Add a block; one that follows the last makes it longer."""
        if self.all and sum(self.all[-1]) == offset:
            self.all[-1][1] += length
        else:
            self.all.append([offset, length])


def blocks(file: int, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield the blocks of an open file that are not zeros, with their offsets; holes are not even read."""
    offset = 0
    while offset < size:
        try:
            offset = os.lseek(file, offset, os.SEEK_DATA) // BLOCK * BLOCK
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing but a hole to the end
                return
            raise
        block = os.pread(file, min(BLOCK, size - offset), offset)
        if block != _ZEROS[: len(block)]:
            yield offset, block
        offset += BLOCK


class Writing:
    """An archive that is being written; it gets its name when it is whole."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped
        self.kept: list[Kept] = []
        self.is_given_up = False

    def add(self, path: str, source: Path) -> Kept:
        """Add the file ``source`` as ``path``; return what was written."""
        digest, stretches = sha256(), Stretches()
        with source.open("rb", buffering=0) as file, self._zip.open(_member(path), "w", force_zip64=True) as written:
            told = os.fstat(file.fileno())
            for offset, block in blocks(file.fileno(), told.st_size):
                stretches.add(offset, len(block))
                digest.update(block)
                written.write(block)
        kept = Kept(path, told.st_size, stretches.all, digest.hexdigest(), told.st_mode & 0o777)
        self.kept.append(kept)
        return kept

    def give_up(self) -> None:
        """Leave nothing behind."""
        self.is_given_up = True

    def finish(self, told: Json) -> str:
        """Write the manifest with what is ``told`` besides; return its hash."""
        manifest = json.dumps({"format": FORMAT, **told, "files": [asdict(one) for one in self.kept]}, indent=1)
        self._zip.writestr(ZipInfo(MANIFEST), manifest, ZIP_DEFLATED)
        return sha256(manifest.encode()).hexdigest()


@contextmanager
def written(archive: Path) -> Iterator[Writing]:
    """Give an archive to write to; nothing bears its name before the block has ended well. Raises ``BackupFailed``."""
    partial = archive.with_name(f".{archive.name}.{os.getpid()}.partial")
    try:
        partial.parent.mkdir(parents=True, exist_ok=True)
        partial.touch(mode=0o600)
        with partial.open("wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as zipped:
                writing = Writing(zipped)
                yield writing
            file.flush()
            os.fsync(file.fileno())
        if not writing.is_given_up:
            partial.replace(archive)
    except OSError as error:
        raise BackupFailed(
            f"{error.filename or archive} cannot be read or written: {error.strerror}.",
            remedy="Free some space, or choose another place. No backup was left behind.",
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


class Reading:
    """An archive that is read. Raises ``BackupDamaged``, naming the file that is not what was written."""

    def __init__(self, archive: Path, zipped: ZipFile) -> None:
        self.archive, self._zip = archive, zipped
        with told_damage(archive, MANIFEST):
            content = zipped.read(MANIFEST)
            self.manifest: Json = json.loads(content)
            self.manifest_hash = sha256(content).hexdigest()
            if self.manifest["format"] != FORMAT:
                raise BackupDamaged(
                    f"{archive} is of format {self.manifest['format']}, which this version cannot read.",
                    remedy="Update the copilot, then try again.",
                )
            self.kept = [Kept(**one) for one in self.manifest["files"]]
        for one in self.kept:
            _refuse_outside(archive, one.path)

    def prove(self, tell: Tell) -> None:
        """Read every file and compare its hash."""
        done, of = 0, sum(one.size for one in self.kept)
        for one in self.kept:
            self._read(one, None)
            done += one.size
            tell(done, of)

    def extract(self, folder: Path, tell: Tell) -> None:
        """Write every file below ``folder``, through to the disk, comparing its hash."""
        done, of = 0, sum(one.size for one in self.kept)
        for one in self.kept:
            target = folder / one.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch(mode=one.mode)
            with target.open("wb") as file:
                self._read(one, file)
                file.truncate(one.size)
                file.flush()
                os.fsync(file.fileno())
            target.chmod(one.mode)
            done += one.size
            tell(done, of)

    def _read(self, one: Kept, target: IO[bytes] | None) -> None:
        """Read a file, into ``target`` with holes for zeros. Errors of ``target`` are not those of the archive."""
        digest = sha256()
        with told_damage(self.archive, one.path), self._zip.open(f"{_INSIDE}{one.path}") as read:
            for offset, length in one.stretches:
                for start in range(offset, offset + length, BLOCK):
                    block = read.read(min(BLOCK, offset + length - start))
                    digest.update(block)
                    if target is not None:
                        _put(target, start, block)
            if digest.hexdigest() != one.sha256 or read.read(1):
                raise BackupDamaged.of(self.archive, one.path)


@contextmanager
def read(archive: Path) -> Iterator[Reading]:
    """Open an archive. Raises ``BackupDamaged``, ``BackupFailed`` where there is none."""
    if not archive.is_file():
        raise BackupFailed(f"There is no file {archive}.", remedy="Name a file that plant-copilot backup made.")
    try:
        zipped = ZipFile(archive)
    except _DAMAGE as error:
        raise BackupDamaged(
            f"{archive} is no backup, or it was cut off.", remedy="Take another one; nothing was changed."
        ) from error
    with zipped:
        yield Reading(archive, zipped)


@contextmanager
def told_damage(archive: Path, path: str) -> Iterator[None]:
    """Name the file in the archive that cannot be read."""
    try:
        yield
    except DiskRefuses:
        raise
    except _DAMAGE as error:
        raise BackupDamaged.of(archive, path) from error


class DiskRefuses(OSError):
    """What is read from the archive cannot be written; the archive is not to blame."""


def _put(target: IO[bytes], offset: int, block: bytes) -> None:
    try:
        target.seek(offset)
        target.write(block)
    except OSError as error:
        raise DiskRefuses(error.errno, error.strerror, target.name) from error


def _member(path: str) -> ZipInfo:
    member = ZipInfo(f"{_INSIDE}{path}")
    member.compress_type = ZIP_DEFLATED
    return member


def _refuse_outside(archive: Path, path: str) -> None:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path:
        raise BackupDamaged.of(archive, path[:200])
