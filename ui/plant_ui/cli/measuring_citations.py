"""The command that measures whether drawn marks lie on what is quoted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

CITATIONS_DRAWN = """[bold]Example[/bold]

  plant-copilot eval citations-drawn
  plant-copilot eval citations-drawn --cases ours.jsonl --json

A case is one JSON object a line: id, question, language, expects. Each cited page is
drawn with its marks and without; the pixels that differ have to lie on every letter of
the quote, as the PDF itself places it. Without --cases: 160 questions about the sample
plant. It opens the home itself, so stop a server of it first."""

Cases = Annotated[
    Path | None,
    typer.Option("--cases", metavar="FILE", help="Our own.", show_default=False, exists=True, dir_okay=False),
]


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command("citations-drawn", epilog=CITATIONS_DRAWN)(citations_drawn)


def citations_drawn(context: typer.Context, *, cases: Cases = None, json: AsJson = False) -> None:
    """Look at every page that is cited, whether its marks lie on the letters of the quote."""
    from plant_copilot.wiring import build_copilot
    from plant_evals.citations_drawn import report, run_citations_drawn
    from plant_evals.first_line import read_first_lines

    listed = read_first_lines(cases)
    with build_copilot(Settings.read(home=context.obj)) as copilot:
        result = run_citations_drawn(copilot, listed)
    print_json(result) if json else print(report(result))
