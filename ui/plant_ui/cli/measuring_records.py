"""The command that measures how fast records are loaded."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

SPEED = """[bold]Example[/bold]

  plant-copilot eval records-speed --orders 1000000

Makes a CSV file in a folder of its own, which is removed again. Compares with
pandas: make with-extras"""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command("records-speed", epilog=SPEED)(records_speed)


def records_speed(
    *,
    orders: Annotated[int, typer.Option("--orders", metavar="N", min=1_000, help="How many are made.")] = 1_000_000,
    workbook: Annotated[bool, typer.Option("--workbook", help="Made as XLSX, in place of CSV.")] = False,
    json: AsJson = False,
) -> None:
    """Time the loading of made orders, against pandas on the same file."""
    from plant_evals.records_speed import of_records_speed, run_records_speed

    result = run_records_speed(orders, one_line, workbook=workbook)
    print_json(result) if json else print(of_records_speed(result))
