"""Plant Copilot: settings, wiring, and the facade that every face uses."""

from plant_copilot.copilot import Copilot, WrongUse
from plant_copilot.settings import BadSetting, Settings
from plant_copilot.wiring import build_copilot

__all__ = ["BadSetting", "Copilot", "Settings", "WrongUse", "build_copilot"]
