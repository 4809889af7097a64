"""The command that measures procedures printed and brought back."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

FILES = """[bold]Examples[/bold]

  plant-copilot eval sop-files

The tasks of `eval sop` are drafted, written as PDF and Word, and read back from
Word: steps, what they are for, values that the report wrongly finds to differ;
then one value after the other is changed, and has to be found. Takes minutes."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command("sop-files", epilog=FILES)(sop_files)


def sop_files(
    context: typer.Context,
    *,
    cases: Annotated[str, typer.Option("--cases", metavar="NAME|FILE", help="Which tasks.")] = "sops",
    json: AsJson = False,
) -> None:
    """Print procedures and bring them back; count what is lost, and planted values that are found."""
    from plant_copilot.wiring import open_library
    from plant_evals.sop_files import report, run_files
    from plant_knowledge_ingest.principal import ANY_SITE, Principal

    settings = Settings.read(home=context.obj)
    library = open_library(settings)
    try:
        result = run_files(library, cases, Principal("local", settings.groups, frozenset({ANY_SITE})))
    finally:
        library.close()
    print_json(result) if json else print(report(result))
