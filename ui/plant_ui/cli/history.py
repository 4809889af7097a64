"""The command for figures from the records, and for their rows and pictures as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_ui.cli import show
from plant_ui.cli.door import opened
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.cli.tools import given_object

HISTORY = """[bold]Examples[/bold]

  plant-copilot history '{"metric": "count", "assets": "P-101", "types": "corrective", "since": 2023}'
  plant-copilot history '{"metric": "pareto", "types": "corrective", "group_by": "code"}' --save pareto.png
  plant-copilot history '{"metric": "list", "assets": "P-101"}' --save orders.xlsx
  plant-copilot history '{"metric": "mtbf", "assets": "P-101", "types": "corrective", "formula": "gaps"}' --json

`plant-copilot tools` lists every metric, filter and field. Each figure comes
with its formula, the records behind it and the SQL that gives it again; what
the data cannot carry is refused, with the reason."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Questions", epilog=HISTORY)(history)


def history(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(metavar="JSON|-", help="The query as JSON, or - to read it from stdin.", show_default=False)
    ],
    *,
    save: Annotated[
        list[Path] | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help="Write the rows (.csv, .xlsx) or the picture (.png, .svg, .json for Plotly); may be repeated.",
            show_default=False,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Compute a figure from the maintenance records: how often, when last, what cost, what comes back."""
    given = given_object(query)
    with opened(context.obj) as copilot:
        finding = copilot.tool("history", given)
        files = {path: copilot.history_file(given, path.suffix.lstrip(".").lower()) for path in save or ()}
    for path, content in files.items():
        write(path, content)
    print_json(finding) if json else show.finding(finding)
