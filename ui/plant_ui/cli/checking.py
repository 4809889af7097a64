"""The command that looks after the installation: doctor."""

from __future__ import annotations

from functools import partial

import typer

from plant_copilot.settings import Settings
from plant_ui import running
from plant_ui.cli import show
from plant_ui.cli.door import Json
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.remote import RemoteCopilot

DOCTOR = """[bold]Examples[/bold]

  plant-copilot doctor
  plant-copilot --home /srv/plant doctor --json

Exit status 1 when something that is needed does not work; what is merely
missing is a choice."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Server and installation", epilog=DOCTOR)(doctor)


def doctor(context: typer.Context, *, json: AsJson = False) -> None:
    """Say what works here, what is missing, and what to install."""
    found = _examined(Settings.read(home=context.obj))
    print_json(found) if json else show.checks(found)
    if broken := [check["name"] for check in found["checks"] if check["needed"] and not check["ok"]]:
        one_line(f"Does not work: {', '.join(broken)}.")
        raise typer.Exit(1)


def _examined(settings: Settings) -> Json:
    """Examine through the server if one runs: it has the library open."""
    server = running.find(settings.home)
    if server:
        found = RemoteCopilot(server).doctor()
        detail, remedy = f"running at {server.url} (process {server.pid})", ""
    else:
        from plant_copilot.doctor import examine
        from plant_copilot.wiring import open_library

        found = examine(settings, partial(open_library, settings))
        detail, remedy = "not running", "For the chat, and for faster commands: plant-copilot serve"
    check = {"name": "serving", "needed": False, "ok": server is not None, "detail": detail, "remedy": remedy}
    return {**found, "checks": [*found["checks"], check]}
