"""What a person reads of a measurement of scans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_evals.figures import table


def of_ocr(result: Mapping[str, Any]) -> str:
    """Return the errors, blanks, cells and seconds of each language, and how many lines of each sureness are wrong."""
    heads = ["", "pages", "characters", "wrong", "error rate", "blanks wrong", "cells found", "s a page", "CPU s"]
    rows = [
        [
            language,
            *(str(figures[key]) for key in ("pages", "characters", "errors")),
            f"{figures['error_rate']:.2%}",
            f"{figures['blanks_wrong']}/{figures['blanks']}",
            f"{figures['cells_found']}/{figures['cells']}",
            *(f"{figures[key]:g}" for key in ("seconds", "cpu_seconds")),
        ]
        for language, figures in result["languages"].items()
    ]
    sure = [[f"{row['below']:g}", str(row["lines"]), str(row["wrong"])] for row in result["sureness"]]
    return "\n".join([table([heads, *rows]), "", table([["less sure than", "lines", "with an error"], *sure])])
