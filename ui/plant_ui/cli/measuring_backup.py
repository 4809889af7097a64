"""The command that measures whether a backup comes back as it was."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

BACKUP = """[bold]Examples[/bold]

  plant-copilot eval backup
  plant-copilot eval backup --questions 20 --json

Brings the sample plant into a folder of its own, backs it up while it answers,
wipes it, puts it back, and asks everything again; then damages archives of a
small home and tries to put them back. Takes some minutes."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=BACKUP)(backup)


def backup(
    *,
    questions: Annotated[int, typer.Option("--questions", metavar="N", min=2, help="How many are asked.")] = 100,
    damages: Annotated[int, typer.Option("--damages", metavar="N", min=1, help="How many damaged archives.")] = 200,
    json: AsJson = False,
) -> None:
    """Back up, wipe, restore: count what is answered as before, and which damaged archives are refused."""
    from plant_evals.backup import of_backup, run_backup

    result = run_backup(lambda text: print(text, file=sys.stderr, flush=True), questions, damages)
    print_json(result) if json else print(of_backup(result))
