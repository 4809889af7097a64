"""The commands that measure layouts of whole plants: made up by chance, with a known best, and from drawings."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

PLANTS = """[bold]Example[/bold]

  plant-copilot eval layout-plants --cases 1000 --seconds 1

Each plant is made from a layout that is right, so one exists; one in ten is
made impossible, and its reason must name what was made so."""

KNOWN = """[bold]Example[/bold]

  plant-copilot eval layout-known --seconds 10 --json

One to three floors with lifts, loads, heights and stacking; the best cost is
known by construction, and proved by a bound. The layouts are in the JSON."""

DRAWINGS = """[bold]Example[/bold]

  plant-copilot eval layout-drawings"""


def add_to(_: typer.Typer) -> None:
    """Add these commands to ``eval``."""
    evaluation.command("layout-plants", epilog=PLANTS)(plants)
    evaluation.command("layout-known", epilog=KNOWN)(known)
    evaluation.command("layout-drawings", epilog=DRAWINGS)(drawings)


def plants(
    *,
    cases: Annotated[int, typer.Option("--cases", metavar="N", min=1, help="How many plants.")] = 1000,
    seconds: Annotated[float, typer.Option("--seconds", metavar="S", min=0.1, help="For each.")] = 1.0,
    first: Annotated[int, typer.Option("--first", metavar="N", min=0, help="The number of the first one.")] = 0,
    json: AsJson = False,
) -> None:
    """Lay out made-up plants; count the certified, and the impossible that are refused for the right reason."""
    from plant_evals.layout_plants import of_plants, run_plants

    result = run_plants(cases, seconds, one_line, first=first)
    print_json(result) if json else print(of_plants(result))


def known(
    *,
    seconds: Annotated[float, typer.Option("--seconds", metavar="S", min=0.1, help="For each instance.")] = 10.0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0)] = 0,
    iterations: Annotated[int, typer.Option("--iterations", metavar="N", min=0, help="In place of seconds.")] = 0,
    json: AsJson = False,
) -> None:
    """Lay out plants on several floors whose best cost is known; the gap to it."""
    from plant_evals.layout_known import of_known, run_known

    result = run_known(seconds, one_line, seed=seed, iterations=iterations)
    print_json(result) if json else print(of_known(result))


def drawings(*, json: AsJson = False) -> None:
    """Read made drawings, write and audit them: machines that are found, errors that are left."""
    from plant_evals.layout_drawings import of_drawings, run_drawings

    result = run_drawings(one_line)
    print_json(result) if json else print(of_drawings(result))
