"""The note a running server leaves in its home, so that commands find it: ``server.json``.

Only the standard library is imported here: every command reads this note before anything else.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_ui.errors import ServerSilent

NOTE = "server.json"
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server: its process, where it listens, and the random word that tells it from any other server.

    ``word`` is another one, which nobody is told: who can read it here is the local user.
    """

    pid: int
    host: str
    port: int
    instance: str
    word: str = field(default="", repr=False)

    @property
    def reachable_host(self) -> str:
        """The host to connect to from this machine."""
        return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - read, not bound

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = self.reachable_host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def leave_note(home: Path, running: Running) -> None:
    """Write the note, whole or not at all. Raises ``LibraryWriteFailed``."""
    partial = home / f"{NOTE}.{running.pid}"
    try:
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(asdict(running)), encoding="utf-8")
        partial.replace(home / NOTE)
    except OSError as error:
        raise LibraryWriteFailed(f"Cannot write {home / NOTE}: {error.strerror}.") from error


def take_note_away(home: Path, running: Running) -> None:
    """Remove the note, if it is still this server's."""
    if _read(home) == running:
        (home / NOTE).unlink(missing_ok=True)


def find(home: Path) -> Running | None:
    """Return the server that has ``home`` open; a note that a killed server left behind counts for nothing.

    Raises ``ServerSilent``.
    """
    running = _read(home)
    return running if running and _answers(running) else None


def _read(home: Path) -> Running | None:
    try:
        return Running(**json.loads((home / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _answers(running: Running) -> bool:
    """Say whether the very server that wrote the note answers where the note says."""
    connection = HTTPConnection(running.reachable_host, running.port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/health")
        health = json.loads(connection.getresponse().read())
    except TimeoutError as error:
        raise ServerSilent(
            f"The server of this home (process {running.pid}, {running.url}) does not answer.",
            remedy="Try again, or stop that process and run the command without it.",
        ) from error
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return isinstance(health, dict) and health.get("instance") == running.instance
