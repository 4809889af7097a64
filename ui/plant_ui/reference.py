"""Writes docs/reference/cli.md and docs/reference/http.md: ``python -m plant_ui.reference``, from the checkout."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_ui.api.app import build_app
from plant_ui.api.markdown import http_page
from plant_ui.cli.reference import command_line_page


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    with TemporaryDirectory() as home, build_copilot(Settings.read({}, home=Path(home))) as copilot:
        openapi = build_app(copilot).openapi()
    return {"cli.md": command_line_page(), "http.md": http_page(openapi)}


def write(folder: Path) -> None:
    """Write the pages into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path("docs/reference"))
