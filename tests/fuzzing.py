"""Asks a server what its own description allows, and what it forbids: ``python tests/fuzzing.py HOME`` (schemathesis).

The home is copied first: what is asked changes and removes things. Left out is what would read this machine's own
files, or keep it busy for minutes. Further options go to schemathesis: ``--phases coverage --seed 7 -n 50``.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import uvicorn

from copies import copy_home
from plant_copilot import Settings, build_copilot
from plant_ui.api import build_app

LEFT_OUT = (
    "/api/v1/ingest",
    "/api/v1/reindex",
    "/api/v1/causes/learn",
    "/api/v1/parity",
    "/api/v1/jobs/{job}/progress",
)
# A question in words no schema can tell from another ("limit is 0"): refused with 422 although it fits its schema.
NOT_PROMISED = ("positive_data_acceptance",)


@contextmanager
def served(home: Path) -> Iterator[tuple[str, str]]:
    """Serve a home from a thread of this process; give its address, and the word of the local user."""
    listener = socket.create_server(("127.0.0.1", 0))
    with build_copilot(Settings.read({}, home=home)) as copilot:
        app = build_app(copilot)
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=5)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", app.state.word
        finally:
            app.state.jobs.stop()
            server.should_exit = True
            thread.join()
            app.state.desk.close()
            app.state.jobs.wait()


def fuzz(url: str, word: str, options: Sequence[str]) -> int:
    """Run schemathesis against a server as the local user, who stays that when users are added; return its status."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json", "--no-color"]
    command += ["--header", f"Authorization: Bearer {word}"]
    command += [f"--exclude-path={path}" for path in LEFT_OUT]
    command += [f"--exclude-checks={','.join(NOT_PROMISED)}", *options]
    with TemporaryDirectory() as folder:  # it leaves notes where it runs
        return subprocess.run(command, check=False, cwd=folder).returncode


def main() -> int:
    """Serve a copy of a home, and fuzz it."""
    home, *options = sys.argv[1:]
    with TemporaryDirectory() as folder, served(copy_home(Path(home), Path(folder) / "home")) as (url, word):
        return fuzz(url, word, options)


if __name__ == "__main__":
    sys.exit(main())
