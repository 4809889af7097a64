"""The command that measures whether manipulations of the audit log are found out."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

AUDIT = """[bold]Examples[/bold]

  plant-copilot eval audit
  plant-copilot eval audit --tries 120 --json

Writes a log into a folder of its own, lays hands on copies of it in twelve
ways, and counts how often audit verify tells."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=AUDIT)(audit)


def audit(
    *,
    tries: Annotated[int, typer.Option("--tries", metavar="N", min=12, help="How many manipulations.")] = 1_000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Others with another seed.")] = 0,
    json: AsJson = False,
) -> None:
    """Manipulate an audit log in twelve ways, and count what is found out."""
    from plant_evals.audit import of_audit, run_audit

    result = run_audit(tries, seed)
    print_json(result) if json else print(of_audit(result))
