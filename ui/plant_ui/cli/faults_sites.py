"""Where things are let fail: copies of a home, each with what it leans on and the doors through which it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.cli.measuring_chat import serving

if TYPE_CHECKING:
    from plant_evals.faults import Site
    from plant_evals.faults_at import Failing
    from plant_evals.faults_doors import Door
    from plant_evals.faults_spoken import Recorder

_CLOCKS = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
)
_WEIGHTS = "whisper"
_SECONDS = "3"
"""What a model has for one task."""


@contextmanager
def in_process(home: Path) -> Iterator[Site]:
    """Give a copilot on files alone, asked in this process."""
    from plant_copilot.wiring import build_copilot
    from plant_evals.faults import Site
    from plant_evals.faults_at import Place
    from plant_evals.faults_doors import Facade

    door = Facade(build_copilot(Settings.read({}, home=home)))

    def renew() -> None:
        door.copilot.close()
        door.copilot = build_copilot(Settings.read({}, home=home))

    try:
        yield Site("in process", Place(home, {}), {"facade": door}, renew)
    finally:
        door.copilot.close()


@contextmanager
def behind_a_server(home: Path, *, clock: bool) -> Iterator[Site]:
    """Give a server that leans on a vector store, and on a model by OpenAI's protocol, over the network."""
    from plant_evals.faults_index import fill, outside_index
    from plant_evals.faults_outside import OutsideModel

    with outside_index() as index, OutsideModel() as model:
        fill(home, index.address)
        told = {"PLANT_QDRANT_URL": index.address, "PLANT_MODEL": "openai:outside", "PLANT_MODEL_SECONDS": _SECONDS}
        told |= {"PLANT_MODEL_URL": f"{model.address}/v1"}
        with _served("behind a server", home, told, {"index": index, "model": model}, clock=clock) as site:
            yield site


@contextmanager
def on_postgresql(home: Path, address: str, *, clock: bool) -> Iterator[Site]:
    """Give a server that keeps everything that is rows on PostgreSQL, asks a model of Ollama's, and hears recordings.

    Its schema on the server of ``address`` is removed in the end.
    """
    from plant_copilot.moving.move import move
    from plant_evals.faults_database import OutsideDatabase, without
    from plant_evals.faults_ollama import OutsideOllama
    from plant_evals.faults_spoken import Recorder

    settings = Settings.read({"PLANT_DATABASE": address}, home=home)
    with ExitStack() as stack:
        stack.callback(without, settings.database, settings.shelf.schema)
        move(settings, lambda *_: None)
        database = stack.enter_context(OutsideDatabase(settings.database, settings.shelf.schema))
        model, recorder = stack.enter_context(OutsideOllama()), Recorder()
        told = {"PLANT_DATABASE": database.url, "PLANT_MODEL": "ollama:outside", "PLANT_MODEL_SECONDS": _SECONDS}
        told |= {"PLANT_MODEL_URL": model.address, "PLANT_VOICE": f"faster-whisper:{_weights(home)}"}
        outside: dict[str, Failing] = {"database": database, "model": model, "recorder": recorder}
        yield stack.enter_context(
            _served("on PostgreSQL", home, told, outside, clock=clock, shelf=settings.shelf, recorder=recorder)
        )


@contextmanager
def _served(  # noqa: PLR0913 - all of what a server leans on
    name: str,
    home: Path,
    told: Mapping[str, str],
    outside: Mapping[str, Failing],
    *,
    clock: bool,
    shelf: Shelf | None = None,
    recorder: Recorder | None = None,
) -> Iterator[Site]:
    from plant_evals.faults import Site
    from plant_evals.faults_at import Place
    from plant_evals.faults_doors import Chat, Http
    from plant_evals.faults_spoken import Spoken

    keys, token = _people(shelf or Shelf(home))
    jumps = home.with_name(f"{home.name}.clock")
    told = {**told, **(_with_clock(jumps) if clock else {})}
    doors: dict[str, Door] = {}
    with ExitStack() as stack:

        def renew() -> None:
            stack.close()
            address, _ = stack.enter_context(serving(home, told))
            doors.update({name: Http(address, key) for name, key in keys.items()} | {"chat": Chat(address, token)})
            if recorder:
                doors["voice"] = Spoken(address, keys["first"], recorder)

        renew()
        weights = home / _WEIGHTS if recorder else None
        yield Site(name, Place(home, outside, jumps if clock else None, weights=weights), doors, renew)


def _weights(home: Path) -> Path:
    """Return a folder with Whisper's weights of its own, which may be damaged."""
    from plant_ui.voice.weights import base

    return base(home / "cache").rename(home / _WEIGHTS)


def _with_clock(clock: Path) -> dict[str, str]:
    """Return what lets the clock of a process jump as the file ``clock`` says. Raises ``WrongUse`` without faketime."""
    library = next((path for path in _CLOCKS if Path(path).is_file()), "")
    if not library:
        raise WrongUse("Clocks cannot jump: there is no faketime.", remedy="apt-get install faketime")
    clock.write_text("+0\n", encoding="ascii")
    told = {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    return {"LD_PRELOAD": library, **told}


def _people(shelf: Shelf) -> tuple[dict[str, str], str]:
    """Make two programs and somebody in the chat; return the keys, and the word of the session."""
    from plant_copilot.people.people import People
    from plant_copilot.people.settings import SignInSettings

    people = People(shelf, SignInSettings(hours=72))
    try:
        token = people.sign_in.by_another("oidc", "asker", "asker", "technician", "127.0.0.1")
        for name in ("first", "second"):
            people.sign_in.by_another("oidc", name, name, "technician", "127.0.0.1")
        return {name: people.sign_in.new_key(name, "faults")["key"] for name in ("first", "second")}, token
    finally:
        people.close()
