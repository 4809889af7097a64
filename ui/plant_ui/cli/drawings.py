"""The command that lists a document's figures."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.door import Json, opened
from plant_ui.cli.printing import AsJson, print_json

FIGURES = """[bold]Examples[/bold]

  plant-copilot figures "FL-303 operating manual"
  plant-copilot figures "FL-303 operating manual" --revision B --json

Each figure has its number, its caption, its page, and where it stands on it.
Over HTTP, the page's picture cuts it out with crop=."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Documents", epilog=FIGURES)(figures)


def figures(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Its name, as `documents` lists it.", show_default=False)
    ],
    *,
    revision: Annotated[
        str | None, typer.Option("--revision", metavar="R", help="Not the current one.", show_default=False)
    ] = None,
    json: AsJson = False,
) -> None:
    """List a document's figures: number, caption, page."""
    with opened(context.obj) as copilot:
        listing = copilot.figures(document, revision=revision)
    print_json(listing) if json else print(_listed(listing))


def _listed(listing: Json) -> str:
    if not listing["figures"]:
        return "No page of it has a picture with a caption that begins like Figure 1, Abbildung 1 or 图 1."
    return "\n".join(f"page {figure['page']}: {' '.join(figure['caption'].split())}" for figure in listing["figures"])
