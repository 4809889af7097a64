"""The command that makes the index anew: reindex."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli import show
from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

REINDEX = """[bold]Examples[/bold]

  plant-copilot reindex
  plant-copilot reindex --embedder sentence-transformers:/models/bge-m3
  plant-copilot reindex --embedder ollama:bge-m3@http://gpu.plant:11434 --keep

After a change of PLANT_EMBEDDER or glossary.yaml, or an update that asks for
it. The documents are read from the library's own pages. Questions are
answered from the old index until the new one is complete; a run that was
interrupted goes on where it stopped."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Documents", epilog=REINDEX)(reindex)


def reindex(
    context: typer.Context,
    *,
    embedder: Annotated[
        str,
        typer.Option(
            "--embedder",
            metavar="CHOICE",
            help="e5, e5-fast, e5-fp32, sentence-transformers:NAME_OR_FOLDER, ollama:MODEL or ollama:MODEL@URL. "
            "Otherwise PLANT_EMBEDDER.",
            show_default=False,
        ),
    ] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Keep the old index, to go back to it quickly.")] = False,
    json: AsJson = False,
) -> None:
    """Make the index anew, with another embedder or a changed glossary."""
    from plant_ui.cli.progress import shown

    with opened(context.obj) as copilot, shown() as on_progress:
        done = copilot.reindex(embedder=embedder, keep=keep, on_progress=on_progress)
    print_json(done) if json else show.reindexed(done)
