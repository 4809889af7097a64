"""The commands that measure the agent itself: follow-up questions, and the time it adds to its tools."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

FOLLOW_UPS = """[bold]Examples[/bold]

  plant-copilot eval follow-ups
  plant-copilot eval follow-ups --json

Half of the cases were seen when the grammar was written, half are only
counted. The sample plant's records are loaded into a folder of its own, which
is removed again."""

OVERHEAD = """[bold]Examples[/bold]

  plant-copilot eval overhead

The sample plant is brought into a folder of its own, which is removed again;
that takes some minutes."""


def add_to(_: typer.Typer) -> None:
    """Add these commands to ``eval``."""
    evaluation.command(name="follow-ups", epilog=FOLLOW_UPS)(follow_ups)
    evaluation.command(epilog=OVERHEAD)(overhead)


def follow_ups(*, json: AsJson = False) -> None:
    """Count follow-up questions that are asked of the right asset, and the right query of the history."""
    from plant_evals.figures import shown
    from plant_evals.overhead import run_follow_ups

    with TemporaryDirectory() as folder:
        told = run_follow_ups(Path(folder))
    if json:
        print_json(told)
        return
    print(f"right asset:             {shown(told['asset'])}")
    print(f"  of those not seen:     {shown(told['asset_unseen'])}")
    print(f"right query:             {shown(told['query'])}")
    print(f"missed: {', '.join(told['missed']) or 'none'}")


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
