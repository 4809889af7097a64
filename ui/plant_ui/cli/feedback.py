"""The commands for feedback: what people think of answers."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

Json = dict[str, Any]

FEEDBACK = """[bold]Examples[/bold]

  plant-copilot feedback list --verdict down
  plant-copilot feedback list --json
  plant-copilot feedback give shift-3 down --reason other_asset

In the chat two buttons under each answer do the same. The support code is
what the person was shown; `plant-copilot why THREAD --number N` says how that
answer came about."""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Feedback on answers: list, give.", epilog=FEEDBACK
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(name="list", epilog=FEEDBACK)(listing)
    group.command(epilog=FEEDBACK)(give)
    app.add_typer(group, name="feedback", rich_help_panel="Questions")


def listing(
    context: typer.Context,
    *,
    verdict: Annotated[str, typer.Option("--verdict", metavar="up|down", help="Only these.", show_default=False)] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="At most so many.")] = 200,
    json: AsJson = False,
) -> None:
    """List what people think of answers, the newest first."""
    with opened(context.obj) as copilot:
        found = copilot.feedback(verdict=verdict, limit=limit)
    print_json(found) if json else _shown(found)


def give(  # noqa: PLR0913 - what goes with a thumb
    context: typer.Context,
    thread: Annotated[str, typer.Argument(metavar="THREAD", help="Its id.", show_default=False)],
    verdict: Annotated[str, typer.Argument(metavar="up|down", help="Whether it helped.", show_default=False)],
    *,
    number: Annotated[
        int, typer.Option("--number", metavar="N", help="Which answer of the thread, 0 for the last.")
    ] = 0,
    reason: Annotated[
        str,
        typer.Option(
            "--reason", metavar="CODE", help="wrong, incomplete, other_asset, source, unclear, unsafe or other."
        ),
    ] = "",
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="In your own words.")] = "",
    json: AsJson = False,
) -> None:
    """Say whether an answer helped."""
    with opened(context.obj) as copilot:
        kept = copilot.give_feedback(thread, verdict, number=number, reason=reason, comment=comment)
    print_json(kept) if json else print(f"Kept under the code {kept['code']}.")


def _shown(found: Json) -> None:
    for one in found["feedback"]:
        why = ": ".join(filter(None, (one["reason"], one["comment"])))
        print(f"{one['code']}  {one['at'][:16]}  {one['verdict']:<4}  {one['question'][:80]}{why and f'  ({why})'}")
        print(f"          {one['thread']} --number {one['number']}, {one['by']}")
    print(f"{found['up']} helped, {found['down']} did not.")
