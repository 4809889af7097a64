"""The commands for layouts: solve, change, check, show, list, template."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.failure import one_line
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot.layouts import Layouts

Json = dict[str, Any]

LAYOUT = """[bold]Examples[/bold]

  plant-copilot layout template plant.json        an example to begin with
  plant-copilot layout solve plant.json --out proposal/
  plant-copilot layout change "keep PL-307 where it is"
  plant-copilot layout check plant.json

docs/how-to/layout.md describes the file."""

SOLVE = """[bold]Examples[/bold]

  plant-copilot layout solve sample               the hall of the sample plant
  plant-copilot layout solve plant.json
  plant-copilot layout solve plant.xlsx --seconds 60 --out proposal/
  plant-copilot layout solve - --iterations 200000 --json < plant.json

Items, hall, obstacles, doors and flows, in mm; where current says how it stands
today, the proposal is never worse and says what each move is worth. An
independent checker certifies whatever is shown. --iterations in place of
seconds gives the same layout every time."""

CHANGE = """[bold]Examples[/bold]

  plant-copilot layout change "keep the palletizer where it is"
  plant-copilot layout change "tausche CP-303 und LB-305" --of 3
  plant-copilot layout change "如果B的需求翻倍"

Also: K-110 next to BL-301; QC-120 at least 8 m apart from K-110; unlock PL-307."""

CHECK = """[bold]Examples[/bold]

  plant-copilot layout check plant.json           as it stands today
  plant-copilot layout check plant.json --layout proposal/layout.json

Exit status 1 where a rule is broken."""

group = typer.Typer(no_args_is_help=True, help="Lay out a factory: solve, change, check, show.", epilog=LAYOUT)

File = Annotated[
    str,
    typer.Argument(metavar="FILE|-", help="JSON, XLSX or DXF; - for JSON on stdin; or sample.", show_default=False),
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Of a kept layout; otherwise the latest.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write plan, charts and comparison there.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(epilog=SOLVE)(solve)
    group.command(epilog=CHANGE)(change)
    group.command(epilog=CHECK)(check)
    group.command()(show)
    group.command("list")(listing)
    group.command()(template)
    app.add_typer(group, name="layout", rich_help_panel="Planning")


def _layouts(context: typer.Context) -> Layouts:
    """Give the layouts of a home; they may be open in a server at the same time."""
    from plant_copilot.layouts import Layouts

    return Layouts(Settings.read(home=context.obj).home)


def solve(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    file: File,
    *,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", metavar="S", min=0.1, help="How long to search; otherwise as the plant says, or 10."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", min=0, help="Another one, another search.", show_default=False)
    ] = None,
    iterations: Annotated[
        int | None, typer.Option("--iterations", metavar="N", min=1, help="In place of seconds.", show_default=False)
    ] = None,
    style: Annotated[
        str | None,
        typer.Option("--style", metavar="NAME", help="auto, free, bays, rows, single_row, slots.", show_default=False),
    ] = None,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Search for a better layout of a plant, certify it and keep it."""
    layouts = _layouts(context)
    found = layouts.solve(
        _plant(file), seconds=seconds, seed=seed, iterations=iterations, style=style, on_progress=_teller(seconds)
    )
    _shown(layouts, found, out, json=json)


