"""The command line: ``plant-copilot``."""

from plant_ui.cli.app import main

__all__ = ["main"]
