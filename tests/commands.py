"""Commands as a person gives them, without a process for each: starting one takes seconds, most of them for imports."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

from plant_ui.cli import main, show


def plant_copilot(home: Path, *words: str) -> CompletedProcess[str]:
    """Run ``plant-copilot --home HOME WORDS`` here, and return how it ended and what it printed."""
    arguments = ["--home", str(home), *words]
    with _printed() as (out, err):
        try:
            main(arguments)
        except SystemExit as end:
            return CompletedProcess(arguments, int(end.code or 0), _text(out), _text(err))
    raise AssertionError("a command ends with a status")


@contextmanager
def _printed() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Catch what is printed, as a pipe does, and leave this process as it was."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    hook = sys.excepthook
    show._console.cache_clear()  # noqa: SLF001 - each command is a process of its own outside the tests
    try:
        with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
            yield streams[0], streams[1]
    finally:
        show._console.cache_clear()  # noqa: SLF001 - see above
        sys.excepthook = hook
        gc.enable()


def _text(stream: io.TextIOWrapper) -> str:
    content = stream.buffer
    assert isinstance(content, io.BytesIO)
    return content.getvalue().decode()
