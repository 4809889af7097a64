"""``python -m plant_ui.cli``: the command where it is not on the path."""

from plant_ui.cli import main

main()
