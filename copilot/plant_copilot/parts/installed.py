"""What is installed beside the copilot: packages, the weights and the browser parts inside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any, Literal

import yaml
from packaging.utils import canonicalize_name

from plant_copilot.parts.licences import Verdict, policy
from plant_copilot.parts.locks import pinned

ROOT = "plant-copilot"

_NPM = re.compile(r"\.pnpm/(@?[^@/]+)@([^/_(]+)[^/]*/node_modules/")
"""How a path of pnpm tells name and version: ``.pnpm/@radix-ui+react-slot@1.1.0_react@18.3.1/node_modules/``."""
_MAPS = {"chainlit": "chainlit/frontend/dist/assets"}
"""Packages that carry JavaScript for browsers, and where: each file's map names what it was put together from."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: ``inside`` is the package that carries it, ``locks`` say which installations have it.

    ``hashes``: of a package those in the locks, one for each of its files that may be installed; of weights one for
    each file. Browser parts have no licence of their own here: maps do not tell it, and the package that carries them
    licenses them as a whole.
    """

    kind: Literal["package", "weights", "browser"]
    name: str
    version: str
    licence: str
    verdict: Verdict
    reason: str
    hashes: tuple[str, ...]
    locks: tuple[str, ...] = ()
    inside: str = ""


def packages() -> Iterator[Part]:
    """Yield the installed packages by name."""
    found = {canonicalize_name(one.name): one for one in distributions()}
    for name, one in sorted(found.items()):
        licence = policy().of(one.metadata)
        lock = pinned().get(name)
        hashes, locks = (lock.hashes, lock.locks) if lock and lock.version == one.version else ((), ())
        yield Part("package", name, one.version, licence, *policy().judge(name, licence), hashes, locks)


def weights() -> Iterator[Part]:
    """Yield the weights that are installed."""
    for one in known_weights():
        if _installed(one["package"]):
            verdict = policy().judge(one["name"], one["licence"])
            hashes = tuple(one["files"].values())
            yield Part("weights", one["name"], one["version"], one["licence"], *verdict, hashes, inside=one["package"])


def known_weights() -> list[dict[str, Any]]:
    """Return ``weights.yaml``: [{name, version, package, licence, buys, files: {path: SHA-256}}]."""
    found: list[dict[str, Any]] = yaml.safe_load((resources.files(__package__) / "weights.yaml").read_text("utf-8"))
    return found


def browser_parts() -> Iterator[Part]:
    """Yield what the JavaScript of the chat was put together from, as the maps beside it say."""
    for package, where in _MAPS.items():
        carrier = _installed(package)
        if carrier is None:
            continue
        licence = policy().of(carrier.metadata)
        verdict = policy().judge(package, licence)
        files = Path(str(carrier.locate_file(where))).glob("*.map")
        for name, release in sorted(set[tuple[str, str]]().union(*map(_put_together, files))):
            yield Part("browser", name, release, licence, *verdict, (), inside=package)


def _put_together(file: Path) -> set[tuple[str, str]]:
    """Return name and version of each package that a map has among its sources."""
    sources = "\n".join(json.loads(file.read_bytes())["sources"])
    return {(name.replace("+", "/"), release) for name, release in _NPM.findall(sources)}


def _installed(package: str) -> Distribution | None:
    try:
        return distribution(package)
    except PackageNotFoundError:
        return None
