"""The server: one process with chat and HTTP API, the home open, everything warm before the first question."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from types import FrameType

import uvicorn
from fastapi import FastAPI

from plant_copilot.copilot import Copilot
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_ui import running
from plant_ui.api.app import build_app
from plant_ui.errors import PortTaken, ServerRuns
from plant_ui.observing.collector import telling_a_collector
from plant_ui.observing.logs import begin_log
from plant_ui.running import Running
from plant_ui.server.examples import examples
from plant_ui.server.trimming import trimming
from plant_ui.server.watching import keeping_up
from plant_ui.slack import PATH as SLACK
from plant_ui.slack.mount import bot_of as slack_bot_of
from plant_ui.teams.mount import bot_of, host_of

# A question makes thousands of objects and keeps some: looking for loops among them every 700 was a sixth of its work.
_YOUNG = (50_000, 20, 20)
# Seconds that answers under way get when the server is told to stop.
_GRACE = 10
# Seconds that an idle connection is kept: longer than proxies keep theirs, which else ask on one that is just closed.
_KEPT = 75


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens, by which further names it may be called, and whether it has the chat."""

    host: str
    port: int
    names: tuple[str, ...] = ()
    chat: bool = True


def serve_home(settings: Settings, where: Listening) -> None:
    """Serve the home of ``settings`` until SIGINT or SIGTERM.

    Raises ``ServerRuns``, ``PortTaken``, ``IndexBusy`` and what else keeps a library from opening.
    """
    # A Qdrant server has as many openers as there are; the embedded index has one.
    if not settings.qdrant_url and (other := running.find(settings.home)):
        raise ServerRuns(
            f"A server already runs on {settings.home}: {other.url} (process {other.pid}).",
            remedy="Use that one, or stop it first.",
        )
    begin_log(settings.log)
    with trimming(), _bound(where) as listener, build_copilot(settings) as copilot, telling_a_collector(copilot):
        _say("Warming up …")
        copilot.warm_up()
        copilot.begin_learning()
        names = (where.host, *where.names, *host_of(settings.teams))
        app = build_app(copilot, names=names, home_page="/chat" if where.chat else "/docs")
        if where.chat:
            from plant_ui.chat.mount import mount_chat

            mount_chat(app, copilot, path="/chat")
        # What is there by now stays until the end; looking through it all would hold up one question of twenty.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_YOUNG)
        gc.enable()  # commands do without: a fifth of the time to start would go into it
        with bot_of(app, copilot), slack_bot_of(app, copilot, app.state.ears):
            _serve(app, copilot, listener, settings)


def _serve(app: FastAPI, copilot: Copilot, listener: socket.socket, settings: Settings) -> None:
    host, port = listener.getsockname()[:2]
    note = Running(os.getpid(), host, port, app.state.instance, app.state.word)

    def started() -> None:
        running.leave_note(settings.home, note)
        _greet(note, copilot)

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who may speak for others is a setting, and looked at in one place
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=_KEPT,
    )
    with _signals_left_to_the_server():
        try:
            app.state.desk.go_on()
            with keeping_up(settings.watch, copilot, app.state.jobs):
                _Server(config, started, app.state.jobs.stop).run([listener])
        finally:
            running.take_note_away(settings.home, note)
        app.state.desk.close()
        app.state.jobs.wait()
    _say("Stopped.")


@contextmanager
def _signals_left_to_the_server() -> Iterator[None]:
    """Ignore what uvicorn passes on: it takes the signals itself and, when it has stopped, sends them once more."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """Tells when it accepts questions, and when it has been asked to stop."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None], on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections."""
        await super().startup(sockets)
        self._on_start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; an ingestion ends after the pages it is at."""
        self._on_stop()
        super().handle_exit(sig, frame)


def _bound(where: Listening) -> socket.socket:
    """Take the port; who connects before everything is warm waits."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((where.host, where.port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason, remedy = "another program listens there", f"Choose another one: --port {where.port + 1}"
        else:
            reason, remedy = str(error.strerror).lower(), "Give an address of this machine, and a port you may use."
        raise PortTaken(f"Cannot listen on {where.host}:{where.port}: {reason}.", remedy=remedy) from error
    return listener


def _greet(note: Running, copilot: Copilot) -> None:
    documents = copilot.documents()
    _say(f"Plant Copilot is at {note.url}")
    if not documents["documents"]:
        _say("The library is empty. Bring documents in with: plant-copilot ingest FOLDER")
    if questions := examples(documents):
        _say("Ask, for example:")
    for question in questions:
        _say(f"  {question}")
    if not ip_address(note.host).is_loopback and not copilot.people.must_sign_in:
        _say("Anybody who reaches this address can ask, without a password, and sees what everyone may see.")
    if copilot.settings.slack.there:
        _say(f"The bot in Slack listens {'on its socket' if copilot.settings.slack.by_socket else f'at {SLACK}'}.")
    if copilot.settings.teams.there:
        _say("The bot in Teams listens at /teams/api/messages.")
    if copilot.settings.watch:
        _say(f"Documents in {copilot.settings.watch} come in by themselves.")
    _say("Ctrl-C stops it.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
