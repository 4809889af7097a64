"""The command for similar cases: whether this has happened before, and what was done then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from plant_ui.cli import show
from plant_ui.cli.asked import Asset, OnlyDataset
from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.payload import Json

SIMILAR = """[bold]Examples[/bold]

  plant-copilot similar "Pump loud and hot at the drive end" --asset P-101
  plant-copilot similar "Transportband rutscht durch" --limit 3
  plant-copilot similar "灌装阀关闭后滴漏" --json

Orders are compared by what they mean, whatever language they are in; what they
say stays in their own words. "Nothing is like it" is an answer, too. New records
are compared in the background; --wait compares all of them first."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Questions", epilog=SIMILAR)(similar)


def similar(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What happened, in your language.", show_default=False)],
    *,
    asset: Asset = "",
    dataset: OnlyDataset = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many cases, 1 to 20.")] = 5,
    wait: Annotated[bool, typer.Option("--wait", help="Compare all orders first, however long it takes.")] = False,
    json: AsJson = False,
) -> None:
    """Find past work orders like this one: what was seen, what was done then, and what they were closed with."""
    with opened(context.obj) as copilot:
        if wait:
            wait_for_all(lambda: copilot.similar(text, asset=asset, dataset=dataset, limit=limit))
        found = copilot.similar(text, asset=asset, dataset=dataset, limit=limit, wait=wait)
    print_json(found) if json else show.finding(found)


def wait_for_all(look: Callable[[], Json]) -> None:
    """Ask until all texts of orders are compared; each time the copilot compares for ten seconds at most."""
    from plant_ui.cli.progress import counted

    with counted("Comparing past orders") as tell:
        while rest := _uncompared(look()):
            tell(*rest)


def _uncompared(found: Json) -> tuple[int, int] | None:
    """Return how many texts are compared, and of how many; None where none is left or nothing says so."""
    left = [(told["texts"] - told["uncompared"], told["texts"]) for told in found["together"] if told["uncompared"]]
    return left[0] if left else None
