"""The commands for drafts: new, list, show, edit, approve, reject, export, audit."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.local import local_user
from plant_copilot.settings import Settings
from plant_ui.cli import show_drafts
from plant_ui.cli.asked import By, person
from plant_ui.cli.door import opened_records
from plant_ui.cli.failure import one_line
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.drafts import Drafts

DRAFTS = """[bold]Examples[/bold]

  plant-copilot drafts new "Pump P-101 leaks at the seal, stopped for 20 min"
  plant-copilot drafts new "Rückmeldung: P-101 Dichtung ersetzt, 1,5 h Arbeitszeit"
  plant-copilot drafts list
  plant-copilot drafts approve 7

Nothing is written to the records before a person approves."""

NEW = """[bold]Examples[/bold]

  plant-copilot drafts new "Pump P-101 leaks at the seal, stopped for 20 min"
  plant-copilot drafts new "报修：P-101机械密封漏水，停机半小时"
  plant-copilot drafts new --kind handover "Watch P-101." --since "2025-01-10 06:00"
  cat dictated.txt | plant-copilot drafts new -

What the text does not say stays empty. Asset, codes and orders are those of the
records that are loaded; codes are proposed by what coded orders say."""

EDIT = """[bold]Examples[/bold]

  plant-copilot drafts edit 7 --set asset_tag=P-101 --set priority=1
  plant-copilot drafts edit 7 --set problem_code="""

APPROVE = """[bold]Examples[/bold]

  plant-copilot drafts approve 7
  plant-copilot drafts approve 7 --by "M. Huber" --yes

Shows the draft and asks. Approving again writes nothing again."""

group = typer.Typer(
    no_args_is_help=True, help="Draft work orders, close-outs and handovers; approve them.", epilog=DRAFTS
)

Number = Annotated[int, typer.Argument(metavar="DRAFT", help="Its number.", show_default=False)]
Dataset = Annotated[
    str, typer.Option("--dataset", metavar="NAME", help="The data set; needed where several fit.", show_default=False)
]
Version = Annotated[
    int | None, typer.Option("--version", metavar="N", help="Only if it is still at this version.", show_default=False)
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(epilog=NEW)(new)
    group.command("list")(listing)
    group.command()(show)
    group.command(epilog=EDIT)(edit)
    group.command(epilog=APPROVE)(approve)
    group.command()(reject)
    group.command()(export)
    group.command()(audit)
    app.add_typer(group, name="drafts", rich_help_panel="Records")


@contextmanager
def _opened(home: Path | None) -> Iterator[Drafts]:
    """Give the drafts of a home; they may be open in a server at the same time."""
    from plant_copilot.drafts import Drafts

    settings = Settings.read(home=home)
    with opened_records(settings) as door:
        yield Drafts(door, cache(partial(_embedder, settings)), local_user(settings))


def _embedder(settings: Settings) -> Any:
    from plant_knowledge_ingest.embedding.choosing import open_embedder

    return open_embedder(settings.embedder, settings.home / "cache", settings.threads or None)


def new(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="What was dictated, or - to read it from stdin.", show_default=False)
    ],
    *,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="work_order|close_out|handover",
            help="Otherwise read from the text.",
            show_default=False,
        ),
    ] = "",
    dataset: Dataset = "",
    asset: Annotated[str, typer.Option("--asset", metavar="TAG", help="The asset.", show_default=False)] = "",
    order: Annotated[str, typer.Option("--order", metavar="ID", help="The order to close.", show_default=False)] = "",
    now: Annotated[str, typer.Option("--now", metavar="TIME", help="When it was dictated.", show_default=False)] = "",
    since: Annotated[str, typer.Option("--since", metavar="TIME", help="Begin of a shift.", show_default=False)] = "",
    until: Annotated[str, typer.Option("--until", metavar="TIME", help="End of a shift.", show_default=False)] = "",
    key: Annotated[
        str, typer.Option("--key", metavar="KEY", help="Sent again, it is the same draft.", show_default=False)
    ] = "",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Draft from dictated text. Writes nothing to the records."""
    said = sys.stdin.read() if text == "-" else text
    asked: dict[str, Any] = {"kind": kind, "dataset": dataset, "asset": asset, "order": order, "now": now, "key": key}
    with _opened(context.obj) as drafts:
        one = drafts.create(said, **asked, since=since, until=until, by=person(by))
    print_json(one) if json else show_drafts.draft(one)
    if not json and one["state"] == "pending":
        print(f"\nApprove it: plant-copilot drafts approve {one['draft']}")


