"""What plugs in: the declarations of the house in their order, then those of other installed packages."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import TypeAlias

from plant_agents.declaration import Declaration, Plant
from plant_agents.declared import drafts, history, manuals, similar
from plant_copilot.errors import WrongUse

Declare: TypeAlias = Callable[[Plant], Declaration]

GROUP = "plant_copilot.tools"
"""The group of entry points by which other packages plug in."""

DECLARED: tuple[Declare, ...] = (manuals.declare, history.declare, similar.declare, drafts.declare)


def declarations(plant: Plant) -> dict[str, Declaration]:
    """Return what is declared, by the names of the tools. Raises ``WrongUse`` where two have one name."""
    found: dict[str, Declaration] = {}
    for declare in (*DECLARED, *(point.load() for point in entry_points(group=GROUP))):
        declared = declare(plant)
        if found.setdefault(declared.tool.name, declared) is not declared:
            raise WrongUse(f"Two tools are called {declared.tool.name!r}.", remedy="Uninstall one, or rename it.")
    return found
