"""The commands that keep a home safe: backup, restore, verify."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui import running
from plant_ui.cli import show
from plant_ui.cli.door import Json, opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.cli.progress import counted
from plant_ui.errors import ServerRuns

BACKUP = """[bold]Examples[/bold]

  plant-copilot backup /mnt/backup/plant.zip
  plant-copilot backup /mnt/backup/plant-$(date +%F).zip --json

Everything in the home but what can be made anew: documents with their index,
records, conversations, procedures, layouts, users, the audit log. It may be
in use: questions are answered meanwhile. The file has what the home has, also
what not everybody may see: keep it as safe."""

RESTORE = """[bold]Examples[/bold]

  plant-copilot restore /mnt/backup/plant.zip
  plant-copilot --home /srv/new restore /mnt/backup/plant.zip

Every file is proven before anything is touched, and the backup takes the
place of the home as a whole or not at all. What was there is kept beside it. Stop the
server first."""

VERIFY = """[bold]Examples[/bold]

  plant-copilot verify                        the home
  plant-copilot verify /mnt/backup/plant.zip  a backup, every file of it

Exit status 1 where something is not whole."""

ROOM = "Server and installation"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel=ROOM, epilog=BACKUP)(backup)
    app.command(rich_help_panel=ROOM, epilog=RESTORE)(restore)
    app.command(rich_help_panel=ROOM, epilog=VERIFY)(verify)


def backup(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="Outside the home.", show_default=False)],
    *,
    json: AsJson = False,
) -> None:
    """Write the home into a file, while it is in use."""
    with opened(context.obj) as copilot, counted("Backing up", "MB") as tell:
        told = _in_tenths(tell)
        done = copilot.backup(archive.absolute(), on_progress=lambda step: told(step.done, step.of))
    if json:
        print_json(done)
        return
    size = f"{done['bytes'] / 1e6:,.0f} MB in {done['archive_bytes'] / 1e6:,.0f} MB"
    print(f"{done['files']:,} files, {size}, {done['seconds']:.1f} s: {done['path']}")
    for notice in done["notices"]:
        print(f"Not in it: {notice}")


def restore(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="That backup made.", show_default=False)],
    *,
    json: AsJson = False,
) -> None:
    """Put a backup in the place of the home, as a whole or not at all."""
    from plant_copilot.backup.restoring import restore as put_back

    settings = Settings.read(home=context.obj)
    require_alone(settings)
    with counted("Restoring", "MB") as tell:
        done = put_back(archive.absolute(), settings.shelf, _in_tenths(tell))
    if json:
        print_json(done)
        return
    print(f"{done['files']:,} files, {done['bytes'] / 1e6:,.0f} MB of {done['created']}: {done['home']}")
    if done["before"]:
        print(f"What was there is in {done['before']}; remove it when you do not need it.")


def verify(
    context: typer.Context,
    archive: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A backup; otherwise the home.", show_default=False)
    ] = None,
    *,
    json: AsJson = False,
) -> None:
    """Look whether the home, or every file of a backup, is whole."""
    if archive:
        _verify_archive(archive, json=json)
        return
    with opened(context.obj) as copilot:
        found = copilot.verify()
    print_json(found) if json else show.checks(found)
    if not found["ok"]:
        one_line(f"Not whole: {', '.join(check['name'] for check in found['checks'] if not check['ok'])}.")
        raise typer.Exit(1)


def _verify_archive(archive: Path, *, json: bool) -> None:
    from plant_copilot.backup.facade import verified

    with counted("Reading", "MB") as tell:
        found: Json = verified(archive, _in_tenths(tell))
    if json:
        print_json(found)
        return
    print(f"{found['files']:,} files, {found['bytes'] / 1e6:,.0f} MB of {found['created']}: all as they were written.")


def require_alone(settings: Settings) -> None:
    """Raise ``ServerRuns`` or ``IndexBusy`` where a home is in use; one that cannot be opened is no reason."""
    from plant_copilot.wiring import open_library
    from plant_knowledge_ingest.errors import IndexBusy, PlantError

    if server := running.find(settings.home):
        raise ServerRuns(
            f"A server runs on {settings.home}: {server.url} (process {server.pid}).", remedy="Stop it, then try again."
        )
    if not (settings.home / "library" / "index").is_dir():
        return
    library = open_library(replace(settings, database=""))
    try:
        library.open()
    except IndexBusy:
        raise
    except PlantError:
        return
    finally:
        library.close()


def _in_tenths(tell: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Return what tells of bytes in megabytes, whenever another tenth of them is done."""
    last = -1

    def told(done: int, of: int) -> None:
        nonlocal last
        if (tenth := 10 * done // max(of, 1)) != last:
            last = tenth
            tell(done // 1_000_000, of // 1_000_000)

    return told
