"""The commands that change and list the library: ingest, documents, forget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_ui.cli import show
from plant_ui.cli.door import Json, opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json

INGEST = """[bold]Examples[/bold]

  plant-copilot ingest manuals/
  plant-copilot ingest FL-303-rev-C.pdf "SOP-017 Film change.md"
  plant-copilot --home /srv/plant ingest manuals/ --json > report.json

PDF, Markdown and HTML are read; folders are searched through. A file
documents.yaml beside them may name the document, revision, date, assets
and rights of each. Ingesting twice changes nothing; an interrupted run
goes on where it stopped."""

DOCUMENTS = """[bold]Examples[/bold]

  plant-copilot documents
  plant-copilot documents --json | jq -r '.documents[].document'

Superseded revisions are listed, too; answers come from the current ones."""

FORGET = """[bold]Examples[/bold]

  plant-copilot forget "FL-303 operating manual" --revision B
  plant-copilot forget "Line 3 shift handover notes"

The files themselves stay where they are."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel="Documents", epilog=INGEST)(ingest)
    app.command(rich_help_panel="Documents", epilog=DOCUMENTS)(documents)
    app.command(rich_help_panel="Documents", epilog=FORGET)(forget)


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.", show_default=False)],
    *,
    json: AsJson = False,
) -> None:
    """Bring files and folders into the library."""
    from plant_ui.cli.progress import shown

    with opened(context.obj) as copilot, shown() as on_progress:
        report = copilot.ingest([path.absolute() for path in paths], on_progress=on_progress)
    print_json(report) if json else show.report(report)
    if report["failed"] and not report["documents"] and not report["unchanged"]:
        one_line(f"Nothing was ingested. {_first_failure(report)}")
        raise typer.Exit(1)


def _first_failure(report: Json) -> str:
    first, *others = report["failed"]
    page = f", page {first['page']}" if first["page"] else ""
    more = f" (and {len(others)} more)" if others else ""
    return f"{first['path']}{page}: {first['reason']}{more}."


def documents(context: typer.Context, *, json: AsJson = False) -> None:
    """List what is in the library: revision, pages, language, rights."""
    with opened(context.obj) as copilot:
        listing = copilot.documents()
    print_json(listing) if json else show.documents(listing)


def forget(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Its name, as `documents` lists it.", show_default=False)
    ],
    *,
    revision: Annotated[
        str | None,
        typer.Option("--revision", metavar="R", help="Only this revision; otherwise all of them.", show_default=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """Remove a document from the library."""
    with opened(context.obj) as copilot:
        gone = copilot.forget(document, revision=revision)
    print_json(gone) if json else show.forgotten(gone)
