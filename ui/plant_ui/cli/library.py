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
  plant-copilot ingest FL-303.pdf --document "FL-303 manual" --revision C \\
      --effective 2025-03-01 --asset FL-303 --rights maintenance --site Linz
  plant-copilot ingest manuals/ --watch
  plant-copilot ingest archive/ --engine ray --workers 16
  plant-copilot --home /srv/plant ingest manuals/ --json > report.json

PDF, Word, Excel, PowerPoint, Markdown, HTML, text and pictures are read,
scans with the extra ocr; folders are searched through. A file
documents.yaml beside them may name the document, revision, date, assets,
rights and site of each; for one file, the options may. Ingesting twice changes
nothing; an interrupted run goes on where it stopped. With --watch, what is
new or changed in the folder comes in until Ctrl-C; with --json, every
change is one line of JSON."""

Document = Annotated[
    str, typer.Option("--document", metavar="NAME", help="The name all its revisions share.", show_default=False)
]
Revision = Annotated[str, typer.Option("--revision", metavar="R", help="Its revision mark.", show_default=False)]
Effective = Annotated[
    str, typer.Option("--effective", metavar="DATE", help="From when it answers: 2025-03-01.", show_default=False)
]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title, if not its own.", show_default=False)]
Assets = Annotated[
    list[str] | None,
    typer.Option("--asset", metavar="TAG", help="An asset it is about; may be repeated.", show_default=False),
]
Rights = Annotated[
    list[str] | None,
    typer.Option("--rights", metavar="GROUP", help="A group that may see it; may be repeated.", show_default=False),
]
Site = Annotated[
    str, typer.Option("--site", metavar="SITE", help="Where one has to work to see it.", show_default=False)
]
Engine = Annotated[str, typer.Option("--engine", metavar="local|ray", help="Where passages are embedded.")]
Workers = Annotated[int, typer.Option("--workers", metavar="N", help="Workers of Ray; 0: one for each core.")]
Watched = Annotated[bool, typer.Option("--watch", help="Keep up with the folder until Ctrl-C.")]
Prune = Annotated[bool, typer.Option("--prune", help="With --watch: forget documents whose files are removed.")]

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


def ingest(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.", show_default=False)],
    *,
    document: Document = "",
    revision: Revision = "",
    effective: Effective = "",
    title: Title = "",
    asset: Assets = None,
    rights: Rights = None,
    site: Site = "",
    engine: Engine = "local",
    workers: Workers = 0,
    watch: Watched = False,
    prune: Prune = False,
    json: AsJson = False,
) -> None:
    """Bring files and folders into the library."""
    from plant_ui.cli.progress import shown

    said = {"document": document, "revision": revision, "effective": effective, "title": title, "site": site}
    described = {field: value for field, value in {**said, "assets": asset, "rights": rights}.items() if value}
    if watch or prune:
        from plant_ui.cli.watching import watch_folder

        watch_folder(context.obj, paths, described, prune=prune, json=json)
        return
    with opened(context.obj) as copilot, shown() as on_progress:
        files = [path.absolute() for path in paths]
        report = copilot.ingest(
            files, described=described or None, engine=engine, workers=workers, on_progress=on_progress
        )
    ingested(report, json=json)


def ingested(report: Json, *, json: bool) -> None:
    """Print the report of an ingestion; the exit status is 1 where nothing came in."""
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
