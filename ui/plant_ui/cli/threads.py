"""The commands for conversations: threads, decide, why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli import show, show_threads
from plant_ui.cli.door import address_of, opened
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json

THREADS = """[bold]Examples[/bold]

  plant-copilot ask "How often did P-101 fail in 2023?" --thread shift-3
  plant-copilot ask "and last year?" --thread shift-3
  plant-copilot threads list --search E0451
  plant-copilot threads rename shift-3 "Film torn on SW-306"
  plant-copilot threads export shift-3 --to shift-3.md"""

DECIDE = """[bold]Examples[/bold]

  plant-copilot decide shift-3 approve
  plant-copilot decide shift-3 approve --set priority=2
  plant-copilot decide shift-3 reject

What can be decided stands under the answer that asks for it."""

WHY = """[bold]Examples[/bold]

  plant-copilot why shift-3
  plant-copilot why shift-3 --number 2 --json

Shows which tools were asked with which arguments, how long each took, what
was found, and which passages were looked at and passed over."""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Conversations: list, show, export, forget.", epilog=THREADS
)

Thread = Annotated[str, typer.Argument(metavar="THREAD", help="Its id, as `threads list` has it.", show_default=False)]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FILE", help="Write it there; otherwise print it.", show_default=False)
]
Changed = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Change a field first; may be repeated.", show_default=False),
]
Search = Annotated[
    str, typer.Option("--search", metavar="TEXT", help="Only those that have it in title, question or answer.")
]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="The new title.", show_default=False)]
Number = Annotated[int, typer.Option("--number", metavar="N", help="Which answer of the thread, 0 for the last.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(name="list", epilog=THREADS)(listing)
    group.command(name="show", epilog=THREADS)(shown)
    group.command(epilog=THREADS)(export)
    group.command(epilog=THREADS)(rename)
    group.command(epilog=THREADS)(forget)
    app.add_typer(group, name="threads", rich_help_panel="Questions")
    app.command(rich_help_panel="Questions", epilog=DECIDE)(decide)
    app.command(rich_help_panel="Questions", epilog=WHY)(why)


def listing(context: typer.Context, *, search: Search = "", json: AsJson = False) -> None:
    """List conversations, the newest first."""
    with opened(context.obj) as copilot:
        found = copilot.threads(search=search)
    print_json(found) if json else show_threads.threads(found)


def shown(context: typer.Context, thread: Thread, *, json: AsJson = False) -> None:
    """Show a conversation: its questions and answers."""
    with opened(context.obj) as copilot:
        found = copilot.thread(thread)
    print_json(found) if json else show_threads.conversation(found)


def export(context: typer.Context, thread: Thread, *, to: To = None, json: AsJson = False) -> None:
    """Export a conversation as Markdown, or as JSON."""
    with opened(context.obj) as copilot:
        if json:
            print_json(copilot.thread(thread))
            return
        text = copilot.export_thread(thread)
    if to is None:
        print(text, end="")
        return
    write(to, text)


def rename(context: typer.Context, thread: Thread, title: Title, *, json: AsJson = False) -> None:
    """Give a conversation another title."""
    with opened(context.obj) as copilot:
        renamed = copilot.rename_thread(thread, title)
    print_json(renamed) if json else print(f"{renamed['thread']}: {renamed['title']}")


def forget(context: typer.Context, thread: Thread, *, json: AsJson = False) -> None:
    """Remove a conversation with all that was asked in it."""
    with opened(context.obj) as copilot:
        gone = copilot.forget_thread(thread)
    print_json(gone) if json else print(f"Forgotten: {', '.join(gone['forgotten'])}.")


def decide(
    context: typer.Context,
    thread: Thread,
    choice: Annotated[str, typer.Argument(metavar="CHOICE", help="One of those offered.", show_default=False)],
    *,
    change: Changed = None,
    json: AsJson = False,
) -> None:
    """Decide on what waits in a conversation: approve or reject a draft."""
    with opened(context.obj) as copilot:
        answer = copilot.decide(thread, choice, _fields(change or []))
    print_json(answer) if json else show.answer(answer, address_of(copilot), {})


def why(context: typer.Context, thread: Thread, *, number: Number = 0, json: AsJson = False) -> None:
    """Say how an answer came about: tools, times, evidence, and what was passed over."""
    with opened(context.obj) as copilot:
        found = copilot.why(thread, number)
    print_json(found) if json else show_threads.why(found)


def _fields(changes: list[str]) -> dict[str, str]:
    pairs = [change.partition("=") for change in changes]
    if wrong := [name for name, separator, _ in pairs if not (name and separator)]:
        raise WrongUse(f"--set {wrong[0]} has no value.", remedy="Write it as --set NAME=VALUE.")
    return {name: value for name, _, value in pairs}
