"""Settings kept in files, as container engines hand out secrets: ``PLANT_MODEL_KEY_FILE=/run/secrets/model-key``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from plant_copilot.errors import BadSetting

_SUFFIX = "_FILE"


def with_files(values: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """Return ``values`` with each ``NAME_FILE`` of a known name replaced by ``NAME``: what its file holds, stripped.

    Raises ``BadSetting``, naming the setting: twice set, or a file that cannot be read or is empty.
    """
    named = {name: name.removesuffix(_SUFFIX) for name in values if name.endswith(_SUFFIX) and name not in known}
    files = {name: plain for name, plain in named.items() if plain in known}
    rest = {name: value for name, value in values.items() if name not in files}
    for name, plain in files.items():
        if not values[name]:
            continue
        if rest.get(plain):
            raise BadSetting(f"Both {plain} and {name} are set.", remedy="Keep one of them.")
        rest[plain] = _held(name, Path(values[name]))
    return rest


def _held(name: str, file: Path) -> str:
    try:
        held = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise BadSetting(f"{name} names {file}, which cannot be read: {reason}.") from error
    if not held:
        raise BadSetting(f"{name} names {file}, which is empty.")
    return held
