"""The commands for FMEA sheets: fmea load, list, forget, priorities."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.local import local_user
from plant_copilot.settings import Settings
from plant_ui.cli.door import opened_records
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.fmea import Fmea

FMEA = """[bold]Examples[/bold]

  plant-copilot fmea load pump-fmea.xlsx
  plant-copilot fmea list --asset P-101

Their causes then stand beside those of the history and of the manuals:
plant-copilot rca "Pump leaks at the seal" --asset P-101"""

LOAD = """[bold]Examples[/bold]

  plant-copilot fmea load pump-fmea.xlsx
  plant-copilot fmea load fmea.csv --dataset "Line 3" --column cause="Why"
  plant-copilot fmea load book.xlsx --sheet PFMEA --header-row 6

CSV and XLSX with headings in English, German or Chinese: failure mode, effect,
cause, controls (prevention, detection), S, O, D, item, function, asset. Cells
left empty under a merged one are filled in. A row without mode or cause, or
with a rating that is no whole number from 1 to 10, is refused and named.
Loading a sheet again puts it in place of the former."""

LIST = """[bold]Examples[/bold]

  plant-copilot fmea list
  plant-copilot fmea list --asset P-101 --rpn

By severity, then occurrence, then detection (a high D is hard to detect). RPN,
the product, is an ordinal times an ordinal: it is shown only with --rpn."""

FORGET = """[bold]Examples[/bold]

  plant-copilot fmea forget plant
  plant-copilot fmea forget plant --file pump-fmea.xlsx"""

PRIORITIES = """[bold]Example[/bold]

  plant-copilot fmea priorities our-action-priorities.csv

Columns S, O, D (numbers or ranges such as 9-10) and AP. The table of AIAG and
VDA is licensed, so none comes with the copilot: load your own."""

_PARTS = 2
_SHOWN = 200

group = typer.Typer(no_args_is_help=True, help="Load FMEA sheets: causes that a team thought possible.", epilog=FMEA)

Dataset = Annotated[
    str,
    typer.Option("--dataset", metavar="NAME", help="The records that it belongs to.", show_default=False),
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX file.", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(epilog=LOAD)(load)
    group.command("list", epilog=LIST)(listing)
    group.command(epilog=FORGET)(forget)
    group.command(epilog=PRIORITIES)(priorities)
    app.add_typer(group, name="fmea", rich_help_panel="Records")


@contextmanager
def _opened(home: Path | None) -> Iterator[Fmea]:
    """Give the sheets of a home; they may be open in a server at the same time."""
    from plant_copilot.fmea import Fmea

    settings = Settings.read(home=home)
    with opened_records(settings) as door:
        yield Fmea(door, local_user(settings))


def load(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    file: File,
    *,
    dataset: Dataset = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="Of a workbook.", show_default=False)] = "",
    header_row: Annotated[
        int, typer.Option("--header-row", metavar="N", help="The row of headings.", show_default=False)
    ] = 0,
    column: Annotated[
        list[str], typer.Option("--column", metavar="FIELD=HEADING", help="What a column is; may be repeated.")
    ] = [],  # noqa: B006 - typer copies it
    json: AsJson = False,
) -> None:
    """Load a sheet in place of what it said before; rows that cannot be used are named."""
    with _opened(context.obj) as fmea:
        told = fmea.load(file, dataset=dataset, sheet=sheet, header_row=header_row, columns=_pairs(column))
    print_json(told) if json else _loaded(told)


def listing(
    context: typer.Context,
    *,
    dataset: Dataset = "",
    asset: Annotated[str, typer.Option("--asset", metavar="TAG", help="Only of this one.", show_default=False)] = "",
    rpn: Annotated[bool, typer.Option("--rpn", help="Show S x O x D as well.")] = False,
    json: AsJson = False,
) -> None:
    """List the rows that are loaded, the severest first."""
    with _opened(context.obj) as fmea:
        told = fmea.list(dataset=dataset, asset=asset, rpn=rpn)
    print_json(told) if json else _listed(told)


def forget(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(metavar="NAME", help="The data set.", show_default=False)],
    *,
    file: Annotated[str, typer.Option("--file", metavar="NAME", help="Only this file.", show_default=False)] = "",
    json: AsJson = False,
) -> None:
    """Remove the sheets of a data set, or of one of its files."""
    with _opened(context.obj) as fmea:
        told = fmea.forget(dataset, file=file)
    print_json(told) if json else print(f"Forgotten: {told['rows']} rows of {file or dataset}.")


def priorities(context: typer.Context, file: File, *, dataset: Dataset = "", json: AsJson = False) -> None:
    """Load your own table of action priorities, which then stand beside the rows."""
    with _opened(context.obj) as fmea:
        told = fmea.load_priorities(file, dataset=dataset)
    print_json(told) if json else print(f"Loaded {told['lines']} lines of {told['file']} for {told['dataset']}.")


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = [one.split("=", 1) for one in given]
    if strange := [one[0] for one in pairs if len(one) < _PARTS]:
        raise WrongUse(f"--column {strange[0]!r} names no heading.", remedy='FIELD="HEADING"')
    return {field.strip(): heading.strip() for field, heading in pairs}


def _loaded(told: dict[str, Any]) -> None:
    place = f"{told['file']}{', ' + told['sheet'] if told['sheet'] else ''}"
    print(f"Loaded {told['loaded']} of {told['rows']} rows of {place} into {told['dataset']}.")
    if told["replaced"]:
        print(f"They replace {told['replaced']} rows that it had before.")
    for one in told["refused"][:_SHOWN]:
        print(f"Row {one['row']}, {one['field']}: {one['reason']}.")
    print("Columns: " + ", ".join(f"{field} = {heading!r}" for field, heading in told["columns"].items()) + ".")
    for warning in told["warnings"]:
        print(f"Note: {warning}")


def _listed(told: dict[str, Any]) -> None:
    if not told["rows"]:
        print("No FMEA rows are loaded: plant-copilot fmea load FILE")
        return
    for one in told["rows"][:_SHOWN]:
        rated = "  ".join(f"{letter} {_figure(one[name])}" for letter, name in _RATED)
        more = f"  AP {one['priority']}" if one["priority"] else ""
        more += f"  RPN {_figure(one['rpn'])}" if "rpn" in one else ""
        what = " / ".join(part for part in (one["asset"] or one["item"], one["mode"], one["cause"]) if part)
        print(f"{rated}{more}  {' '.join(what.split())}  ({one['file']}, row {one['sheet_row']})")
    if len(told["rows"]) > _SHOWN:
        print(f"… and {len(told['rows']) - _SHOWN:,} more: --json has all.")


def _figure(value: int | None) -> str:
    return "-" if value is None else str(value)


_RATED = (("S", "severity"), ("O", "occurrence"), ("D", "detection"))
