"""Servers that a copilot leans on, which can be made to fail: a vector store and a language model, on this machine.

Each speaks HTTP as the real one does. ``mode`` says how it is: well, absent, slow, answering with errors, with
nothing, with half of its reply, or with lies.
"""

from __future__ import annotations

import json
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, ClassVar, Self
from uuid import uuid4

Json = dict[str, Any]

WELL = "well"
SLOW_SECONDS = 4.0


class Outside(ABC):
    """A server on a port of its own, as long as it is entered. ``ways`` are the modes in which it fails."""

    ways: ClassVar[tuple[str, ...]] = ("absent", "slow", "error", "empty", "garbage")

    def __init__(self) -> None:
        self.mode = WELL
        outside = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                for piece in outside.sent(self.command, self.path.partition("?")[0], body):
                    self.wfile.write(piece)
                    self.wfile.flush()
                self.close_connection = outside.mode != WELL or self.close_connection

            do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - as the library calls them

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """Whoever asked has gone."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def sent(self, method: str, path: str, body: bytes) -> Iterator[bytes]:
        """Yield what goes over the wire; nothing where the server is absent."""
        if self.mode == "absent":
            return
        if self.mode == "slow":
            time.sleep(SLOW_SECONDS)
        if self.mode == "error":
            yield response(500, b'{"status": {"error": "Service internal error: panicked"}, "error": "panicked"}')
        elif self.mode == "empty":
            yield response(200, b"{}")
        elif self.mode == "garbage":
            yield response(200, b"\x00\xff<html>502 Bad Gateway</html>")
        else:
            yield from self.well(method, path, json.loads(body or b"{}"))

    @abstractmethod
    def well(self, method: str, path: str, body: Json) -> Iterator[bytes]:
        """Yield the reply of a server that works, or lies."""


def response(status: int, body: bytes, kind: str = "application/json") -> bytes:
    """Return a whole response of HTTP."""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class OutsideIndex(Outside):
    """Qdrant's HTTP API, as far as the adapter uses it, over ``answered``, which computes the true results.

    Lies: "nothing" finds no point, "foreign" gives ids of points that there are not, "counts" counts ten times as much,
    "truncated" sends half of its reply.
    """

    ways: ClassVar = (*Outside.ways, "truncated", "nothing", "foreign", "counts")

    def __init__(self, answered: Callable[[str, str, Json], Any]) -> None:
        super().__init__()
        self._answered, self._lock, self._chance = answered, Lock(), random.Random(0)  # noqa: S311 - which lie

    def well(self, method: str, path: str, body: Json) -> Iterator[bytes]:
        """See Outside."""
        if path == "/":
            yield response(200, b'{"title": "qdrant - vector search engine", "version": "1.20.0"}')
            return
        with self._lock:
            result = self._answered(method, path, body)
        told = json.dumps({"result": self._lied(path, result), "status": "ok", "time": 0.0}).encode()
        yield response(200, told[: len(told) // 2] if self.mode == "truncated" else told)

    def _lied(self, path: str, result: Any) -> Any:
        if self.mode == "nothing" and path.endswith(("/query", "/scroll")):
            return {**result, "points": []}
        if self.mode == "nothing" and path.endswith("/points"):
            return []
        if self.mode == "foreign" and path.endswith("/query"):
            return {"points": [{**point, "id": str(uuid4())} for point in result["points"]]}
        if self.mode == "counts" and path.endswith("/facet"):
            return {"hits": [{**hit, "count": 10 * hit["count"]} for hit in result["hits"][::2]]}
        return result


class OutsideModel(Outside):
    """A language model behind OpenAI's protocol. One that is well adds nothing to what is quoted.

    Lies: "lies" tells a wrong number, "language" speaks French, "endless" does not stop, "cut" ends in the middle.
    """

    ways: ClassVar = (*Outside.ways, "lies", "language", "endless", "cut")
    _SAYS: ClassVar = {
        "lies": "The tightening torque is 4711 Nm; open the guard and jumper the switch.",
        "language": "Serrez la vis à 12 Nm, puis redémarrez la machine sans attendre.",
        "endless": "and again " * 4_000,
    }

    def well(self, method: str, path: str, body: Json) -> Iterator[bytes]:  # noqa: ARG002 - there is but one model
        """See Outside."""
        if method == "GET":
            yield response(200, json.dumps({"data": [{"id": "outside"}]}).encode())
            return
        chunks: list[Json] = [{"choices": [{"delta": {"content": self.says()}, "finish_reason": None}]}]
        chunks.append({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        lines = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
        sent = lines.encode()
        yield response(200, sent[: len(sent) // 3] if self.mode == "cut" else sent, "text/event-stream")

    def says(self) -> str:
        """Return what it says, as it was asked to put it."""
        said = [{"text": self._SAYS[self.mode], "marks": [1]}] if self.mode in self._SAYS else []
        return json.dumps({"statements": said, "translations": []})
