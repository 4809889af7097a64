"""A PostgreSQL server of the tests: started where PostgreSQL is installed, gone when they are through."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import NullPool, create_engine, make_url, text

_SCHEMAS = text("SELECT nspname FROM pg_namespace WHERE nspname ~ '^plant_[0-9a-f]{12}'")
_LONG = len("plant_0123456789ab")
# What is lost in a power cut may be lost here; every home of a test has its pools, on every worker.
OPTIONS = ("listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "max_connections=1000")


class NoServer(Exception):
    """There is no PostgreSQL to start, and why."""


@contextmanager
def running() -> Iterator[str]:
    """Run a server on a free port until the block ends; give its SQLAlchemy URL. Raises ``NoServer``."""
    folder, user = _programs(), _its_user()
    with TemporaryDirectory(prefix="plant-postgres-", ignore_cleanup_errors=True) as place:
        if user:
            shutil.chown(place, user)
        data, port = Path(place) / "data", _free_port()
        control = [str(folder / "pg_ctl"), "-D", str(data), "-w"]
        options = " ".join(f"-c {option}" for option in (*OPTIONS, f"port={port}", f"unix_socket_directories={place}"))
        _run([str(folder / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8", "--no-sync", "-U", "plant"], user)
        _run([*control, "-o", options, "-l", str(Path(place) / "log"), "start"], user)
        try:
            yield f"postgresql+psycopg://plant@127.0.0.1:{port}/postgres?connect_timeout=60"
        finally:
            _run([*control, "-m", "immediate", "stop"], user)


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """Have a database on the server of ``url`` until the block ends; give its address."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(url).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def drop_schemas(url: str, but: Collection[str]) -> None:
    """Remove the schemas of homes that are not named, with what belongs to them."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for schema in connection.scalars(_SCHEMAS).all():
            if schema[:_LONG] not in but:
                connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
    engine.dispose()


def dumped(url: str, schema: str) -> str:
    """Return the SQL that makes a schema and those named after it with all that is in them, "" where there is none."""
    command = [str(_programs() / "pg_dump"), "--no-owner", f"--schema={schema}*", url.replace("+psycopg", "", 1)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0 or "no matching schemas" in done.stderr, done.stderr
    return done.stdout


def load_dump(url: str, sql: str) -> None:
    """Run what ``dumped`` gave."""
    command = [str(_programs() / "psql"), "-qX1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
    subprocess.run([*command, url.replace("+psycopg", "", 1)], check=True, input=sql, text=True)


def _programs() -> Path:
    if find_spec("psycopg") is None:
        raise NoServer("the extra postgres is not installed")
    found = shutil.which("initdb") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), "")
    if not found:
        raise NoServer("PostgreSQL is not installed: apt-get install postgresql")
    return Path(found).resolve().parent


def _its_user() -> str | None:
    """Return whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoServer("PostgreSQL does not run as root, and there is no user postgres") from None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _run(command: list[str], user: str | None) -> None:
    subprocess.run(command, check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")
