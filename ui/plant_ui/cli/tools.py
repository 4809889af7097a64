"""The commands for the tools: typed questions, no language model in between."""

from __future__ import annotations

import json as json_text
import sys
from typing import Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json, readable

TOOLS = """[bold]Examples[/bold]

  plant-copilot tools
  plant-copilot tools --json | jq '.tools[] | {name, schema}'"""

TOOL = """[bold]Examples[/bold]

  plant-copilot tool manuals '{"question": "What does E0451 mean?"}'
  echo '{"question": "gear oil", "asset": "CP-304"}' | plant-copilot tool manuals -"""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(epilog=TOOLS)(tools)
    app.command(epilog=TOOL)(tool)


def tools(context: typer.Context, json: AsJson = False) -> None:
    """List the tools and the arguments each takes."""
    from plant_ui.cli.show import show_tools

    with opened(context.obj) as copilot:
        listing = copilot.tools()
    print_json(listing) if json else show_tools(listing)


def tool(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="One that `tools` lists.", show_default=False)],
    arguments: Annotated[
        str, typer.Argument(metavar="JSON|-", help="Its arguments as a JSON object, or - to read them from stdin.", show_default=False)
    ],
    json: AsJson = False,
) -> None:
    """Call one tool with typed arguments; no language model takes part."""
    from plant_ui.cli.show import show_finding

    given = _object(sys.stdin.read() if arguments == "-" else arguments)
    with opened(context.obj) as copilot:
        finding = copilot.tool(readable(name), given)
    print_json(finding) if json else show_finding(finding)


def _object(text: str) -> dict[str, Any]:
    try:
        value = json_text.loads(readable(text))
    except ValueError as error:
        raise WrongUse(f"The arguments are not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise WrongUse(f"The arguments must be a JSON object, not {type(value).__name__}.", remedy='For example \'{"question": "E0451"}\'.')
    return value
