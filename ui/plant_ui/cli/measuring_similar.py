"""The command that measures how similar cases are found."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

SIMILAR = """[bold]Examples[/bold]

  plant-copilot eval similar
  plant-copilot eval similar --texts 100000

Loads the sample plant's orders into a folder of its own, which is removed again.
Half of the questions were seen when the weights were fitted, half are only
counted. --texts times questions over so many made texts instead."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=SIMILAR)(similar)


def similar(
    context: typer.Context,
    *,
    texts: Annotated[
        int, typer.Option("--texts", metavar="N", min=0, help="Time questions over N made texts.", show_default=False)
    ] = 0,
    json: AsJson = False,
) -> None:
    """Find past orders like 76 described ones in four languages, and none like 18 others; against two plain ways."""
    from plant_evals.similar import run_similar
    from plant_evals.similar_report import of_similar, of_speed
    from plant_evals.similar_speed import run_similar_speed

    settings = Settings.read(home=context.obj)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        if texts:
            timed = run_similar_speed(settings, home, texts)
            print_json(timed) if json else print(of_speed(timed))
            return
        result = run_similar(settings, home)
    print_json(result) if json else print(of_similar(result))
