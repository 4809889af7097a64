"""The commands for maintenance records: load, check, datasets, forget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plant_copilot.local import local_user
from plant_copilot.settings import Settings
from plant_ui.cli import loading, show_preview, show_records
from plant_ui.cli.door import opened_records
from plant_ui.cli.loading import Dataset, DateOrder, DecimalMark, File, Groups, Mapping, Site, groups_of
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.records import Records

RECORDS = """[bold]Examples[/bold]

  plant-copilot records load work-orders.csv
  plant-copilot records check
  plant-copilot records datasets

Then ask: plant-copilot tool history '{"metric": "count"}'"""

LOAD = """[bold]Examples[/bold]

  plant-copilot records load work-orders.csv --propose > map.yaml
  plant-copilot records load work-orders.csv --mapping map.yaml
  plant-copilot records load assets.xlsx --dataset "Line 3" --date-order dmy
  plant-copilot records load orders.csv --dataset linz --groups maintenance --site Linz

CSV, XLSX and JSON. Without a mapping the columns are recognised by their
names, in English, German or Chinese, and by what stands in them; exports of
SAP PM, Maximo, Atlas, MaintainX and UpKeep are known. All rows that can be
read are loaded at once, the others are named with their reason. Loading a
file again changes nothing; rows that have changed replace the old ones. Everyone
sees a data set unless --groups or --site says who may."""

PREVIEW = """[bold]Examples[/bold]

  plant-copilot records preview work-orders.csv
  plant-copilot records preview work-orders.csv --mapping map.yaml --json
  plant-copilot records preview list.xlsx --table assets --dataset "Line 3"

Shows the first rows as they would be read, which rows would be refused and
why, which are there already, which assets and codes stand in no list, and what
would make figures lie. Nothing is written."""

SHOW = """[bold]Examples[/bold]

  plant-copilot records show 4711 --dataset "Line 3"
  plant-copilot records show BR-100022 BR-100023 --dataset brunnental --json

The numbers of a finding stand in: plant-copilot records check --json"""

CHECK = """[bold]Examples[/bold]

  plant-copilot records check
  plant-copilot records check --dataset "Line 3" --json

Finds default durations, orders closed in batches, maintenance codes among
failures, names spelled in two ways, duplicates, impossible dates and costs."""

DATASETS = """[bold]Example[/bold]

  plant-copilot records datasets"""

RIGHTS = """[bold]Examples[/bold]

  plant-copilot records rights "Line 3"
  plant-copilot records rights "Line 3" --groups maintenance,engineer --site Linz
  plant-copilot records rights "Line 3" --groups everyone --site ""

Who is in one of the groups, and works at the site, sees the records; nobody
else hears of them. A column `rights` of a file names groups that are needed
for a single order, event or inspection besides."""

FORGET = """[bold]Example[/bold]

  plant-copilot records forget "Line 3"

The files themselves stay where they are."""

group = typer.Typer(no_args_is_help=True, help="Load and check maintenance records.", epilog=RECORDS)

TimeZone = Annotated[
    str, typer.Option("--time-zone", metavar="ZONE", help="Of times with an offset.", show_default=False)
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(epilog=LOAD)(load)
    group.command(epilog=PREVIEW)(preview)
    group.command(epilog=CHECK)(check)
    group.command(epilog=SHOW)(show)
    group.command(epilog=DATASETS)(datasets)
    group.command(epilog=RIGHTS)(rights)
    group.command(epilog=FORGET)(forget)
    app.add_typer(group, name="records", rich_help_panel="Records")


@contextmanager
def _opened(home: Path | None) -> Iterator[Records]:
    """Give the records of a home; they may be open in a server at the same time."""
    from plant_copilot.records import Records

    settings = Settings.read(home=home)
    with opened_records(settings) as door:
        yield Records(door, local_user(settings))


def load(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    file: File,
    *,
    mapping: Mapping = None,
    dataset: Dataset = "plant",
    date_order: DateOrder = "",
    decimal: DecimalMark = "",
    time_zone: TimeZone = "",
    groups: Groups = "",
    site: Site = None,
    propose: Annotated[bool, typer.Option("--propose", help="Print a mapping and load nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Load work orders, assets, failure codes, events, parts or meters from a file."""
    with _opened(context.obj) as records:
        if propose:
            proposal = records.propose(file)
            print_json(proposal) if json else show_records.proposal(proposal)
            return
        options: dict[str, Any] = {"date_order": date_order, "decimal": decimal, "time_zone": time_zone}
        options |= {"groups": groups_of(groups), "site": site}
        report = records.load(file, mapping=mapping, dataset=dataset, **options)
    loading.told(report, json=json)


def preview(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    file: File,
    *,
    mapping: Mapping = None,
    table: Annotated[
        str, typer.Option("--table", metavar="KIND", help="What kind of list it is.", show_default=False)
    ] = "",
    dataset: Dataset = "plant",
    date_order: DateOrder = "",
    decimal: DecimalMark = "",
    time_zone: TimeZone = "",
    json: AsJson = False,
) -> None:
    """Show what loading a file would do, and write nothing."""
    options: dict[str, Any] = {"date_order": date_order, "decimal": decimal, "time_zone": time_zone}
    with _opened(context.obj) as records:
        seen = records.preview(file, mapping=mapping, table=table, dataset=dataset, **options)
    print_json(seen) if json else show_preview.preview(seen)


def show(
    context: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER", help="Numbers of orders.", show_default=False)],
    *,
    dataset: Dataset = "plant",
    json: AsJson = False,
) -> None:
    """Show work orders with the file and the row that each came from."""
    with _opened(context.obj) as records:
        found = records.orders(numbers, dataset=dataset)
    print_json(found) if json else show_preview.orders(found)


def check(
    context: typer.Context,
    *,
    dataset: Annotated[
        str, typer.Option("--dataset", metavar="NAME", help="Only this data set; otherwise all.", show_default=False)
    ] = "",
    json: AsJson = False,
) -> None:
    """Find what in the records would make figures lie."""
    with _opened(context.obj) as records:
        checked = records.check(dataset)
    print_json(checked) if json else show_records.checked(checked)


def datasets(context: typer.Context, *, json: AsJson = False) -> None:
    """List what is loaded, and from which files."""
    with _opened(context.obj) as records:
        listing = records.datasets()
    print_json(listing) if json else show_records.datasets(listing)


def rights(
    context: typer.Context,
    dataset: Annotated[
        str, typer.Argument(metavar="NAME", help="Its name, as `records datasets` lists it.", show_default=False)
    ],
    *,
    groups: Groups = "",
    site: Site = None,
    json: AsJson = False,
) -> None:
    """Show who may see a data set, or say who is to."""
    with _opened(context.obj) as records:
        if groups or site is not None:
            told = records.set_rights(dataset, groups=groups_of(groups), site=site)
        else:
            told = records.rights(dataset)
    print_json(told) if json else show_records.rights(told)


def forget(
    context: typer.Context,
    dataset: Annotated[
        str, typer.Argument(metavar="NAME", help="Its name, as `records datasets` lists it.", show_default=False)
    ],
    *,
    json: AsJson = False,
) -> None:
    """Remove a data set with all its records."""
    with _opened(context.obj) as records:
        gone = records.forget(dataset)
    print_json(gone) if json else show_records.forgotten(gone)
