"""The command that measures drafts from dictation."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder

DRAFTING = """[bold]Example[/bold]

  plant-copilot eval drafting

Dictations in English, German and Chinese over the sample plant, in a folder of its
own: asset, fields, codes proposed, duplicates, and that no number is invented."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=DRAFTING)(drafting)


def drafting(
    context: typer.Context,
    *,
    cases: Annotated[str, typer.Option("--cases", metavar="NAME|FILE", help="Which dictations.")] = "drafting",
    json: AsJson = False,
) -> None:
    """Draft from dictations whose drafts are known; count what is right, and what was invented."""
    from plant_evals.drafting import report, run_drafting
    from plant_knowledge_ingest.embedding.choosing import open_embedder

    settings = Settings.read(home=context.obj)

    @cache
    def embedder() -> Embedder:
        return open_embedder(settings.embedder, settings.home / "cache", settings.threads or None)

    result = run_drafting(embedder, cases)
    print_json(result) if json else print(report(result))
