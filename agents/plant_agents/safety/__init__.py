"""Safety decisions, in code: they never depend on a model, and no wording of a document changes them."""

from plant_agents.safety.bypass import asks_to_bypass
from plant_agents.safety.meaning import Meant, means_to_bypass

__all__ = ["Meant", "asks_to_bypass", "means_to_bypass"]
