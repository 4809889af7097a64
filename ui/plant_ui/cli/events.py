"""The commands for events: alarms sent by hand, listed, shown, and sent on once more."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli.door import address_of, opened
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.webhooks.signature import new_secret

EVENTS = """[bold]Examples[/bold]

  plant-copilot events send --source scada-line-3 --asset SW-306 --code E0451
  plant-copilot events list --asset SW-306
  plant-copilot events show 12
  plant-copilot events post 12
  plant-copilot events secret

An alarm is answered before anybody asks: what it means, how the machine is
isolated, when it last failed. Where it goes stands in events.yaml of the
home; machines send alarms by webhook: docs/how-to/send-alarms.md"""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Events: alarms, answered before anybody asks.", epilog=EVENTS
)

Number = Annotated[int, typer.Argument(metavar="N", min=1, help="The event's number.", show_default=False)]
Asset = Annotated[str, typer.Option("--asset", metavar="TAG", help="The asset's tag.", show_default=False)]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help="Which system sends it.")]
Code = Annotated[str, typer.Option("--code", metavar="CODE", help="As on the display.", show_default=False)]
Text = Annotated[str, typer.Option("--text", metavar="TEXT", help="The alarm's own words.", show_default=False)]
At = Annotated[str, typer.Option("--at", metavar="TIME", help="ISO time with its zone, or now.", show_default=False)]
State = Annotated[
    str,
    typer.Option(
        "--state", metavar="STATE", help="received, posting, posted, kept, repeated or failed.", show_default=False
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for name, command in (("send", send), ("list", listing), ("show", show), ("post", post), ("secret", secret)):
        group.command(name)(command)
    app.add_typer(group, name="events", rich_help_panel="Server and installation")


def send(  # noqa: PLR0913 - an alarm has its fields
    context: typer.Context,
    source: Source = "command-line",
    asset: Asset = "",
    code: Code = "",
    text: Text = "",
    at: At = "",
    *,
    json: AsJson = False,
) -> None:
    """Send an alarm as a machine would: to try out where it goes, or from a script."""
    told = {"source": source, "asset": asset, "code": code, "text": text, "at": at}
    with opened(context.obj) as copilot:
        taken = copilot.event("send", fields=told)
    if json:
        print_json(taken)
        return
    print(f"Event {taken['event']}: {taken['state']}{'' if taken['new'] else ', had come before'}")


def listing(context: typer.Context, asset: Asset = "", state: State = "", *, json: AsJson = False) -> None:
    """List events, the latest first."""
    with opened(context.obj) as copilot:
        listed = copilot.event("list", fields={"asset": asset, "state": state})
    if json:
        print_json(listed)
        return
    for one in listed["events"]:
        said = " ".join(filter(None, (one["asset"], one["code"], one["text"])))
        print(f"{one['number']:>5}  {one['at'][:16]}  {one['state']:<9} {one['to']:<12} {said}")
        if one["outcome"]:
            print(f"       {one['outcome']}")
    if not listed["events"]:
        print("There are no events. Send one: plant-copilot events send --help")


def show(context: typer.Context, number: Number, *, json: AsJson = False) -> None:
    """Show an event with the answers that were prepared."""
    with opened(context.obj) as copilot:
        shown = copilot.event("show", number)
    if json:
        print_json(shown)
        return
    _print(shown)


def post(context: typer.Context, number: Number, *, json: AsJson = False) -> None:
    """Answer an event anew and send it once more, by the running server."""
    with opened(context.obj) as copilot:
        if not address_of(copilot):
            raise WrongUse("No server runs on this home.", remedy="Start one: plant-copilot serve")
        shown = copilot.event("post", number)
    if json:
        print_json(shown)
        return
    _print(shown)


def secret() -> None:
    """Print a new secret, to be set as PLANT_EVENT_SECRETS here and at the sender."""
    print(new_secret())


def _print(shown: dict[str, object]) -> None:
    print(f"Event {shown['number']} from {shown['source']}, {shown['at']}: {shown['state']} {shown['to']}".rstrip())
    if shown["outcome"]:
        print(shown["outcome"])
    answers = shown["answers"]
    for answer in answers if isinstance(answers, list) else []:
        print(f"\n{answer['answer']}")
