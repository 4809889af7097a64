"""The commands for where pages of documents are kept."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.cli.progress import counted

PAGES = """[bold]Examples[/bold]

  plant-copilot pages where
  PLANT_PAGES=s3://plant/pages plant-copilot pages move
  plant-copilot pages move --from s3://plant/pages      back into the home

Pages are shown from PDFs of the library's own, in the home or, with
PLANT_PAGES, in a store that speaks S3 and that several servers share. Set
PLANT_PAGES first, then move: docs/how-to/share-pages.md"""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Pages: where their PDFs are kept.", epilog=PAGES
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("where")(where)
    group.command("move")(move)
    app.add_typer(group, name="pages", rich_help_panel="Server and installation")


def where(context: typer.Context, *, json: AsJson = False) -> None:
    """Say where pages are kept, and whether all are there."""
    with opened(context.obj) as copilot:
        told = copilot.page_store()
    if json:
        print_json(told)
    else:
        print(f"{told['where']}: {told['files']:,} PDFs of {told['documents']:,} documents, {_size(told['bytes'])}")
        if told["unused"]:
            print(f"{told['unused']:,} of them are shown by no document.")
    if told["lost"]:
        one_line(f"Not there: {', '.join(told['lost'])}.")
        raise typer.Exit(1)


def move(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Option("--from", metavar="WHERE", help="s3://bucket/prefix; otherwise the home.", show_default=False),
    ] = "",
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Leave them there, too.")] = False,
    json: AsJson = False,
) -> None:
    """Move all pages to where PLANT_PAGES says, each proven, while questions are answered."""
    with opened(context.obj) as copilot, counted("Moving", "PDFs") as tell:
        done = copilot.move_pages(source=source, keep=keep, on_progress=lambda step: tell(step.done, step.of))
    if json:
        print_json(done)
    else:
        print(f"{done['moved']:,} PDFs, {_size(done['bytes'])}, {done['seconds']:.1f} s: {done['target']}")
        if done["there"]:
            print(f"{done['there']:,} were there already.")
    if done["lost"]:
        one_line(f"Not moved, because their pages are lost or damaged: {', '.join(done['lost'])}.")
        raise typer.Exit(1)


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
