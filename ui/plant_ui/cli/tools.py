"""The commands for the tools: typed questions, no language model in between."""

from __future__ import annotations

import json as json_text
import sys
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli import show
from plant_ui.cli.door import Json, opened
from plant_ui.cli.printing import AsJson, print_json

TOOLS = """[bold]Examples[/bold]

  plant-copilot tools
  plant-copilot tools --json | jq '.tools[] | {name, schema}'

The arguments are described as JSON Schema."""

TOOL = """[bold]Examples[/bold]

  plant-copilot tool manuals '{"question": "What does E0451 mean?"}'
  plant-copilot tool manuals - < arguments.json

Whatever a tool finds comes with the places where it can be checked."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel="Questions", epilog=TOOLS)(tools)
    app.command(rich_help_panel="Questions", epilog=TOOL)(tool)


def tools(context: typer.Context, *, json: AsJson = False) -> None:
    """List the tools and the arguments each takes."""
    with opened(context.obj) as copilot:
        listing = copilot.tools()
    print_json(listing) if json else show.tools(listing)


def tool(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="One that `tools` lists.", show_default=False)],
    arguments: Annotated[
        str,
        typer.Argument(
            metavar="JSON|-", help="Its arguments as a JSON object, or - to read them from stdin.", show_default=False
        ),
    ],
    *,
    json: AsJson = False,
) -> None:
    """Call one tool with typed arguments; no language model takes part."""
    given = given_object(arguments)
    with opened(context.obj) as copilot:
        finding = copilot.tool(name, given)
    print_json(finding) if json else show.finding(finding)


def given_object(given: str) -> Json:
    """Return the JSON object that an argument is, or that stdin holds where it is "-". Raises ``WrongUse``."""
    text = sys.stdin.read() if given == "-" else given
    try:
        value = json_text.loads(text)
    except ValueError as error:
        raise WrongUse(f"The arguments are not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise WrongUse(
            f"The arguments must be a JSON object, not {type(value).__name__}.",
            remedy='For example \'{"question": "E0451"}\'.',
        )
    return value
