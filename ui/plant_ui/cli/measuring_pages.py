"""The command that measures what a store elsewhere costs a picture of a page."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

PAGES = """[bold]Examples[/bold]

  PLANT_PAGES=s3://plant/trial plant-copilot eval pages
  plant-copilot eval pages --rounds 50 --json

Puts the sample plant's manuals into the store of PLANT_PAGES, draws their first
pages from there and from a folder, and takes them away again."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=PAGES)(pages)


def pages(
    context: typer.Context,
    *,
    rounds: Annotated[int, typer.Option("--rounds", metavar="N", min=1, help="How often each is drawn.")] = 10,
    json: AsJson = False,
) -> None:
    """Measure how long a picture of a page takes from a store that speaks S3, and from a folder."""
    from plant_evals.page_store import of_page_store, run_page_store

    settings = Settings.read(home=context.obj)
    if not settings.pages.bucket:
        raise WrongUse("PLANT_PAGES names no store.", remedy="Set it and what goes with it: docs/how-to/share-pages.md")
    result = run_page_store(settings, rounds)
    print_json(result) if json else print(of_page_store(result))
