"""The commands for where everything that is rows is kept: in the files of a home, or on PostgreSQL."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.backup import require_alone
from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

DATABASE = """[bold]Examples[/bold]

  plant-copilot database where
  PLANT_DATABASE=postgresql+psycopg://plant@db.plant/plant plant-copilot database move
  plant-copilot database move --back              from the database into the home

Records, conversations, users, the audit log and the list of documents are in
files of the home or, with PLANT_DATABASE, in a PostgreSQL database that several
servers share. Set PLANT_DATABASE first, stop the server, then move. Each book is
copied in one transaction or not at all, never over other rows; the same command
again goes on where it stopped. docs/how-to/share-a-database.md"""

group = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="The database: where everything that is rows is kept.",
    epilog=DATABASE,
)
_STATES = {"moved": "moved", "there": "the same rows were there already", "none": "nothing yet"}


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("where")(where)
    group.command("move")(move)
    app.add_typer(group, name="database", rich_help_panel="Server and installation")


def where(context: typer.Context, *, json: AsJson = False) -> None:
    """Say where each book is kept, and how many rows it has."""
    with opened(context.obj) as copilot:
        found = copilot.database()
    if json:
        print_json(found)
        return
    print(found["place"])
    for book in found["books"]:
        print(f"  {book['book']:<16} {book['rows']:>12,} rows")


def move(
    context: typer.Context,
    *,
    back: Annotated[bool, typer.Option("--back", help="From the database into the home.")] = False,
    json: AsJson = False,
) -> None:
    """Copy everything that is rows from the home to PLANT_DATABASE, or back. Nothing is removed."""
    from plant_copilot.moving.move import move as moved

    settings = Settings.read(home=context.obj)
    require_alone(settings)
    done = moved(settings, _tell, back=back)
    if json:
        print_json(done)
        return
    for book in done["books"]:
        print(f"  {book['book']:<16} {book['rows']:>12,} rows  {_STATES[book['state']]}")
    print(f"{done['rows']:,} rows from {done['source']} are in {done['target']}, {done['seconds']:.1f} s.")


def _tell(book: str, rows: int) -> None:
    print(f"Moving {book}: {rows:,} rows", file=sys.stderr, flush=True)
