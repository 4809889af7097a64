"""The command group ``sop``."""

from __future__ import annotations

from typing import Annotated

import typer

SOP = """[bold]Examples[/bold]

  plant-copilot sop draft "replacing the seals of a filling valve of FL-303"
  plant-copilot sop energies form FL-303 > FL-303.yaml    fill it in, then
  plant-copilot sop energies load FL-303.yaml
  plant-copilot sop lint SOP-FL-303-1                     what is missing
  plant-copilot sop submit SOP-FL-303-1 --by "A. Huber"
  plant-copilot sop approve SOP-FL-303-1 --by "B. Meier"  another person

Numbers stand at their citation, what the manual does not give stays a gap,
and nothing is approved while isolation is incomplete."""

group = typer.Typer(
    no_args_is_help=True, help="Draft standard operating procedures; check, approve and keep them up.", epilog=SOP
)
energies = typer.Typer(no_args_is_help=True, help="The energies of an asset, on the plant's own sheet.", epilog=SOP)

Sop = Annotated[str, typer.Argument(metavar="SOP", help="Its id, such as SOP-P-101-1.", show_default=False)]
Version = Annotated[
    int, typer.Option("--version", metavar="N", help="Otherwise the latest.", show_default=False, min=0)
]
