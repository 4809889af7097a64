"""The command that measures how well photos are read."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

PICTURES = """[bold]Examples[/bold]

  plant-copilot eval pictures
  plant-copilot eval pictures --count 40 --seed 7 --json

Draws plates, displays and labels of the plant in your home, in four languages
and also of machines that are not on record, and photographs them badly: askew,
from the side, blurred, noisy, dark, with glare, from afar.
Needs recognition: pip install 'plant-copilot\\[ocr]'"""


def add_to(_: typer.Typer) -> None:
    """Add this command to those of `eval`."""
    evaluation.command(epilog=PICTURES)(pictures)


def pictures(
    context: typer.Context,
    *,
    count: Annotated[int, typer.Option("--count", metavar="N", min=10, help="How many pictures.")] = 220,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Of what is drawn, and how badly.")] = 0,
    json: AsJson = False,
) -> None:
    """Read drawn photos: right asset, wrong asset taken, warnings given, numbers and alarms read, verdicts."""
    from plant_evals.pictures import run_pictures
    from plant_evals.pictures_report import of_pictures

    result = run_pictures(Settings.read(home=context.obj), count, seed)
    print_json(result) if json else print(of_pictures(result))
