"""The commands for traces: how questions went, station by station."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

Json = dict[str, Any]

TRACES = """[bold]Examples[/bold]

  plant-copilot traces list --slower 2
  plant-copilot traces list --outcome failed --json
  plant-copilot traces show 555cca0bbe76

Each answer has a support code; the chat shows it under "Why this answer?".
A trace says which stations a question passed and how long each took. What
was asked, and by whom, is not in it."""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="How questions went: list, show.", epilog=TRACES
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(name="list", epilog=TRACES)(listing)
    group.command(epilog=TRACES)(show)
    app.add_typer(group, name="traces", rich_help_panel="Server and installation")


def listing(
    context: typer.Context,
    *,
    outcome: Annotated[
        str,
        typer.Option("--outcome", metavar="OUTCOME", help="answered, waiting, abstained, refused or failed."),
    ] = "",
    slower: Annotated[float, typer.Option("--slower", metavar="SECONDS", help="Only what took so long.")] = 0.0,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="At most so many.")] = 50,
    json: AsJson = False,
) -> None:
    """List how the latest questions went."""
    with opened(context.obj) as copilot:
        found = copilot.traces(outcome=outcome, slower=slower, limit=limit)
    if json:
        print_json(found)
        return
    for one in found["traces"]:
        said = ", ".join(filter(None, (*one["tools"], one["error"], *one["notices"])))
        print(f"{one['code']}  {one['at'][:19]}  {one['seconds']:>8.3f} s  {one['outcome']:<9}  {said}")
    if not found["traces"]:
        print("There is no such trace.")


def show(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The support code of an answer.", show_default=False)],
    *,
    json: AsJson = False,
) -> None:
    """Say how one question went."""
    with opened(context.obj) as copilot:
        found = copilot.trace(code)
    if json:
        print_json(found)
        return
    print(f"{found['code']}  {found['at']}  {found['outcome']}  {found['seconds']:.3f} s")
    for stage in found["stages"]:
        print(f"  {stage['name']:<10} {stage['seconds']:>8.3f} s")
    for name in ("tools", "model", "notices", "error"):
        if said := found[name]:
            print(f"  {name}: {', '.join(said) if isinstance(said, list) else said}")
