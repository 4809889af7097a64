"""The commands for defects of products: defects load, defects analyse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.local import local_user
from plant_copilot.settings import Settings
from plant_ui.cli import loading, show
from plant_ui.cli.door import opened_records
from plant_ui.cli.files import write
from plant_ui.cli.loading import Dataset, DateOrder, DecimalMark, File, Groups, Mapping, Site, groups_of
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.defects import Defects

DEFECTS = """[bold]Examples[/bold]

  plant-copilot defects load inspections.csv --dataset "Line 3"
  plant-copilot defects analyse "Why do we get so many scratches on line 2?"
  plant-copilot defects analyse --by shift"""

LOAD = """[bold]Examples[/bold]

  plant-copilot defects load inspections.csv
  plant-copilot defects load prüfungen.xlsx --dataset "Linie 3" --date-order dmy
  plant-copilot defects load checks.csv --mapping map.yaml

CSV, XLSX and JSON. Known by their names, in English, German or Chinese: date,
defect code and name, machine, line, product, material, batch, supplier, shift,
quantity inspected and defective. Every other column is a parameter, a number
or a category. Rows that cannot be read are named with their reason."""

ANALYSE = """[bold]Examples[/bold]

  plant-copilot defects analyse "Why do we get so many scratches on line 2?"
  plant-copilot defects analyse "哪个班次废品最多" --json
  plant-copilot defects analyse --defect SCR --where location_code=L2 --svg scratches.svg
  plant-copilot defects analyse --defect SCR --by "mould temperature"

Every level of every factor is compared with the rest, and corrected for the
number of comparisons. What goes with a defect is a candidate, and no cause."""

group = typer.Typer(no_args_is_help=True, help="Find what product defects go with.", epilog=DEFECTS)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(epilog=LOAD)(load)
    group.command(epilog=ANALYSE)(analyse)
    app.add_typer(group, name="defects", rich_help_panel="Records")


@contextmanager
def _opened(home: Path | None) -> Iterator[Defects]:
    """Give the inspections of a home; they may be open in a server at the same time."""
    from plant_copilot.defects import Defects

    settings = Settings.read(home=home)
    with opened_records(settings) as door:
        yield Defects(door, local_user(settings))


def load(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    file: File,
    *,
    mapping: Mapping = None,
    dataset: Dataset = "plant",
    date_order: DateOrder = "",
    decimal: DecimalMark = "",
    groups: Groups = "",
    site: Site = None,
    json: AsJson = False,
) -> None:
    """Load inspections of products from a file."""
    with _opened(context.obj) as defects:
        options: dict[str, Any] = {"date_order": date_order, "decimal": decimal}
        options |= {"groups": groups_of(groups), "site": site}
        report = defects.load(file, mapping=mapping, dataset=dataset, **options)
    loading.told(report, json=json)


def analyse(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    question: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="In words; otherwise the options.", show_default=False)
    ] = "",
    *,
    defect: Annotated[
        str, typer.Option("--defect", metavar="CODE", help="Code or name; otherwise all.", show_default=False)
    ] = "",
    factor: Annotated[
        str, typer.Option("--by", metavar="FACTOR", help="Only this field or parameter.", show_default=False)
    ] = "",
    where: Annotated[
        list[str], typer.Option("--where", metavar="FIELD=LEVEL", help="Only where this holds; may be repeated.")
    ] = [],  # noqa: B006 - typer copies it
    dataset: Annotated[
        str, typer.Option("--dataset", metavar="NAME", help="The inspections of which plant.", show_default=False)
    ] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many candidates, 1 to 20.")] = 5,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Write the comparison as a picture.", dir_okay=False)
    ] = None,
    json: AsJson = False,
) -> None:
    """Compare how a defect falls on machines, materials, shifts and parameters."""
    asked: dict[str, Any] = {"question": question, "defect": defect, "factor": factor, "dataset": dataset}
    with _opened(context.obj) as defects:
        found = defects.analyse(limit=limit, where=_pairs(where), **asked)
        drawn = defects.svg(where=_pairs(where), **asked) if svg else ""
    if svg:
        write(svg, drawn)
    print_json(found) if json else show.finding(found)


def _pairs(where: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in where]
    if strange := [name for name, _, value in pairs if not value]:
        raise WrongUse(f"--where {strange[0]!r} has no level.", remedy="It is FIELD=LEVEL, such as shift=night.")
    return {name.strip(): value.strip() for name, _, value in pairs}
