"""A PostgreSQL server that can be made to fail: a real one, behind a door that forwards, waits, cuts or refuses.

The door understands the first message of a connection and no other (PostgreSQL's manual, "Message Formats").
"""

from __future__ import annotations

import random
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Lock, Thread
from typing import ClassVar, Self

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import URL, make_url

from plant_evals.faults_outside import WELL

_SSL, _GSS = 80_877_103, 80_877_104
_SLOW = 0.15  # seconds more for each reply
_CUT = 0.2  # of all replies
_BLOCK = 1 << 16
_REFUSED = {
    "crowded": ("53300", "sorry, too many clients already"),
    "starting": ("57P03", "the database system is starting up"),
}
_TABLES = text("SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname = :of")

_NAMED = text("SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname LIKE :of")


class OutsideDatabase:
    """The server of ``url`` on a port of its own, as long as it is entered.

    ``mode``: "absent" drops all connections and takes none, "crowded" and "starting" refuse as PostgreSQL does,
    "slow" delays each reply, "stuck" takes everything and says nothing, "reset" cuts replies in their middle,
    "standby" takes no change, "locked" holds all tables of ``schema``, as a repair of somebody else does.
    """

    ways: ClassVar = ("absent", "crowded", "starting", "slow", "stuck", "reset", "standby", "locked")

    def __init__(self, url: str, schema: str = "") -> None:
        self._url, self._schema = make_url(url), schema
        self._mode, self._well = WELL, Event()
        self._well.set()
        self._pairs: set[_Pair] = set()
        self._lock, self._held = Lock(), ExitStack()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._chance = random.Random(0)  # noqa: S311 - which reply is cut

    @property
    def url(self) -> str:
        """SQLAlchemy's address of the database behind the door."""
        port = int(self._door.getsockname()[1])
        return self._url.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)

    @property
    def mode(self) -> str:
        """How it is."""
        return self._mode

    @mode.setter
    def mode(self, how: str) -> None:
        self._held.close()
        self._mode = how
        if how == "locked":
            self._held.enter_context(_holding(self._url, self._schema))
        if how in {"absent", "standby", *_REFUSED}:
            self._drop()
        if how == "stuck":
            self._well.clear()
        else:
            self._well.set()

    def __enter__(self) -> Self:
        Thread(target=self._let_in, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.mode = WELL
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._drop()

    def _drop(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            pair.cut()

    def _let_in(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError):
            if self._mode == "absent":
                _reset(client)
                return
            self._well.wait()
            first = _first(client)
            if self._mode in _REFUSED:
                client.sendall(_refusal(*_REFUSED[self._mode]))
                client.close()
                return
            server = socket.create_connection((self._url.host or "127.0.0.1", self._url.port or 5432))
            server.sendall(_on_standby(first) if self._mode == "standby" else first)
            pair = _Pair(client, server)
            with self._lock:
                self._pairs.add(pair)
            Thread(target=self._pass, args=(pair, client, server), daemon=True).start()
            self._pass(pair, server, client)

    def _pass(self, pair: _Pair, source: socket.socket, target: socket.socket) -> None:
        """Pass on what ``source`` says until somebody hangs up."""
        replies = target is pair.client
        with suppress(OSError):
            while block := source.recv(_BLOCK):
                self._well.wait()
                if replies and self._mode == "slow":
                    time.sleep(_SLOW)
                if replies and self._mode == "reset" and self._chance.random() < _CUT:
                    target.sendall(block[: len(block) // 2])
                    break
                target.sendall(block)
        pair.cut()
        with self._lock:
            self._pairs.discard(pair)


class _Pair:
    """A connection to the door, and the one behind it."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server

    def cut(self) -> None:
        """Hang up, so that those who read or write notice."""
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _first(client: socket.socket) -> bytes:
    """Return the first message that is more than the question for an encrypted connection, which is declined."""
    while True:
        length, code = struct.unpack("!II", head := _exactly(client, 8))
        if code not in {_SSL, _GSS}:
            return head + _exactly(client, length - 8)
        client.sendall(b"N")


def _exactly(client: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        if not (block := client.recv(size - len(found))):
            raise OSError("hung up")
        found += block
    return found


def _on_standby(first: bytes) -> bytes:
    """Ask for a session that cannot write, as on a server that follows another one."""
    told = first[4:-1] + b"default_transaction_read_only\0on\0\0"
    return struct.pack("!I", len(told) + 4) + told


def _refusal(code: str, said: str) -> bytes:
    fields = b"".join(f"{kind}{value}\0".encode() for kind, value in (("S", "FATAL"), ("C", code), ("M", said)))
    return b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0"


def _reset(client: socket.socket) -> None:
    """Hang up with a reset, as a machine does that knows of no such server."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


@contextmanager
def _holding(url: URL, schema: str) -> Iterator[None]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        for table in connection.scalars(_TABLES, {"of": schema}).all():
            connection.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def without(url: str, schema: str) -> None:
    """Remove a schema, and those named after it, from the database of ``url``."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for name in connection.scalars(_NAMED, {"of": f"{schema}%"}).all():
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
