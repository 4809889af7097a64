"""The command that measures what it costs to keep rows in files and on PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

BOOKS = """[bold]Examples[/bold]

  plant-copilot eval books
  PLANT_DATABASE=postgresql+psycopg://plant@db.plant/plant plant-copilot eval books --times 300 --json

Each moment in which a question or a person touches a book, in files of a folder
of its own and, with PLANT_DATABASE, in a new schema there; then eight writers at
once, and what they lost."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=BOOKS)(books)


def books(
    context: typer.Context,
    *,
    times: Annotated[int, typer.Option("--times", metavar="N", min=10, help="How often each moment.")] = 300,
    json: AsJson = False,
) -> None:
    """Measure what it costs to keep rows, in files and on PostgreSQL."""
    from plant_evals.books import of_books, run_books

    result = run_books(times, Settings.read(home=context.obj).database)
    print_json(result) if json else print(of_books(result))
