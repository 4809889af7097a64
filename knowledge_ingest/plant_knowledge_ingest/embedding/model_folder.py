"""A model as a folder on this machine. Nothing is ever fetched from a hub."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from plant_knowledge_ingest.errors import ModelUnavailable
from plant_knowledge_ingest.genuine import as_listed

_READ = {".json", ".txt", ".model", ".safetensors", ".bin"}
_OTHER_RUNTIMES = {"onnx", "openvino", "coreml", ".cache", ".git"}


def find(model: str) -> Path:
    """Return the folder of ``model``: a folder itself, or the name of one in Hugging Face's cache.

    Raises ``ModelUnavailable``, saying how to get the model; ``WeightsInvalid`` if a folder is not as its list says.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    folder = Path(model).expanduser()
    if folder.is_dir():
        return as_listed(folder)
    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise ModelUnavailable(
            f"The model {model} is not on this machine: there is no such folder, nor that name in the cache.",
            remedy=f"Where there is a network: hf download {model}. Elsewhere, copy its folder and give its path.",
        ) from error


def fingerprint(folder: Path, *recipe: str) -> str:
    """Return eight digits that change with every file the model is read from, and with ``recipe``."""
    told = hashlib.sha256("\x1f".join(recipe).encode())
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.suffix in _READ and not _OTHER_RUNTIMES.intersection(inside.parts) and file.is_file():
            with file.open("rb") as content:
                told.update(inside.as_posix().encode() + hashlib.file_digest(content, "sha256").digest())
    return told.hexdigest()[:8]


def short_name(model: str) -> str:
    """Return the last part of a name or path, fit for the name of a folder."""
    return re.sub(r"[^\w.-]+", "-", Path(model).name).strip("-.") or "model"