def listing(
    context: typer.Context,
    *,
    state: Annotated[
        str,
        typer.Option("--state", metavar="STATE", help="draft, pending, approved or rejected.", show_default=False),
    ] = "",
    dataset: Dataset = "",
    json: AsJson = False,
) -> None:
    """List drafts, latest first."""
    with _opened(context.obj) as drafts:
        found = drafts.list(state=state, dataset=dataset)
    print_json(found) if json else show_drafts.listed(found)


def show(context: typer.Context, draft: Number, *, json: AsJson = False) -> None:
    """Show a draft and what was done with it."""
    with _opened(context.obj) as drafts:
        one = drafts.show(draft)
    print_json(one) if json else show_drafts.draft(one)


def edit(
    context: typer.Context,
    draft: Number,
    *,
    changes: Annotated[
        list[str], typer.Option("--set", metavar="FIELD=VALUE", help="Empty value: no value.", show_default=False)
    ],
    version: Version = None,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Change fields of a draft."""
    with _opened(context.obj) as drafts:
        one = drafts.edit(draft, _fields(changes), by=person(by), version=version)
    print_json(one) if json else show_drafts.draft(one)


def approve(
    context: typer.Context,
    draft: Number,
    *,
    by: By = "",
    version: Version = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: AsJson = False,
) -> None:
    """Approve a draft: it is shown, and written once a person says yes."""
    with _opened(context.obj) as drafts:
        if not yes:
            version = _confirmed(drafts.show(draft), person(by))
        one = drafts.approve(draft, by=person(by), version=version)
    print_json(one) if json else show_drafts.decided(one)


def reject(
    context: typer.Context,
    draft: Number,
    *,
    by: By = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.", show_default=False)] = "",
    json: AsJson = False,
) -> None:
    """Reject a draft; nothing is written."""
    with _opened(context.obj) as drafts:
        one = drafts.reject(draft, by=person(by), reason=reason)
    print_json(one) if json else show_drafts.decided(one)


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx to write.", show_default=False)],
    *,
    dataset: Dataset = "",
) -> None:
    """Write approved work orders to a file that the maintenance system can load."""
    with _opened(context.obj) as drafts:
        content = drafts.file(file.suffix.lstrip(".").lower(), dataset=dataset)
    one_line(f"Written: {write(file, content)}")


def audit(context: typer.Context, *, json: AsJson = False) -> None:
    """Show who did what with which draft, and whether the book is whole."""
    with _opened(context.obj) as drafts:
        book = drafts.audit()
    print_json(book) if json else show_drafts.audited(book)
    if not book["intact"]:
        raise typer.Exit(1)


def _confirmed(one: dict[str, Any], by: str) -> int:
    """Show a draft and ask; return the version that was agreed to."""
    if not sys.stdin.isatty():
        raise WrongUse("Nobody is there to ask.", remedy="Use --yes, and --by NAME for who approves.")
    show_drafts.draft({name: value for name, value in one.items() if name != "audit"})
    if not typer.confirm(f"\nWrite it to the records, approved by {by}?", err=True):
        raise typer.Exit(1)
    return int(one["version"])


def _fields(changes: Sequence[str]) -> dict[str, str | None]:
    read = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise WrongUse(f"--set {change!r} has no value.", remedy="Write --set FIELD=VALUE.")
        read[name.strip()] = value.strip() or None
    return read
