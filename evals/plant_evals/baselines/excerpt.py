"""The middle pages of a PDF as a PDF: python -m plant_evals.baselines.excerpt PDF PAGES TARGET.

Prints {"pages"} as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pymupdf


def write_excerpt(source: Path, pages: int, target: Path) -> int:
    """Write the middle ``pages`` of ``source`` to ``target``, or all if it has fewer; return how many."""
    with pymupdf.open(source) as pdf:
        there = int(pdf.page_count)
        chosen = min(pages, there)
        start = (there - chosen) // 2
        pdf.select(range(start, start + chosen))
        pdf.save(target, garbage=3)
    return chosen


if __name__ == "__main__":
    written = write_excerpt(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    sys.stdout.write(json.dumps({"pages": written}))
