"""The commands for assets: the list, and one at a glance."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_ui.cli.asked import OnlyDataset
from plant_ui.cli.door import opened
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json

ASSETS = """[bold]Examples[/bold]

  plant-copilot assets
  plant-copilot assets --json | jq -r '.assets[].asset'"""

ASSET = """[bold]Examples[/bold]

  plant-copilot asset P-101
  plant-copilot asset "fl 303" --json

What it is, its open orders, its last failures, and the documents about it.
Hyphens, blanks and case need not be the same."""

LABELS = """[bold]Examples[/bold]

  plant-copilot labels https://copilot.plant/chat
  plant-copilot labels http://192.168.7.20:8000/chat P-101 FL-303 --to pumps.pdf

Print them, and put one on each machine: whoever scans it lands in the chat with
the machine's card. The address must be the one that phones can reach."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel="Questions", epilog=ASSETS)(assets)
    app.command(rich_help_panel="Questions", epilog=ASSET)(asset)
    app.command(rich_help_panel="Questions", epilog=LABELS)(labels)


def assets(context: typer.Context, *, json: AsJson = False) -> None:
    """List the plant's assets."""
    with opened(context.obj) as copilot:
        listing = copilot.assets()
    if json:
        print_json(listing)
        return
    from plant_ui.cli import show_assets

    show_assets.listed(listing)


def asset(
    context: typer.Context,
    tag: Annotated[str, typer.Argument(metavar="TAG", help="The asset, such as P-101.", show_default=False)],
    *,
    dataset: OnlyDataset = "",
    json: AsJson = False,
) -> None:
    """Show one asset at a glance: open orders, last failures, documents."""
    with opened(context.obj) as copilot:
        found = copilot.asset(tag, dataset=dataset)
    if json:
        print_json(found)
        return
    from plant_ui.cli import show_assets

    show_assets.glance(found)


def labels(
    context: typer.Context,
    chat: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="Of the chat, as phones reach it.", show_default=False)
    ],
    tags: Annotated[
        list[str] | None, typer.Argument(metavar="[TAG]...", help="All assets where none is named.", show_default=False)
    ] = None,
    *,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The PDF to write.")] = Path("labels.pdf"),
) -> None:
    """Print labels with QR codes that open the chat on a machine."""
    with opened(context.obj) as copilot:
        labelled = copilot.labels(chat, tags or ())
    print(write(to, labelled))
