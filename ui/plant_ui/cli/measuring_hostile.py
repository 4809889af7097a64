"""The command that measures what becomes of hostile files."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

HOSTILE = """[bold]Examples[/bold]

  plant-copilot eval hostile
  plant-copilot eval hostile --files 200 --seed 7 --json

Breaks files of the sample plant (PDF, Word, Excel, PowerPoint, HTML, Markdown,
pictures) and brings them in, with a dozen bombs: small files that unpack to
gigabytes, entities that expand, pages without end. Each must be read or
refused with a reason, within a minute, and the process must live."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=HOSTILE)(hostile)


def hostile(
    *,
    files: Annotated[int, typer.Option("--files", metavar="N", min=1, help="How many are broken.")] = 2_000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed, other files.")] = 0,
    json: AsJson = False,
) -> None:
    """Bring in broken files and bombs, and see what becomes of each."""
    from plant_evals.hostile import report, run_hostile

    result = run_hostile(files, seed, one_line)
    print_json(result) if json else print(report(result))
