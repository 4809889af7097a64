"""The commands for the jobs of a running server: jobs, retry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_ui import running
from plant_ui.cli import show_jobs
from plant_ui.cli.library import ingested
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.remote import RemoteCopilot
from plant_ui.remote_jobs import left_unread

JOBS = """[bold]Examples[/bold]

  plant-copilot jobs
  plant-copilot jobs --json

What the server of this home took in, or is taking in: through the admin page,
over HTTP or by command. A server that was started again has forgotten them."""

RETRY = """[bold]Examples[/bold]

  plant-copilot retry
  plant-copilot retry 1f03c9aa

Brings in again the files that a job of the running server could not read,
described as they were. Without a job: those of the latest that left some.
Put right first what the job told: plant-copilot jobs."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel="Documents", epilog=JOBS)(jobs)
    app.command(rich_help_panel="Documents", epilog=RETRY)(retry)


def jobs(context: typer.Context, *, json: AsJson = False) -> None:
    """List the jobs of the running server, and what each left unread."""
    listing = _server(context.obj).jobs()
    print_json(listing) if json else show_jobs.listed(listing)


def retry(
    context: typer.Context,
    job: Annotated[str, typer.Argument(metavar="JOB", help="Its id.", show_default=False)] = "",
    *,
    json: AsJson = False,
) -> None:
    """Bring in again the files that a job could not read."""
    from plant_ui.cli.progress import shown

    copilot = _server(context.obj)
    chosen = job or _latest(copilot)
    with shown() as on_progress:
        report = copilot.retry(chosen, on_progress=on_progress)
    ingested(report, json=json)


def _server(home: Path | None) -> RemoteCopilot:
    """Return the copilot of the running server. Raises ``WrongUse``."""
    if found := running.find(Settings.read(home=home).home):
        return RemoteCopilot(found)
    raise WrongUse(
        "No server runs on this home, and only a server has jobs.",
        remedy="Ingest the files again: what is in the library already is not read anew.",
    )


def _latest(copilot: RemoteCopilot) -> str:
    """Return the latest job that left a file unread. Raises ``WrongUse``."""
    for one in copilot.jobs()["jobs"]:
        if left_unread(one):
            return str(one["id"])
    raise WrongUse("No job has left a file unread.", remedy="plant-copilot jobs lists them.")
