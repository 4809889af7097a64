"""What the commands that load a table share: the options of the file, and what they say when nothing was loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from plant_ui.cli import show_records
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import print_json

Dataset = Annotated[str, typer.Option("--dataset", metavar="NAME", help="The data set: the records of one plant.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, XLSX or JSON file.", show_default=False)]
Mapping = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="YAML", help="Which column fills which field.", show_default=False),
]
DateOrder = Annotated[
    str, typer.Option("--date-order", metavar="dmy|mdy", help="What 03/04/2025 is.", show_default=False)
]
DecimalMark = Annotated[str, typer.Option("--decimal", metavar=".|,", help="What 1,234 is.", show_default=False)]


Groups = Annotated[
    str, typer.Option("--groups", metavar="A,B", help="Who may see the data set: any of these.", show_default=False)
]
Site = Annotated[
    str | None, typer.Option("--site", metavar="NAME", help="The site whose records they are.", show_default=False)
]


def groups_of(given: str) -> list[str] | None:
    """Return the groups that an option names, None where it was left out."""
    return given.split(",") if given else None


def told(report: dict[str, Any], *, json: bool) -> None:
    """Print the report of a load; the exit status is 1 where there were rows and none was loaded."""
    print_json(report) if json else show_records.loaded(report)
    if report["rows"] and not report["loaded"]:
        first = report["refused"][0]
        one_line(f"Nothing was loaded: row {first['row']}, {first['field']}: {first['reason']}.")
        raise typer.Exit(1)
