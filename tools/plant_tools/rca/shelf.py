"""What was learnt, kept in a file: arrays as they are, everything else as JSON beside them. Nothing in it is run.

Only objects of ``KNOWN`` classes are written and read, field by field; a file that is damaged, or of other cases, is as
good as none, for all of it can be learnt again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca import texts
from plant_tools.rca.blend import Blend
from plant_tools.rca.calibration import Calibration
from plant_tools.rca.encoding import Encoder
from plant_tools.rca.features import Columns, Features, Told
from plant_tools.rca.learnt import Learnt
from plant_tools.rca.logistic import Logistic
from plant_tools.rca.trees import Forest, Grown

Arrays = dict[str, NDArray[Any]]

FORMAT = "1"
"""Raised when what is learnt from the same cases changes."""

KNOWN: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        Learnt, Features, Encoder, Told, Columns, texts.TextMap, texts.Bag, Blend, Logistic, Forest, Grown, Calibration,
    )
}  # fmt: skip
_CUTS: Mapping[str, Callable[..., Any]] = {cut.__name__: cut for cut in (texts.words, texts.runs, texts.concepts)}
_UNKEPT = frozenset({"_embed"})
_PLAIN = "plain"


def put(file: Path, learnt: Learnt, fingerprint: str) -> None:
    """Write what was learnt from the cases with ``fingerprint``, all of it or nothing."""
    arrays: Arrays = {}
    told = json.dumps({"fingerprint": fingerprint, "learnt": _told(learnt, arrays)}, ensure_ascii=False)
    arrays[_PLAIN] = np.frombuffer(told.encode("utf-8"), np.uint8)
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f"{file.stem}.{os.getpid()}.half.npz")
    np.savez(half, **arrays)  # type: ignore[arg-type]  # its stub takes the names for those of its own arguments
    half.replace(file)


def take(file: Path, fingerprint: str) -> Learnt | None:
    """Return what was learnt from the cases with ``fingerprint``; None where the file has nothing of the kind."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as held:
            told = json.loads(held[_PLAIN].tobytes())
            if told["fingerprint"] != fingerprint:
                return None
            made = _made(told["learnt"], held)
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError):
        return None
    return made if isinstance(made, Learnt) else None


def _told(one: Any, arrays: Arrays) -> Any:
    """Return ``one`` as JSON, its arrays put into ``arrays`` under numbers."""
    if isinstance(one, np.ndarray):
        arrays[f"a{len(arrays)}"] = one
        return {"array": f"a{len(arrays) - 1}"}
    if isinstance(one, (list, tuple)):
        return {type(one).__name__: [_told(each, arrays) for each in one]}
    if isinstance(one, dict):
        return {"dict": [[name, _told(value, arrays)] for name, value in one.items()]}
    if callable(one):
        return {"cut": one.__name__}
    if type(one).__name__ in KNOWN:
        fields = {name: getattr(one, name) for name in _fields(one) if name not in _UNKEPT}
        return {"kind": type(one).__name__, "fields": {name: _told(value, arrays) for name, value in fields.items()}}
    return one


def _made(told: Any, arrays: Mapping[str, NDArray[Any]]) -> Any:
    if not isinstance(told, dict):
        return told
    if "array" in told:
        return arrays[told["array"]]
    if "cut" in told:
        return _CUTS[told["cut"]]
    if "dict" in told:
        return {name: _made(value, arrays) for name, value in told["dict"]}
    if "kind" not in told:
        (kind, held), *_ = told.items()
        return {"list": list, "tuple": tuple}[kind](_made(each, arrays) for each in held)
    kind = KNOWN[told["kind"]]
    one: Any = object.__new__(kind)
    for name, value in told["fields"].items():
        object.__setattr__(one, name, _made(value, arrays))
    return one


def _fields(one: Any) -> tuple[str, ...]:
    return tuple(getattr(type(one), "__slots__", ())) or tuple(vars(one))
