"""The commands for Slack: the manifest of the plant's app, whether all is set up, and the bot by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_ui import running
from plant_ui.cli import show
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json

SLACK = """[bold]Examples[/bold]

  plant-copilot slack manifest > manifest.yaml
  plant-copilot slack manifest --address https://copilot.plant.example
  plant-copilot slack check
  plant-copilot slack run

plant-copilot serve runs the bot with the chat, as soon as PLANT_SLACK_BOT_TOKEN
and PLANT_SLACK_APP_TOKEN are set; slack run is the bot by itself."""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Slack: the plant's app and its bot.", epilog=SLACK
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for name, command in (("manifest", manifest), ("check", check), ("run", run)):
        group.command(name=name, epilog=SLACK)(command)
    app.add_typer(group, name="slack", rich_help_panel="Server and installation")


def manifest(
    *,
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="The server's, for events over HTTP. Otherwise a socket.")
    ] = "",
    command: Annotated[str, typer.Option("--command", metavar="NAME", help="What people type to ask.")] = "/plant",
) -> None:
    """Print the manifest to make the plant's app of, on api.slack.com/apps."""
    from plant_ui.slack.manifest import manifest as written

    print(written(address, command), end="")


def check(context: typer.Context, *, json: AsJson = False) -> None:
    """Ask Slack whether the bot is set up; exit status 1 where it is not."""
    settings = Settings.read(home=context.obj)
    if not settings.slack.there:
        raise WrongUse("PLANT_SLACK_BOT_TOKEN is not set.", remedy="docs/how-to/use-in-slack.md leads through it.")
    from plant_ui.slack.checking import checks

    found = {"checks": [asdict(one) for one in checks(settings.slack)]}
    print_json(found) if json else show.checks(found)
    if not all(one["ok"] for one in found["checks"]):
        raise typer.Exit(1)


def run(context: typer.Context) -> None:
    """Run the bot by itself, by Socket Mode, until Ctrl-C."""
    settings = Settings.read(home=context.obj)
    if not settings.slack.by_socket:
        raise WrongUse(
            "PLANT_SLACK_BOT_TOKEN and PLANT_SLACK_APP_TOKEN are not set.",
            remedy="docs/how-to/use-in-slack.md leads through it.",
        )
    if server := running.find(settings.home):
        raise WrongUse(
            f"A server runs on this home: {server.url}.",
            remedy="Start it again with the same settings: it runs the bot itself.",
        )
    from plant_ui.slack.alone import run_alone

    one_line("The bot in Slack listens on its socket. Ctrl-C stops it.")
    run_alone(settings)
