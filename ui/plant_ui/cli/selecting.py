"""The command for machine selection: which machines, how many, what a good part costs, and why."""

from __future__ import annotations

import json as plain
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli.door import opened
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json

Json = dict[str, Any]
TEMPLATE = "template"

SELECT = """[bold]Examples[/bold]

  plant-copilot select template > labeller.yaml   an example to begin with
  plant-copilot select labeller.yaml
  plant-copilot select labeller.yaml --layout plant.json --out chosen/
  plant-copilot select                            the latest one again
  plant-copilot select --what-if "three shifts"

Hard requirements first: an option that fails one is out. Then how many (scrap
from the end of the route backwards, takt, rounding), what a good part costs,
and a weighted ranking with how firm its first place is. Values that cite a
page are checked there. Every step prints its formula with its numbers.
docs/how-to/select-machines.md describes the file."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Planning", epilog=SELECT)(select)


def select(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-|template",
            help="The brief: JSON or YAML, - for stdin. Nothing shows a kept selection, template prints an example.",
            show_default=False,
        ),
    ] = "",
    *,
    number: Annotated[int, typer.Option("--number", metavar="N", help="Of a kept one; otherwise the latest.")] = 0,
    what_if: Annotated[
        str,
        typer.Option(
            "--what-if",
            metavar="TEXT",
            help="A kept one again: demand doubles, three shifts, mixed types.",
            show_default=False,
        ),
    ] = "",
    layout: Annotated[
        Path | None,
        typer.Option("--layout", metavar="FILE", help="A plant (JSON) that takes the machines.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write selection.json, steps.txt, plant.json.", show_default=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """Select machines and how many of them, from candidates with their datasheets."""
    if file == TEMPLATE:
        from plant_tools.selection.sample import template

        print(template(), end="")
        return
    if what_if and file:
        raise WrongUse("--what-if is asked of a kept selection, not of a file.", remedy="Leave the file out.")
    if layout and not out:
        raise WrongUse("--layout needs --out.", remedy="Say where the plant with the machines is to be written.")
    brief, plant = _brief(file) if file else None, _plant(layout) if layout else None
    with opened(context.obj) as copilot:
        if what_if:
            found = copilot.select_what_if(what_if, number)
        else:
            found = copilot.select(brief) if brief is not None else copilot.selection(number)
    written = _written(found, out, plant) if out else []
    print_json(found) if json else _shown(found, written)


def _brief(file: str) -> Json:
    """Return the brief of a file or stdin as plain fields, checked. Raises ``SelectionUnreadable``."""
    from plant_tools.selection.reading import brief_of, read_brief, read_text

    brief = brief_of(read_text(sys.stdin.read(), "stdin"), "stdin") if file == "-" else read_brief(Path(file))
    return brief.model_dump(mode="json", exclude_defaults=True)


def _shown(found: Json, written: list[Path]) -> None:
    from plant_tools.selection.telling import several

    for step in found["steps"]:
        where = " ".join(name for name in (step["operation"], step["candidate"]) if name)
        print(f"{step['step']:<9} {where + ': ' if where else ''}{step['text']}")
    if before := found.get("before"):
        was = ", ".join(f"{name}: {several(one, count)}" for name, (one, count) in before["chosen"].items())
        print(f"\nWhat if {before['what_if']!r}; before (selection {before['number']}): {was}")
    print(f"\nSelection {found['number']}:")
    for one in found["operations"]:
        print(f"  {one['operation']}: {several(one['chosen'], one['count']) if one['chosen'] else '-'}")
    for bar in found["line"]:
        at = " (bottleneck)" if bar["operation"] == found["bottleneck"] else ""
        drawn = "#" * round(40 * bar["load"])
        print(f"  {bar['operation']:<14} {drawn:<40} {bar['pace']:.3f} of {bar['takt']:.3f} s{at}")
    for notice in found["notices"]:
        print(f"  note: {notice}")
    for name in written:
        print(f"  wrote {name}")


def _written(found: Json, out: Path, plant: Json | None) -> list[Path]:
    from plant_tools.layout.reading import project_of
    from plant_tools.selection.report import in_layout

    told = {"selection.json": plain.dumps(found, ensure_ascii=False, indent=2)}
    told["steps.txt"] = "".join(
        "\t".join((s["step"], s["operation"], s["candidate"], s["text"])) + "\n" for s in found["steps"]
    )
    if plant:
        taken = project_of(in_layout(plant, found["items"]), "plant.json")
        told["plant.json"] = taken.model_dump_json(exclude_defaults=True, indent=2)
    return [write(out / name, text) for name, text in told.items()]


def _plant(layout: Path) -> Json:
    """Return the plant of a layout as plain fields. Raises ``LayoutUnreadable``."""
    from plant_tools.layout.importing.files import read_file

    return read_file(layout).model_dump(mode="json", exclude_defaults=True)
