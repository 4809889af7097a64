"""The commands for what the copilot is made of: packages, weights and browser parts, their licences, their proof."""

from __future__ import annotations

import json as documents
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plant_ui.cli import show
from plant_ui.cli.failure import one_line
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.parts.desk import Parts

PARTS = """[bold]Examples[/bold]

  plant-copilot parts list --lock base
  plant-copilot parts licences
  plant-copilot parts sbom sbom.cdx.json
  plant-copilot parts verify

Neither a home nor a network is needed. The bill of materials is CycloneDX 1.6;
verify reads every installed file and compares it with what was installed, and
licences names what does not go with AGPL-3.0-or-later: exit status 1 then."""

group = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="What the copilot is made of: versions, hashes, licences, bill of materials.",
    epilog=PARTS,
)

Lock = Annotated[
    str,
    typer.Option("--lock", metavar="NAME", help="Only what this lock names: base, extras, dev.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("list", epilog=PARTS)(listing)
    group.command(epilog=PARTS)(licences)
    group.command(epilog=PARTS)(sbom)
    group.command(epilog=PARTS)(verify)
    app.add_typer(group, name="parts", rich_help_panel="Server and installation")


def _parts() -> Parts:
    from plant_copilot.parts.desk import Parts

    return Parts()


def listing(*, lock: Lock = "", json: AsJson = False) -> None:
    """List every part with version, licence and the locks that name it."""
    found = _parts().list(lock=lock)
    if json:
        print_json(found)
        return
    for one in found["parts"]:
        where = f"in {one['inside']}" if one["inside"] else " ".join(one["locks"]) or "in no lock"
        print(f"{one['kind']:<8} {one['name']:<42} {one['version']:<14} {one['licence'] or '?':<28} {where}")


def licences(*, lock: Lock = "", json: AsJson = False) -> None:
    """Count the licences and name what does not go with ours; exit status 1 if there is any."""
    found = _parts().licences(lock=lock)
    if json:
        print_json(found)
    else:
        for one in found["licences"]:
            print(f"{one['parts']:>5}  {one['licence'] or 'unknown'}")
        for one in found["accepted"]:
            print(f"Accepted: {one['name']} {one['version']}, {one['licence'] or 'unknown'}. {one['reason']}")
        for one in found["wrong"]:
            print(f"Wrong: {one['name']} {one['version']}: {one['reason']}")
    if not found["ok"]:
        one_line(f"Does not go with our licence: {', '.join(one['name'] for one in found['wrong'])}.")
        raise typer.Exit(1)


def sbom(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; otherwise it is printed.", show_default=False)
    ] = None,
    *,
    lock: Lock = "",
) -> None:
    """Write the bill of materials: CycloneDX 1.6, the same for the same parts."""
    found = _parts().sbom(lock=lock)
    if file is None:
        print_json(found)
        return
    write(file, f"{documents.dumps(found, indent=2)}\n")
    print(f"{len(found['components'])} packages: {file}")


def verify(*, json: AsJson = False) -> None:
    """Prove that what is installed is what was locked, and unchanged since; exit status 1 if not."""
    found = _parts().verify()
    print_json(found) if json else show.checks(found)
    if not found["ok"]:
        wrong = [one["name"] for one in found["checks"] if one["needed"] and not one["ok"]]
        one_line(f"Not as locked: {', '.join(wrong)}.")
        raise typer.Exit(1)