def change(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is wished, in your language.", show_default=False)],
    *,
    of: Annotated[int, typer.Option("--of", metavar="NUMBER", help="A kept layout; otherwise the latest.")] = 0,
    seconds: Annotated[float, typer.Option("--seconds", metavar="S", min=0.1, help="How long to search.")] = 10,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Change a kept layout as wished, and solve it again."""
    layouts = _layouts(context)
    _shown(layouts, layouts.change(of, text, seconds=seconds, on_progress=_teller(seconds)), out, json=json)


def check(
    context: typer.Context,
    file: File,
    *,
    layout: Annotated[
        Path | None,
        typer.Option("--layout", metavar="FILE", help="Placements; otherwise today's.", exists=True, dir_okay=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """Check a layout: outline, overlaps, clearances, doors, heights, loads, distances, locks, aisles."""
    from plant_tools.layout.reading import read_json

    placed = read_json(layout.read_bytes(), str(layout)) if layout else None
    if isinstance(placed, dict):
        placed = placed.get("layout", placed.get("placements"))
    found = _layouts(context).check(_plant(file), placed)
    certificate = found["certificate"]
    if json:
        print_json(found)
    else:
        print("CERTIFIED" if certificate["ok"] else "REJECTED", certificate["digest"])
        for wrong in certificate["violations"]:
            print(f"  {wrong['rule']}: {wrong['text']}")
        for note in found["notes"]:
            print(f"  note: {note}")
        print("checked: " + ", ".join(f"{count} {rule}" for rule, count in certificate["checked"].items()))
    if not certificate["ok"]:
        raise typer.Exit(1)


def show(context: typer.Context, number: Number = 0, *, out: Out = None, json: AsJson = False) -> None:
    """Show a kept layout; --out writes its files again."""
    layouts = _layouts(context)
    _shown(layouts, layouts.show(number), out, json=json)


def listing(context: typer.Context, *, json: AsJson = False) -> None:
    """List kept layouts, the latest first."""
    found = _layouts(context).list()
    if json:
        print_json(found)
        return
    for one in found["layouts"]:
        today = f", today {one['today']:,.2f}" if one["today"] is not None else ""
        print(f"{one['number']:>4}  {one['name'] or '-'}: {one['items']} items, {one['cost']:,.2f} a day{today}")


def template(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="plant.json or plant.xlsx; must not exist.", show_default=False)
    ],
) -> None:
    """Write an example of a plant, to be changed into your own."""
    from plant_copilot.errors import WrongUse
    from plant_copilot.layouts import Layouts

    if file.exists():
        raise WrongUse(f"{file} exists.", remedy="Choose another name.")
    write(file, Layouts.template(file.suffix.removeprefix(".").casefold() or "json"))
    print(f"{file} written. Solve it: plant-copilot layout solve {file}")


def _plant(file: str) -> Path | Json:
    from plant_copilot.errors import WrongUse
    from plant_copilot.layouts import Layouts
    from plant_tools.layout.reading import read_json

    if file == "sample" and not Path(file).exists():
        return Layouts.sample()
    if file != "-":
        return Path(file)
    told = read_json(sys.stdin.read(), "stdin")
    if not isinstance(told, dict):
        raise WrongUse("stdin holds no JSON object.", remedy="plant-copilot layout template writes an example.")
    return told


def _teller(seconds: float | None) -> Callable[[float, float], None]:
    """Tell of better layouts on stderr, at most one a second."""
    of = f" of {seconds:g}" if seconds else ""
    last = -1.0

    def tell(cost: float, at: float) -> None:
        nonlocal last
        if at - last >= 1 or last < 0:
            last = at
            one_line(f"{at:5.1f}{of} s: {cost:,.2f} a day")

    return tell


def _shown(layouts: Layouts, found: Json, out: Path | None, *, json: bool) -> None:
    from plant_tools.layout.drawing.comparison import summary

    written = _written(layouts, found["number"], out) if out else []
    if json:
        print_json(found)
        return
    print(f"Layout {found['number']}: {summary(found)}")
    for move in found["moves"]:
        left = f" (cannot be left alone: {move['undone']})" if move["undone"] else ""
        print(f"  move {move['item']} by {move['metres']:g} m: worth {move['worth']:,.2f} a day{left}")
    for note in found.get("notes", ()):
        print(f"  note: {note}")
    for place in found["layout"]:
        print(f"  {place['item']}: {place['floor']} at {place['x']}, {place['y']}, turned {place['turn']}°")
    for name in written:
        print(f"  wrote {name}")


def _written(layouts: Layouts, number: int, out: Path) -> list[Path]:
    """Write all files there can be; what a missing library forbids is told on stderr."""
    from plant_tools.layout.errors import UnknownLayout
    from plant_tools.layout.files import NAMES
    from plant_tools.tool import ToolError

    written = []
    for name in NAMES:
        try:
            content = layouts.file(number, name)
        except UnknownLayout:  # nothing is known of today
            continue
        except ToolError as error:
            one_line(f"{name}: {error}")
            continue
        written.append(write(out / name, content))
    return written
