"""The command that measures layout search."""

from __future__ import annotations

import json as documents
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

LAYOUT = """[bold]Examples[/bold]

  plant-copilot eval layout --instances qaplib/ --seconds 30
  plant-copilot eval layout --instances qaplib/ --peer scipy --out results.json
  plant-copilot eval layout --instances blocks.json --seconds 60 --seeds 5
  plant-copilot eval layout --instances qaplib/ --seconds 30 --clock cpu
  plant-copilot eval layout --instances qaplib/ --judge results.json

Reads QAPLIB's .dat (and .sln), single rows (n, lengths, flows; a half table
will do) and blocks as JSON: {name: {flows, areas, plantX, plantY, aspect,
side, best}}. Line breaks, commas and remarks mean nothing. The layouts are
part of the result; --judge adds their costs up anew, without the search.

--made are grids, random flows, rows and halls of 20 to 100 made up by us;
what is known of them is the best of all our own runs.

There is one worker a core. On a machine that is busy with other things wall
time says little: with --clock cpu every worker counts the seconds that it
computes itself, so 30 seconds are what a quiet machine does in 30 seconds.
A search ends when the best known cost is reached."""

Instances = Annotated[
    list[Path] | None,
    typer.Option("--instances", metavar="DIR|FILE", help="Where the problems are.", show_default=False, exists=True),
]
Judge = Annotated[
    Path | None,
    typer.Option("--judge", metavar="FILE", help="Judge stored results again.", exists=True, dir_okay=False),
]
Peer = Annotated[str, typer.Option("--peer", metavar="scipy", help="Search by SciPy for as long.", show_default=False)]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="These alone.", show_default=False)]
Clock = Annotated[
    Literal["wall", "cpu"], typer.Option("--clock", help="What a second is: of the wall, or computed by a worker.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Store the result with its layouts.", dir_okay=False)
]


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=LAYOUT)(layout)


def layout(  # noqa: PLR0913 - what may be said of a measurement
    *,
    instances: Instances = None,
    made: Annotated[bool, typer.Option("--made", help="Problems made up in the manner of published ones.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="How long each search lasts.")] = 30.0,
    clock: Clock = "wall",
    iterations: Annotated[int, typer.Option("--iterations", min=0, help="Instead of seconds.")] = 0,
    seed: Annotated[int, typer.Option("--seed", help="The first seed.")] = 0,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="How many seeds; medians are reported.")] = 1,
    only: Only = None,
    peer: Peer = "",
    judge: Judge = None,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Search for layouts of published problems: gap to the best known cost, and the layouts themselves."""
    from plant_evals.layout import judge_again, run_layout
    from plant_evals.layout_report import of_judged, of_layout

    if not (instances or made):
        raise typer.BadParameter("say --instances DIR or FILE, or --made", param_hint="--instances")
    if peer not in {"", "scipy"}:
        raise typer.BadParameter(f"{peer} is not known; scipy is", param_hint="--peer")
    if judge:
        judged = judge_again(instances or (), documents.loads(judge.read_text(encoding="utf-8")), made_up=made)
        print_json(judged) if json else print(of_judged(judged))
        raise typer.Exit(1 if judged["wrong"] else 0)
    result = run_layout(
        instances or (),
        seconds=seconds,
        clock=clock,
        iterations=iterations or None,
        seeds=range(seed, seed + seeds),
        only=only or (),
        made_up=made,
        peer=bool(peer),
        told=lambda line: print(line, file=sys.stderr),
    )
    if out:
        out.write_text(documents.dumps(result, separators=(",", ":")), encoding="utf-8")
    print_json(result) if json else print(of_layout(result))
