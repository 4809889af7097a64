"""The commands that rank causes and keep the score: rca "TEXT", rca confirm, rca score."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli import show
from plant_ui.cli.asked import By, OnlyDataset, person
from plant_ui.cli.door import Json, opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.cli.rca_group import group

RANK = """[bold]Examples[/bold]

  plant-copilot rca "Pump leaks at the seal" --asset P-101
  plant-copilot rca "Band rutscht durch" --asset LB-305 --seen problem=BELT
  plant-copilot rca "皮带打滑" --asset LB-305 --json

Probabilities come from the coded orders, and are as sure as such rankings of
past orders were right. Under 30 coded orders only how frequent causes are is
told. A candidate is no cause until a person confirms it: rca confirm.
New records are learnt from after the answer, which is rougher then; --wait
learns first. What is learnt is kept."""

LEARN = """[bold]Example[/bold]

  plant-copilot rca learn --dataset brunnental

Learns from the coded orders now, rather than behind the next question: some
20 seconds for 1,000 of them. It is done again when the records have changed."""

CONFIRM = """[bold]Example[/bold]

  plant-copilot rca confirm 7 WEAR --by "M. Huber"

7 is the number that the ranking was given."""

SCORE = """[bold]Examples[/bold]

  plant-copilot rca score
  plant-copilot rca score --svg calibration.svg

Hits, Brier score (0 best, 2 worst) and calibration over all rankings whose
cause a person has confirmed, by asset class."""

_PARTS = 2


def add_to(_: typer.Typer) -> None:
    """Add these commands to ``rca``."""
    group.command("rank", epilog=RANK)(rank)
    group.command("learn", epilog=LEARN)(learn)
    group.command("confirm", epilog=CONFIRM)(confirm)
    group.command("score", epilog=SCORE)(score)


def rank(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is seen, in your language.", show_default=False)],
    *,
    asset: Annotated[str, typer.Option("--asset", metavar="TAG", help="The asset.", show_default=False)] = "",
    dataset: OnlyDataset = "",
    seen: Annotated[
        list[str], typer.Option("--seen", metavar="NAME=VALUE", help="A further symptom; may be repeated; empty: none.")
    ] = [],  # noqa: B006 - typer copies it
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many, 1 to 20.")] = 3,
    wait: Annotated[bool, typer.Option("--wait", help="Learn from all coded orders first.")] = False,
    json: AsJson = False,
) -> None:
    """Rank candidate causes of a symptom over the coded orders, with what speaks for and against each."""
    with opened(context.obj) as copilot:
        found = copilot.causes(text, asset=asset, dataset=dataset, seen=_pairs(seen), limit=limit, wait=wait)
        print_json(found) if json else _show(found)
        if found["basis"] == "lifts":
            sys.stdout.flush()
            one_line(
                f"Learning from {found['orders']:,} coded orders, for the next answer; Ctrl-C leaves it for later."
            )
            copilot.learn_causes(found["dataset"])


def learn(
    context: typer.Context,
    *,
    dataset: Annotated[
        str, typer.Option("--dataset", metavar="NAME", help="The records of this plant.", show_default=False)
    ] = "",
    json: AsJson = False,
) -> None:
    """Learn from the coded orders now, rather than behind the next question."""
    with opened(context.obj) as copilot:
        told = copilot.learn_causes(dataset, on_progress=one_line)
    if json:
        print_json(told)
        return
    print(f"{told['orders']:,} coded orders of {told['dataset']} with {told['causes']} causes: {told['basis']}.")
    if tested := told["tested"]:
        print(_tested(tested))


def confirm(
    context: typer.Context,
    ranking: Annotated[int, typer.Argument(metavar="NUMBER", help="That of the ranking.", show_default=False)],
    cause: Annotated[str, typer.Argument(metavar="CAUSE", help="The cause that was found.", show_default=False)],
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Enter the cause that a person has confirmed; it counts for the score."""
    with opened(context.obj) as copilot:
        told = copilot.confirm_cause(ranking, cause, by=person(by))
    place = f"place {told['rank']} of {told['candidates']}" if told["rank"] else "not among the candidates"
    print_json(told) if json else print(f"Ranking {ranking}: {cause} confirmed; it was {place}.")


def score(
    context: typer.Context,
    *,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Write the calibration as a picture.", dir_okay=False)
    ] = None,
    json: AsJson = False,
) -> None:
    """Say how often the ranking was right: hits, Brier score, calibration, by asset class."""
    with opened(context.obj) as copilot:
        told = copilot.cause_score()
        drawn = copilot.cause_score_svg() if svg else ""
    if svg:
        write(svg, drawn)
    print_json(told) if json else print(_scored(told))


def _pairs(seen: list[str]) -> dict[str, str | None]:
    pairs = [one.split("=", 1) for one in seen]
    if strange := [one[0] for one in pairs if len(one) < _PARTS]:
        raise WrongUse(f"--seen {strange[0]!r} has no value.", remedy="NAME=VALUE, or NAME= where there is none.")
    return {name.strip(): value.strip() or None for name, value in pairs}


def _show(found: Json) -> None:
    show.finding(found)
    for one in found["notices"]:
        facts = ", ".join(f"{name} {value}" for name, value in one.items() if name != "code")
        print(f"Note: {one['code'].replace('_', ' ')}{f' ({facts})' if facts else ''}.")
    if found["manuals"] or found["fmea"]:
        weights = ", ".join(f"{name} {weight:g}" for name, weight in found["weights"].items())
        best = "; ".join(f"{one['cause']} {one['score']:.2f}" for one in found["combined"][:5])
        print(f"All sources together (weights: {weights}): {best}.")
    if found["tested"]:
        print(_tested(found["tested"]))
    if found["ranking"]:
        print(
            f"Ranking {found['ranking']}. When the cause is known: plant-copilot rca confirm {found['ranking']} CAUSE"
        )


def _tested(tested: Json) -> str:
    said = f"right first {tested['hit@1']:.0%}, among three {tested['hit@3']:.0%}"
    return f"On {tested['cases']:g} past orders, foretold from those before them: {said}."


def _scored(told: Json) -> str:
    rows = [("all", told["all"]), *told["classes"].items()]
    lines = [f"{'':24}{'confirmed':>10}{'hit@1':>8}{'hit@3':>8}{'Brier':>8}{'ECE':>8}"]
    for name, one in rows:
        cells = "".join(f"{'-' if one[key] is None else format(one[key], '.3f'):>8}" for key in _FIGURES)
        lines.append(f"{name[:23]:24}{one['n']:>10}{cells}{'  few' if one['few'] and one['n'] else ''}")
    return "\n".join([*lines, f"{told['waiting']} rankings wait for their cause."])


_FIGURES = ("hit@1", "hit@3", "brier", "ece")
