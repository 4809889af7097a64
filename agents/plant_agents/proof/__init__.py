"""Whether a statement is proven by its sources: its values with their units, its codes, dates, limits and steps.

This package knows nothing of tools, graphs or knowledge; it compares texts.
"""

from plant_agents.proof.binding import Lexicon
from plant_agents.proof.figures import unfounded
from plant_agents.proof.judging import unproven
from plant_agents.proof.rows import with_rows
from plant_agents.proof.translation import lost
from plant_agents.proof.wholes import Unproven

__all__ = ["Lexicon", "Unproven", "lost", "unfounded", "unproven", "with_rows"]
