"""Plant Copilot: settings, wiring, and the facade that every face uses.

Names are loaded when they are first used: a command that only asks a running server needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plant_copilot.copilot import Copilot
    from plant_copilot.errors import BadSetting, WrongUse
    from plant_copilot.settings import Settings
    from plant_copilot.wiring import build_copilot

_HOMES = {
    "BadSetting": "errors",
    "Copilot": "copilot",
    "Settings": "settings",
    "WrongUse": "errors",
    "build_copilot": "wiring",
}

__all__ = ["BadSetting", "Copilot", "Settings", "WrongUse", "build_copilot"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
