"""Whether what is installed is what was locked, and still what was installed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, PackagePath
from importlib.util import find_spec
from pathlib import Path

from packaging.utils import canonicalize_name

from plant_copilot.check import Check
from plant_copilot.parts.installed import ROOT, known_weights
from plant_copilot.parts.locks import pinned
from plant_knowledge_ingest.genuine import sha256

_NAMED = 5
_AGAIN = "Install the lock again into an empty environment: docs/how-to/supply-chain.md says how."


def proofs(installed: Iterable[Distribution]) -> Iterator[Check]:
    """Yield what was looked at: versions against the locks, files against their packages, weights against our hashes.

    Reads every file of every package: some seconds for a gigabyte.
    """
    found = sorted(installed, key=lambda one: canonicalize_name(one.name))
    yield from _versions(found)
    yield _files(found)
    yield _weights(found)


def _versions(found: list[Distribution]) -> Iterator[Check]:
    locked = pinned()
    versions = {canonicalize_name(one.name): one.version for one in found}
    known = [name for name in versions if name in locked]
    other = [f"{name} {versions[name]}, locked {locked[name].version}" for name in known]
    other = [text for name, text in zip(known, other, strict=True) if versions[name] != locked[name].version]
    yield Check("versions", True, not other, _listed(other) or f"{len(known)} packages, all as locked", _AGAIN)
    beside = sorted(versions.keys() - locked.keys() - {ROOT, "pip"})
    yield Check("unlocked", False, not beside, _listed(beside) or "no package that no lock names", _AGAIN)


def _files(found: list[Distribution]) -> Check:
    """Compare each file with the hash that came with its package (RECORD)."""
    looked, changed = 0, []
    for one in found:
        for file in one.files or ():
            if file.hash is None or file.hash.mode != "sha256":
                continue
            looked += 1
            if not _is_as_recorded(file):
                changed.append(str(file))
    return Check("files", True, not changed, _listed(changed) or f"{looked:,} files, all as their packages say", _AGAIN)


def _is_as_recorded(file: PackagePath) -> bool:
    try:
        with Path(str(file.locate())).open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").digest()
    except OSError:
        return False
    return file.hash is not None and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value


def _weights(found: list[Distribution]) -> Check:
    there = {canonicalize_name(one.name): one for one in found}
    listed = [(there.get(one["package"]), path, told) for one in known_weights() for path, told in one["files"].items()]
    files = [(_place(one, path), told) for one, path, told in listed if one]
    changed = [str(file) for file, told in files if not file.is_file() or sha256(file) != told]
    return Check("weights", True, not changed, _listed(changed) or f"{len(files)} files, hashes as expected", _AGAIN)


def _place(carrier: Distribution, path: str) -> Path:
    """Return a file of a package; ours may be installed from a checkout, where it lies beside the code."""
    if canonicalize_name(carrier.name) != ROOT:
        return Path(str(carrier.locate_file(path)))
    package, _, inside = path.partition("/")
    spec = find_spec(package)
    places = spec.submodule_search_locations or () if spec else ()
    return next((Path(place) / inside for place in places), Path(path))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
