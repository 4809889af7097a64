"""The command that measures first lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

FIRST_LINE = """[bold]Example[/bold]

  plant-copilot eval first-line
  plant-copilot eval first-line --cases ours.jsonl --json

A case is one JSON object a line: id, question, language, expects: [texts], all of
which the first line must hold; "a|b" is met by either. Without --cases: 160 questions
about the sample plant, whose manuals and records must be in the library."""

Cases = Annotated[
    Path | None,
    typer.Option("--cases", metavar="FILE", help="Our own.", show_default=False, exists=True, dir_okay=False),
]


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command("first-line", epilog=FIRST_LINE)(first_line)


def first_line(context: typer.Context, *, cases: Cases = None, json: AsJson = False) -> None:
    """Count the answers whose first line holds what was asked, in the asker's language: right, wrong, abstained."""
    from plant_evals.first_line import read_first_lines, report, run_first_lines

    listed = read_first_lines(cases)
    with opened(context.obj) as copilot:
        result = run_first_lines(lambda text, language: copilot.ask(text, language=language), listed)
    print_json(result) if json else print(report(result))
