"""What the embedded engine says went wrong, in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plant_knowledge_ingest.errors import IndexBusy, LibraryWriteFailed


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn the engine's errors into ours. ``folder`` is what is being read or written."""
    try:
        yield
    except OSError as error:
        raise LibraryWriteFailed(
            f"Cannot write to {folder}: {error.strerror}.", remedy="Free some space there."
        ) from error
    except Exception as error:
        text = str(error)
        if "lock" in text.lower() or "WouldBlock" in text:
            raise IndexBusy(
                f"The library in {folder.parent} is open in another process.",
                remedy="Stop the other plant-copilot process, or ask through its server.",
            ) from error
        if "space" in text or "Read-only" in text or "ermission" in text:
            raise LibraryWriteFailed(f"Cannot write to {folder}: {text}.", remedy="Free some space there.") from error
        raise
