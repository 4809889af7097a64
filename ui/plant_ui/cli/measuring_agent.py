"""The commands that measure the agent itself: where questions go, follow-ups, and the time it adds to its tools."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

FOLLOW_UPS = """[bold]Examples[/bold]

  plant-copilot eval follow-ups
  plant-copilot eval follow-ups --json

Of the first cases half were seen when the grammar was written; follow-ups-tuning
is what it was tuned on since, follow-ups-unseen is only counted. The sample
plant's records are loaded into a folder of its own, which is removed again."""

ROUTING = """[bold]Examples[/bold]

  plant-copilot eval routing
  plant-copilot eval routing --cases routing_tuning --missed
  plant-copilot eval routing --cases ours.jsonl --json

A case is one JSON object a line: id, question, language, tools, such as
"manuals+history"; "similar|manuals+similar" is met by either, "" is small talk.
The 600 of routing_unseen are only counted; --missed would show their wording,
and is for routing_tuning and files of your own."""

OVERHEAD = """[bold]Examples[/bold]

  plant-copilot eval overhead

The sample plant is brought into a folder of its own, which is removed again;
that takes some minutes."""

Cases = Annotated[str, typer.Option("--cases", metavar="NAME|FILE", help="Which cases.")]
Missed = Annotated[bool, typer.Option("--missed", help="List the questions that went elsewhere.")]


def add_to(_: typer.Typer) -> None:
    """Add these commands to ``eval``."""
    evaluation.command(epilog=ROUTING)(routing)
    evaluation.command(name="follow-ups", epilog=FOLLOW_UPS)(follow_ups)
    evaluation.command(epilog=OVERHEAD)(overhead)


def routing(*, cases: Cases = "routing_unseen", missed: Missed = False, json: AsJson = False) -> None:
    """Count the questions that the right tools are chosen for, by language, and what is taken for what."""
    from plant_evals.routing import read_routing, report, run_routing, sample_router

    listed = read_routing(cases)
    with TemporaryDirectory() as folder, sample_router(Path(folder)) as router:
        told = run_routing(router, listed)
    print_json(told) if json else print(report(told, missed=missed))


def follow_ups(*, json: AsJson = False) -> None:
    """Count follow-up questions that are asked of the right asset, and the right query of the history."""
    from plant_evals.figures import shown, table
    from plant_evals.overhead import run_follow_ups

    with TemporaryDirectory() as folder:
        told = run_follow_ups(Path(folder))
    if json:
        print_json(told)
        return
    rows = [
        [name.replace("_", "-"), group, shown(figure)]
        for name, figures in told.items()
        for group, figure in [
            *figures["groups"].items(),
            ("right asset", figures["asset"]),
            ("  of those not seen", figures["asset_unseen"]),
            ("right query", figures["query"]),
            ("  of those not seen", figures["query_unseen"]),
        ]
    ]
    print(table([["cases", "", "right"], *rows]))


def overhead(*, json: AsJson = False) -> None:
    """Measure what the agent adds to the time of its tools, checkpoints included; 95 % within 40 ms are wanted."""
    from plant_evals.overhead import run_overhead

    with TemporaryDirectory() as folder:
        told = run_overhead(Path(folder), one_line)
    if json:
        print_json(told)
        return
    times = f"p50 {told['p50_ms']:.1f} ms, p95 {told['p95_ms']:.1f} ms, most {told['max_ms']:.1f} ms"
    print(f"{told['answers']} answers: {times} (bar: p95 {told['bar_ms']:.0f} ms)")
