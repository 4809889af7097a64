"""The command line: ``plant-copilot``."""

from __future__ import annotations

import gc
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit status."""
    gc.disable()  # most commands live half a second, a tenth of which would go into looking for garbage
    from plant_ui.cli.app import run

    run(arguments)
