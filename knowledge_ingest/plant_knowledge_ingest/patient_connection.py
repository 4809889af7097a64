"""A connection to PostgreSQL that does not wait for ever for a server that is there and says nothing.

PostgreSQL's library knows no limit for that: a server that hangs, or a firewall that forgot the connection, holds who
asks until the operating system gives up, a quarter of an hour later or never.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ConnectionTimeout
from psycopg_pool import ConnectionPool
from sqlalchemy import event

from plant_knowledge_ingest.patience import REST, left, spend

if TYPE_CHECKING:
    from sqlalchemy import Engine

_STORE = "database"
_CONNECTING = 10.0
_SILENCE = 300.0
"""Seconds for what is no question: to remove a large data set is one statement, and takes its time."""

_LEAST = 1.0
"""Seconds for a server that said nothing a moment ago, and for a question whose patience is at an end."""

_WITH_CHECKS = 140_000
_CHECKED = "SET client_connection_check_interval = '10s'"
"""From PostgreSQL 14 on a query ends when nobody waits for it any more."""

_silent: dict[str, float] = {}

Result = TypeVar("Result")
Waiting = Generator[Any, Any, Result]


class PatientConnection(Connection[Any]):
    """A connection of psycopg, which gives up with ``OperationalError`` after so many seconds without a word."""

    @classmethod
    def connect(cls, conninfo: str = "", **told: Any) -> PatientConnection:
        """See ``psycopg.Connection.connect``."""
        asked = conninfo_to_dict(conninfo, **{name: told[name] for name in ("host", "port") if name in told})
        server = _server(asked)
        if _is_silent(server):
            raise OperationalError("the server said nothing a moment ago, and is left alone for some seconds")
        if "connect_timeout" not in {**asked, **told}:
            told["connect_timeout"] = max(2, round(left(_CONNECTING, _STORE)))
        try:
            made = super().connect(conninfo, **told)
        except ConnectionTimeout:
            _silent[server] = time.monotonic() + REST
            raise
        made.server = server
        made.end_unwatched_queries()
        return made

    server = ""
    """Host and port."""

    def wait(self, gen: Waiting[Result], *args: Any, **how: Any) -> Result:
        """See ``psycopg.Connection.wait``."""
        seconds = _LEAST if _is_silent(self.server) else max(_LEAST, left(_SILENCE, _STORE))
        return super().wait(self._limited(gen, seconds), *args, **how)

    def _limited(self, gen: Waiting[Result], seconds: float) -> Waiting[Result]:
        """Pass on what ``gen`` waits for, until nothing came for ``seconds``."""
        until = time.monotonic() + seconds
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    until = time.monotonic() + seconds
                elif time.monotonic() > until:
                    self._given_up(seconds)
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]

    def _given_up(self, seconds: float) -> None:
        spend(seconds, _STORE)
        _silent[self.server] = time.monotonic() + REST
        self.pgconn.finish()
        raise OperationalError(f"the server says nothing for {seconds:g} seconds")

    def end_unwatched_queries(self) -> None:
        """Let the server end what nobody waits for any more, where it can."""
        if self.info.server_version >= _WITH_CHECKS:
            alone, self.autocommit = self.autocommit, True
            self.execute(_CHECKED)
            self.autocommit = alone


class PatientPool(ConnectionPool[PatientConnection]):
    """A pool of them, in which nobody waits long for a server that said nothing a moment ago."""

    def getconn(self, timeout: float | None = None) -> PatientConnection:
        """See ``psycopg_pool.ConnectionPool.getconn``."""
        usual = self.timeout if timeout is None else timeout
        silent = isinstance(self.conninfo, str) and _is_silent(_server(conninfo_to_dict(self.conninfo)))
        return super().getconn(_LEAST if silent else max(_LEAST, left(usual, _STORE)))


def be_patient(engine: Engine) -> None:
    """Let an engine of SQLAlchemy have such connections."""
    event.listen(engine, "do_connect", lambda _dialect, _record, args, told: PatientConnection.connect(*args, **told))


def _server(told: Mapping[str, Any]) -> str:
    return f"{told.get('host')}:{told.get('port')}"


def _is_silent(server: str) -> bool:
    return time.monotonic() < _silent.get(server, 0.0)
