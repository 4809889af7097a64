"""The command that measures what is left of work that was killed in the middle."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

CRASHES = """[bold]Examples[/bold]

  plant-copilot eval crashes
  plant-copilot eval crashes --kills 20 --full-disks 0 --json

Kills an ingestion, an import, an approval and a reindexing at random moments,
and lets disks become full. Takes about four seconds each; the disks need the
right to mount."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=CRASHES)(crashes)


def crashes(
    *,
    kills: Annotated[int, typer.Option("--kills", metavar="N", min=0, help="How many kills.")] = 200,
    full_disks: Annotated[int, typer.Option("--full-disks", metavar="N", min=0, help="How many full disks.")] = 20,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Other moments with another seed.")] = 0,
    json: AsJson = False,
) -> None:
    """Kill work in the middle and fill disks; count what is lost, doubled or half-written."""
    from plant_evals.crashes import of_crashes, run_crashes

    result = run_crashes(lambda text: print(text, file=sys.stderr, flush=True), kills, full_disks, seed)
    print_json(result) if json else print(of_crashes(result))
