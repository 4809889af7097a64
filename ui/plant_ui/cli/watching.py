"""``ingest FOLDER --watch``: what is shown while a library keeps up with a folder."""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from plant_copilot.errors import WrongUse
from plant_copilot.keeping_up import KeepingUp
from plant_ui.cli import show
from plant_ui.cli.door import Door, Json, opened
from plant_ui.cli.failure import one_line

if TYPE_CHECKING:
    from plant_knowledge_ingest.ingestion import Progress


@dataclass(frozen=True)
class _Shown:
    """A copilot whose ingestions are shown as they go."""

    door: Door
    on_progress: Callable[[Progress], None]

    def ingest(self, paths: Sequence[str | Path]) -> Json:
        """Bring files in."""
        return self.door.ingest(paths, on_progress=self.on_progress)

    def documents(self) -> Json:
        """List the documents."""
        return self.door.documents()

    def forget(self, document: str, *, revision: str | None = None) -> Json:
        """Remove a document."""
        return self.door.forget(document, revision=revision)


def watch_folder(
    home: Path | None, paths: Sequence[Path], described: Mapping[str, Any], *, prune: bool, json: bool
) -> None:
    """Keep the library of ``home`` up with the one folder that ``paths`` must name, until Ctrl-C."""
    from plant_ui.cli.progress import shown

    if len(paths) != 1 or not paths[0].is_dir():
        raise WrongUse(
            "--watch and --prune need one folder.", remedy="For example: plant-copilot ingest manuals/ --watch"
        )
    if described:
        raise WrongUse(f"{', '.join(described)}: a description is of one file, not of a folder that is watched.")
    with opened(home) as copilot, shown() as on_progress, suppress(KeyboardInterrupt):
        one_line(f"Watching {paths[0].absolute()}. Ctrl-C ends it.")
        tell = _print_line if json else show.change
        KeepingUp(_Shown(copilot, on_progress), paths[0], tell, prune=prune).run(Event())
    one_line("Stopped watching. What was finished before stays.")


def _print_line(change: Json) -> None:
    sys.stdout.write(json_text.dumps(change, ensure_ascii=False) + "\n")
    sys.stdout.flush()
