"""Kernels are compiled by numba where the extra ``fast`` is installed, and run as plain Python where it is not.

Both draw the same numbers, so that a seed and a number of iterations give the same layout either way (but for what
sums of fractions round differently); the time they take differs by a factor of twenty to several hundred.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

COMPILES = find_spec("numba") is not None

# Minima may be taken in any order, for no kernel meets NaN; sums may not, or the result would depend on the processor.
_RELAXED = {"nnan", "nsz"}


def compiled(function: Function) -> Function:
    """Let numba compile ``function`` when it is first called, and keep the machine code beside it on the disk.

    Where nothing may be written, every process compiles anew. A kernel calls compiled functions of its own file or of
    ``chance`` only, for numba looks at no other file to tell whether what it kept is out of date.
    """
    if not COMPILES:
        return function
    from numba import njit

    options: dict[str, Any] = {"nogil": True, "fastmath": _RELAXED, "error_model": "numpy"}
    try:
        made: Function = njit(cache=True, **options)(function)
    except RuntimeError:  # no folder to keep it in
        made = njit(**options)(function)
    return made


def compiled_or(plain: Function) -> Callable[[Function], Function]:
    """Compile the function decorated, or use ``plain``, which does the same with whole arrays, where numba is not."""

    def choose(function: Function) -> Function:
        return compiled(function) if COMPILES else plain

    return choose


def is_ready(kernel: Callable[..., Any]) -> bool:
    """Tell whether ``kernel`` needs no compiling: it was compiled once on this machine, or never will be."""
    if not COMPILES:
        return True
    stats = getattr(kernel, "stats", None)
    if stats is None or stats.cache_path is None:
        return False
    return any(Path(stats.cache_path).glob(f"{Path(kernel.__code__.co_filename).stem}.{kernel.__name__}-*.nbi"))
