"""The commands for the audit log: who did what, and whether the log is what was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.door import opened_records
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.audit.desk import AuditLog

AUDIT = """[bold]Examples[/bold]

  plant-copilot audit list --limit 20
  plant-copilot audit list --who meier --what approved --since 2025-03-01
  plant-copilot audit verify
  plant-copilot audit copies /mnt/other-machine/audit

Signing in, users and rights, documents, records, approvals, exports, backups:
each entry carries the hash of the one before it. Whoever changes, removes,
moves or cuts off entries is found out by verify, whose exit status is 1 then.
With copies on another machine even a log that was written anew as a whole is."""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="The audit log: who did what, and its proof.", epilog=AUDIT
)

Who = Annotated[str, typer.Option("--who", metavar="NAME", help="Part of the person's name.", show_default=False)]
What = Annotated[str, typer.Option("--what", metavar="TEXT", help="Part of what was done.", show_default=False)]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="From this day on.", show_default=False)]
Limit = Annotated[int, typer.Option("--limit", metavar="N", help="How many, 1 to 10,000.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("list", epilog=AUDIT)(listing)
    group.command(epilog=AUDIT)(verify)
    group.command(epilog=AUDIT)(copies)
    app.add_typer(group, name="audit", rich_help_panel="Server and installation")


@contextmanager
def _opened(home: Path | None) -> Iterator[AuditLog]:
    """Give the audit log of a home; a server may have the home open at the same time."""
    from plant_copilot.audit.desk import AuditLog

    settings = Settings.read(home=home)
    with opened_records(settings) as door:
        yield AuditLog(settings.shelf, door)


def listing(
    context: typer.Context,
    *,
    who: Who = "",
    what: What = "",
    since: Since = "",
    limit: Limit = 100,
    json: AsJson = False,
) -> None:
    """List who did what, latest first."""
    with _opened(context.obj) as log:
        found = log.list(who=who, what=what, since=since, limit=limit)
    if json:
        print_json(found)
        return
    for one in found["entries"]:
        outcome = "" if one["outcome"] == "done" else f"  ({one['outcome']})"
        print(f"{one['at'][:19]}  {one['who']:<16} {one['what']:<24} {one['subject']}{outcome}")


def verify(
    context: typer.Context,
    *,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--copies", metavar="DIR", help="Compare with the copies here, not in the folder named.", show_default=False
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Prove that the log is what was written; exit status 1 if it is not."""
    with _opened(context.obj) as log:
        proof = log.verify(copies=folder)
    if json:
        print_json(proof)
    else:
        books = f"{proof['entries']:,} entries of the home, {proof['records']['entries']:,} of the records"
        print(f"{books}; {proof['heads']} heads agree: {'intact' if proof['intact'] else 'NOT what was written'}.")
        if proof["head"]:
            print(f"Head: {proof['head']['number']} {proof['head']['hash']}")
    if not proof["intact"]:
        one_line(proof["reason"])
        raise typer.Exit(1)


def copies(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Best on another machine.", show_default=False)],
    *,
    json: AsJson = False,
) -> None:
    """Name the folder that gets a copy of the head with every entry, one file a day."""
    with _opened(context.obj) as log:
        told = log.copy_to(folder)
    print_json(told) if json else print(f"Heads are copied to {told['copies']} from now on.")
