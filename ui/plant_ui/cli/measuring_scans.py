"""The command that measures how well scans are read."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

OCR = """[bold]Example[/bold]

  plant-copilot eval ocr

Eight pages of the sample plant in four languages, made into noisy scans that
lie askew. Needs recognition: pip install 'plant-copilot\\[ocr]'"""


def add_to(_: typer.Typer) -> None:
    """Add this command to those of `eval`."""
    evaluation.command(epilog=OCR)(ocr)


def ocr(
    *,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Of the noise and the slant.")] = 0,
    json: AsJson = False,
) -> None:
    """Read scans of known pages; wrong characters, cells found and seconds per language."""
    from plant_evals.ocr import PAGES, run_ocr
    from plant_evals.ocr_report import of_ocr

    result = run_ocr(PAGES, seed)
    print_json(result) if json else print(of_ocr(result))
