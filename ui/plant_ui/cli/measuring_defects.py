"""The command that measures the comparison of product defects: how often it is chance, how often it finds what is."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

DEFECTS = """[bold]Examples[/bold]

  plant-copilot eval defects
  plant-copilot eval defects --sets 50 --times 3 --json

Makes inspections of five kinds by chance, with some 45 to 80 levels of 13
factors: once with nothing to be found, once with one machine TIMES as bad.
chance: share of sets with nothing in which anything was found; false: share
of what was found that is of other factors, where something was there."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=DEFECTS)(defects)


def defects(
    *,
    sets: Annotated[int, typer.Option("--sets", metavar="N", help="Of each kind.", min=1)] = 200,
    times: Annotated[float, typer.Option("--times", metavar="X", help="How bad the machine is.", min=1.0)] = 2.0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the random numbers.")] = 0,
    json: AsJson = False,
) -> None:
    """Count false discoveries and power of the comparison of defects on inspections made by chance."""
    from plant_evals.defects import report, run_defects

    told = run_defects(sets, times, seed)
    print_json(told) if json else print(report(told))
